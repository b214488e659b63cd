import { Link } from '@tanstack/react-router'
import { PhoneCall, Play } from 'lucide-react'
import type { CustomerPage } from '../../../views/customer-page.contract.ts'
import { dayWithDate, daysAway, figure, money, monthAndYear, percentChange } from '../../format.ts'
import { openAtHand } from '../../at-hand/state.ts'
import { Button } from '../../ui/button.tsx'
import { Fact } from '../../ui/fact.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { movedNote, type FigureNote } from '../../ui/moved-note.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { Tag } from '../../ui/tag.tsx'
import { PLAN_WORDS, isNear, renewalLabel, stageWord } from '../../words.ts'
import styles from './head.module.css'

const NOT_ACTIVE = { trial: 'On trial', churned: 'Churned', test: 'Test account', internal: 'Ourselves' } as const

/** Who it is, and the five figures that are asked for first. */
export function Head({ page }: { readonly page: CustomerPage }) {
  const { customer } = page
  const stage = stageWord(page.stage)
  const words = [
    [customer.segment, customer.industry].filter(Boolean).join(' · '),
    customer.plan && `Plan: ${PLAN_WORDS[customer.plan]}`,
    customer.since && `Customer since ${monthAndYear(customer.since)}`,
    customer.owner ? `Owner: ${customer.owner}` : 'Nobody owns it',
  ]
  return (
    <header className={styles.head}>
      {customer.parent && (
        <p className="small dim">
          Part of{' '}
          <Link to="/customers/$customerId" params={{ customerId: customer.parent.id }} className={styles.parent}>
            {customer.parent.name}
          </Link>
        </p>
      )}
      <h1 className={styles.name}>{customer.name}</h1>
      <div className={styles.words}>
        {stage && <StageBadge {...stage} />}
        {customer.status !== 'active' && <Tag tone="plain">{NOT_ACTIVE[customer.status]}</Tag>}
        {words.filter(Boolean).map((word) => (
          <span key={word}>{word}</span>
        ))}
      </div>
      <Figures page={page} />
      {page.can.includes('act') && <Acts page={page} />}
    </header>
  )
}

/** What can be done with a customer that no workflow asks for. */
function Acts({ page: { customer, can } }: { readonly page: CustomerPage }) {
  const subject = { id: customer.id, name: customer.name, can }
  return (
    <div className={styles.acts}>
      <Button size="small" aria-haspopup="dialog" onClick={() => openAtHand({ kind: 'log', subject })}>
        <PhoneCall size={16} strokeWidth={1.75} aria-hidden="true" />
        Log a call <Kbd>L</Kbd>
      </Button>
      <Button size="small" aria-haspopup="dialog" onClick={() => openAtHand({ kind: 'start', subject })}>
        <Play size={16} strokeWidth={1.75} aria-hidden="true" />
        Start a workflow
      </Button>
    </div>
  )
}

function Figures({ page }: { readonly page: CustomerPage }) {
  const { health, risk, arr, renewal, usageChange } = page
  return (
    <dl className={styles.figures}>
      <Fact label="Health" {...healthNote(page)}>
        {health ? figure(Math.round(health.override ?? health.value)) : '–'}
      </Fact>
      <Fact label="Risk" note={risk ? (risk.override === null ? 'of 100' : 'Set by a person') : 'Not analyzed yet'}>
        {risk ? figure(Math.round(risk.override ?? risk.value)) : '–'}
      </Fact>
      <Fact label="ARR" note={arr.amount === null ? 'Not known' : 'a year'}>
        {arr.amount === null ? '–' : money(arr.amount, arr.currency)}
      </Fact>
      <Fact
        label={renewalLabel(renewal)}
        note={renewal ? dayWithDate(renewal.date, page.day) : 'No date known'}
        tone={isNear(renewal) ? 'risk' : undefined}
      >
        {renewal ? daysAway(renewal.days) : '–'}
      </Fact>
      <Fact
        label="Usage"
        note={usageChange === null ? 'No comparison yet' : '28 days against 28'}
        tone={usageChange !== null && Math.round(usageChange) < 0 ? 'risk' : undefined}
      >
        {usageChange === null ? '–' : percentChange(usageChange)}
      </Fact>
    </dl>
  )
}

function healthNote({ health, healthChange, uncertain }: CustomerPage): FigureNote {
  if (!health) return { note: 'Not analyzed yet' }
  if (health.override !== null) return { note: 'Set by a person' }
  if (uncertain) return { note: 'Uncertain, little is known' }
  if (healthChange === null) return { note: 'No comparison yet' }
  const moved = Math.round(healthChange)
  if (moved === 0) return { note: 'Unchanged in 4 weeks' }
  return movedNote(moved, `${figure(Math.abs(moved))} in 4 weeks`)
}
