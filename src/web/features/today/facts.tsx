import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import type { Figure } from '../../../views/why.contract.ts'
import { dayWithDate, days, figure, money, percentChange, points } from '../../format.ts'
import { PLAN_WORDS } from '../../words.ts'
import type { DayCards } from '../../why/why-panel.tsx'
import { WhyButton } from '../../why/why-button.tsx'
import styles from './facts.module.css'

type FactsProps = { readonly card: Card; readonly day: DayCards }

// From here on a date is near enough to be said in red.
const NEAR_DAYS = 30

/** The four figures of a card. Each can be asked why. */
export function Facts({ card, day }: FactsProps) {
  const ask = (asked: Figure, label: string, text: string) => (
    <WhyButton question={{ figure: asked, customerId: card.customer.id }} label={label} look="figure" day={day}>
      {text}
    </WhyButton>
  )
  const { arr, renewal, health } = card
  const amount = arr.amount === null ? '–' : money(arr.amount, arr.currency)
  const left = renewal ? daysLeft(renewal.days) : '–'
  const usage = card.usageChange === null ? '–' : percentChange(card.usageChange)
  return (
    <dl className={styles.facts}>
      <Fact label="ARR" note={arr.plan ? `Plan: ${PLAN_WORDS[arr.plan]}` : 'No account plan'}>
        {ask('arr', `Why ARR ${amount}`, amount)}
      </Fact>
      <Fact
        label={renewalLabel(renewal)}
        note={renewal ? dayWithDate(renewal.date, day.day) : 'No date known'}
        tone={renewal && renewal.days <= NEAR_DAYS ? 'risk' : undefined}
      >
        {ask('renewal', `Why ${left}`, left)}
      </Fact>
      <Fact label="Health" {...healthNote(health)}>
        <span className={health.uncertain ? styles.uncertain : undefined}>
          {ask('health', `Why health ${figure(health.value)}`, figure(Math.round(health.value)))}
        </span>
      </Fact>
      <Fact label="Usage" {...usageNote(card.usageChange)}>
        {ask('usage', `Why usage ${usage}`, usage)}
      </Fact>
    </dl>
  )
}

const daysLeft = (left: number): string => (left === 0 ? 'Today' : days(Math.abs(left)))

function renewalLabel(renewal: Card['renewal']): string {
  if (renewal?.kind === 'decision') return renewal.days < 0 ? 'Notice day passed' : 'Notice day in'
  return renewal && renewal.days < 0 ? 'Renewal passed' : 'Renews in'
}

type NoteOf = { readonly note: ReactNode; readonly tone?: 'risk' | 'fine' | undefined }

function healthNote({ change, uncertain, overridden }: Card['health']): NoteOf {
  if (uncertain) return { note: 'Uncertain, little is known' }
  if (overridden) return { note: 'Set by a person' }
  if (change === null) return { note: 'No comparison yet' }
  if (Math.round(change) === 0) return { note: 'Unchanged in 4 weeks' }
  return changed(change, `${points(Math.abs(Math.round(change)), { digits: 0, signed: false })} in 4 weeks`)
}

function usageNote(change: number | null): NoteOf {
  if (change === null) return { note: 'No comparison yet' }
  if (Math.round(change) === 0) return { note: '28 days against 28' }
  return changed(change, '28 days against 28')
}

function changed(change: number, words: string): NoteOf {
  const Arrow = change < 0 ? ArrowDown : ArrowUp
  const note = (
    <>
      <Arrow size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{change < 0 ? 'Down' : 'Up'}</span> {words}
    </>
  )
  return { note, tone: change < 0 ? 'risk' : 'fine' }
}

type FactProps = NoteOf & { readonly label: string; readonly children: ReactNode }

function Fact({ label, note, tone, children }: FactProps) {
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
