import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import { days, digitsOf, money, points } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { Tag } from '../../ui/tag.tsx'
import { countWord, stageWord } from '../../words.ts'
import { CardActs } from './card-acts.tsx'
import { Facts } from './facts.tsx'
import type { Done } from '../../ui/toast.tsx'
import styles from './next-rows.module.css'
import { WhyButton } from '../../why/why-button.tsx'

type NextRowsProps = {
  /** What stands before them. */
  readonly one: Card | null
  readonly cards: readonly Card[]
  readonly total: number
  readonly day: string
  readonly mine: boolean
  readonly onDone: (done: Done) => void
}

// What fits a window of 900 px; the others are a click away.
const SHOWN = 5

export function NextRows({ one, cards, total, day, mine, onDone }: NextRowsProps) {
  const [all, setAll] = useState(false)
  const shown = all ? cards : cards.slice(0, SHOWN)
  const hidden = cards.length - shown.length
  const beyond = total - 1 - cards.length
  const digits = digitsOf(cards.map((card) => tenth(card.score)))
  return (
    <section className={styles.next} aria-label="Next">
      <h2>Next</h2>
      <ol>
        {shown.map((card, index) => (
          <Row
            key={card.executionId}
            card={card}
            rank={index + 2}
            beside={cards[index + 1] ?? cards[index - 1] ?? one}
            day={day}
            digits={digits}
            mine={mine}
            onDone={onDone}
          />
        ))}
      </ol>
      {(hidden > 0 || beyond > 0) && (
        <p className={styles.more}>
          {hidden > 0 && (
            <Button look="plain" size="small" onClick={() => setAll(true)}>
              {countWord(hidden)} more
            </Button>
          )}
          {hidden === 0 && beyond > 0 && (
            <span className="small quiet">{countWord(beyond)} more wait behind these.</span>
          )}
        </p>
      )}
    </section>
  )
}

type RowProps = {
  readonly card: Card
  readonly rank: number
  /** What its score is held beside: the next one, or that before the last. */
  readonly beside: Card | null
  readonly day: string
  /** Decimals of the whole column of scores. */
  readonly digits: number
  readonly mine: boolean
  readonly onDone: (done: Done) => void
}

// In a list a tenth of a point is enough; the ledger behind it has all of it.
const tenth = (score: number): number => Math.round(score * 10) / 10

function Row({ card, rank, beside, day, digits, mine, onDone }: RowProps) {
  const [open, setOpen] = useState(false)
  const stage = stageWord(card.stage)
  const shown = points(tenth(card.score), { digits, signed: false })
  return (
    <li className={styles.row} data-card={card.executionId} data-open={open || undefined}>
      <div className={styles.line}>
        <button type="button" className={styles.main} data-stop aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className={styles.rank}>{rank}</span>
          <span className={styles.words}>
            <b>{card.customer.name}</b> {card.isNew && <Tag tone="accent">New</Tag>}
            <span className={styles.short}>{card.why.short}</span>
          </span>
          <span className={styles.stage}>
            {stage && <StageBadge {...stage} />}
            {card.renewal && <span className={styles.near}>{days(card.renewal.days)}</span>}
          </span>
          <span className={styles.number}>{card.renewal ? days(card.renewal.days) : '–'}</span>
          <span className={styles.number}>
            {card.arr.amount === null ? '–' : money(card.arr.amount, card.arr.currency)}
          </span>
        </button>
        <span className={styles.score}>
          <WhyButton
            question={{ figure: 'score', executionId: card.executionId, against: beside?.executionId }}
            label={`Why ${shown} points`}
            look="figure"
            day={day}
          >
            {shown}
          </WhyButton>
        </span>
      </div>
      {open && (
        <div className={styles.details}>
          <p className="small dim">
            {card.workflow.title} · {card.workflow.steps.length} steps, about {card.workflow.minutes} minutes ·{' '}
            <Link to="/customers/$customerId" params={{ customerId: card.customer.id }} className={styles.open}>
              Open the customer
            </Link>
          </p>
          <p className={styles.because}>
            <strong>{card.why.first}</strong> {card.why.rest}
          </p>
          {card.moved && <p className="small quiet">{card.moved}</p>}
          <Facts card={card} day={day} />
          {mine && <CardActs card={card} onDone={onDone} />}
        </div>
      )}
    </li>
  )
}
