import { Link } from '@tanstack/react-router'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CustomerPage } from '../../../views/customer-page.contract.ts'
import { dayWithDate, days, figure, money, monthAndYear, percentChange } from '../../format.ts'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { Tag } from '../../ui/tag.tsx'
import { PLAN_WORDS, stageWord } from '../../words.ts'
import styles from './head.module.css'

const NOT_ACTIVE = { trial: 'On trial', churned: 'Churned', test: 'Test account', internal: 'Ourselves' } as const
// From here on a date is near enough to be said in red.
const NEAR_DAYS = 30

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
    </header>
  )
}

function Figures({ page }: { readonly page: CustomerPage }) {
  const { health, risk, arr, renewal, usageChange } = page
  return (
    <dl className={styles.figures}>
      <Figure label="Health" note={healthNote(page)}>
        {health ? figure(Math.round(health.override ?? health.value)) : '–'}
      </Figure>
      <Figure label="Risk" note={risk ? (risk.override === null ? 'of 100' : 'Set by a person') : 'Not analyzed yet'}>
        {risk ? figure(Math.round(risk.override ?? risk.value)) : '–'}
      </Figure>
      <Figure label="ARR" note={arr.amount === null ? 'Not known' : 'a year'}>
        {arr.amount === null ? '–' : money(arr.amount, arr.currency)}
      </Figure>
      <Figure
        label={renewalLabel(renewal)}
        note={renewal ? dayWithDate(renewal.date, page.day) : 'No date known'}
        tone={renewal && renewal.days <= NEAR_DAYS ? 'risk' : undefined}
      >
        {renewal ? (renewal.days === 0 ? 'Today' : days(Math.abs(renewal.days))) : '–'}
      </Figure>
      <Figure
        label="Usage"
        note={usageChange === null ? 'No comparison yet' : '28 days against 28'}
        tone={usageChange !== null && Math.round(usageChange) < 0 ? 'risk' : undefined}
      >
        {usageChange === null ? '–' : percentChange(usageChange)}
      </Figure>
    </dl>
  )
}

function renewalLabel(renewal: CustomerPage['renewal']): string {
  if (renewal?.kind === 'decision') return renewal.days < 0 ? 'Notice day passed' : 'Notice day in'
  return renewal && renewal.days < 0 ? 'Renewal passed' : 'Renews in'
}

function healthNote({ health, healthDecline, uncertain }: CustomerPage): ReactNode {
  if (!health) return 'Not analyzed yet'
  if (health.override !== null) return 'Set by a person'
  if (uncertain) return 'Uncertain, little is known'
  if (healthDecline === null) return 'No comparison yet'
  const moved = Math.round(healthDecline)
  if (moved === 0) return 'Unchanged in 4 weeks'
  const Arrow = moved > 0 ? ArrowDown : ArrowUp
  return (
    <span className={styles.moved} data-tone={moved > 0 ? 'risk' : 'fine'}>
      <Arrow size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{moved > 0 ? 'Down' : 'Up'}</span> {figure(Math.abs(moved))} in 4 weeks
    </span>
  )
}

type FigureProps = {
  readonly label: string
  readonly note: ReactNode
  readonly tone?: 'risk' | undefined
  readonly children: ReactNode
}

function Figure({ label, note, tone, children }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className={styles.figure}>{children}</span>
        <small className={styles.note} data-tone={tone}>
          {note}
        </small>
      </dd>
    </div>
  )
}
