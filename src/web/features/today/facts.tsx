import type { Card } from '../../../views/card.contract.ts'
import type { Figure } from '../../../views/why.contract.ts'
import { dayWithDate, daysAway, figure, money, percentChange, points } from '../../format.ts'
import { Fact } from '../../ui/fact.tsx'
import { movedNote, type FigureNote } from '../../ui/moved-note.tsx'
import { PLAN_WORDS, isNear, renewalLabel } from '../../words.ts'
import { WhyButton } from '../../why/why-button.tsx'
import styles from './facts.module.css'

type FactsProps = { readonly card: Card; readonly day: string }

/** The four figures of a card. Each can be asked why. */
export function Facts({ card, day }: FactsProps) {
  const ask = (asked: Figure, label: string, text: string) => (
    <WhyButton question={{ figure: asked, customerId: card.customer.id }} label={label} look="figure" day={day}>
      {text}
    </WhyButton>
  )
  const { arr, renewal, health } = card
  const amount = arr.amount === null ? '–' : money(arr.amount, arr.currency)
  const left = renewal ? daysAway(renewal.days) : '–'
  const usage = card.usageChange === null ? '–' : percentChange(card.usageChange)
  return (
    <dl className={styles.facts}>
      <Fact label="ARR" note={arr.plan ? `Plan: ${PLAN_WORDS[arr.plan]}` : 'No account plan'}>
        {ask('arr', `Why ARR ${amount}`, amount)}
      </Fact>
      <Fact
        label={renewalLabel(renewal)}
        note={renewal ? dayWithDate(renewal.date, day) : 'No date known'}
        tone={isNear(renewal) ? 'risk' : undefined}
      >
        {ask('renewal', `Why ${left}`, left)}
      </Fact>
      <Fact label="Health" {...healthNote(health)}>
        <span className={health.uncertain ? styles.uncertain : undefined}>
          {ask('health', `Why health ${figure(Math.round(health.value))}`, figure(Math.round(health.value)))}
        </span>
      </Fact>
      <Fact label="Usage" {...usageNote(card.usageChange)}>
        {ask('usage', `Why usage ${usage}`, usage)}
      </Fact>
    </dl>
  )
}

function healthNote({ change, uncertain, overridden }: Card['health']): FigureNote {
  if (uncertain) return { note: 'Uncertain, little is known' }
  if (overridden) return { note: 'Set by a person' }
  if (change === null) return { note: 'No comparison yet' }
  if (Math.round(change) === 0) return { note: 'Unchanged in 4 weeks' }
  return movedNote(change, `${points(Math.abs(Math.round(change)), { digits: 0, signed: false })} in 4 weeks`)
}

function usageNote(change: number | null): FigureNote {
  if (change === null) return { note: 'No comparison yet' }
  if (Math.round(change) === 0) return { note: '28 days against 28' }
  return movedNote(change, '28 days against 28')
}
