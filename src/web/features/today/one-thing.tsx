import { Link } from '@tanstack/react-router'
import { ChevronDown, TrendingDown } from 'lucide-react'
import { useState } from 'react'
import type { Card } from '../../../views/card.contract.ts'
import { dayWithDate, figure } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { Tag } from '../../ui/tag.tsx'
import { stageWord } from '../../words.ts'
import { CardActs } from './card-acts.tsx'
import { Facts } from './facts.tsx'
import type { Done } from '../../ui/toast.tsx'
import styles from './one-thing.module.css'
import { WhyButton } from '../../why/why-button.tsx'

type OneThingProps = {
  readonly card: Card
  /** What stands behind it. */
  readonly next: Card | undefined
  readonly day: string
  readonly mine: boolean
  readonly onDone: (done: Done) => void
}

// From here on risk is worth a word of its own on the card.
const HIGH_RISK = 60

/** The answer to “what should I do today?”. */
export function OneThing({ card, next, day, mine, onDone }: OneThingProps) {
  const stage = stageWord(card.stage)
  return (
    <article className={styles.one} data-card={card.executionId} aria-label={mine ? 'Your one thing' : 'The one thing'}>
      <div className={styles.top}>
        <div className={styles.badges}>
          {stage && <StageBadge {...stage} />}
          {card.risk.value >= HIGH_RISK && (
            <WhyButton
              question={{ figure: 'risk', customerId: card.customer.id }}
              label={`Why risk ${figure(card.risk.value)}`}
              look="figure"
              day={day}
            >
              <Tag tone="risk">
                <TrendingDown size={14} strokeWidth={1.75} aria-hidden="true" />
                Risk {figure(Math.round(card.risk.value))}
              </Tag>
            </WhyButton>
          )}
          {card.late && card.dueOn && <Tag tone="warn">Was due {dayWithDate(card.dueOn, day)}</Tag>}
        </div>
        <p className={styles.points}>
          <span className="tabular">
            <b data-testid="score">{figure(card.score)}</b> <span className="dim">points</span>
          </span>
          <WhyButton
            question={{ figure: 'score', executionId: card.executionId, against: next?.executionId }}
            label={`Why ${figure(card.score)} points`}
            look="word"
            day={day}
          >
            Why?
          </WhyButton>
          <Kbd>W</Kbd>
        </p>
      </div>
      <h2 className={styles.customer}>
        <Link to="/customers/$customerId" params={{ customerId: card.customer.id }} className={styles.name}>
          {card.customer.name}
        </Link>
      </h2>
      <Steps card={card} />
      <p className={styles.because}>
        <strong>{card.why.first}</strong> {card.why.rest}
      </p>
      {card.moved && <p className={styles.moved}>{card.moved}</p>}
      <Facts card={card} day={day} />
      {mine && <CardActs card={card} main onDone={onDone} />}
      {card.folded.length > 0 && <p className="small dim">Folded under this: {card.folded.join(', ')}.</p>}
    </article>
  )
}

function Steps({ card }: { readonly card: Card }) {
  const [open, setOpen] = useState(false)
  const { title, steps, minutes } = card.workflow
  return (
    <div className={styles.workflow}>
      <Button
        look="plain"
        size="small"
        className={styles.what ?? ''}
        aria-expanded={open}
        data-stop
        onClick={() => setOpen((before) => !before)}
      >
        {title} · {steps.length} steps, about {minutes} minutes
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" className={styles.chevron} />
      </Button>
      {open && (
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </div>
  )
}
