import { Link } from '@tanstack/react-router'
import { GripVertical } from 'lucide-react'
import type { TeamCard } from '../../../views/team.contract.ts'
import { dayWithDate, days, money } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { StageBadge } from '../../ui/stage-badge.tsx'
import { Tag } from '../../ui/tag.tsx'
import { countWord, stageWord } from '../../words.ts'
import styles from './card-list.module.css'
import type { TeamWork } from './use-team.ts'

type CardListProps = {
  readonly id: string
  /** Whose they are. */
  readonly name: string
  /** How many there are, those not sent along included. */
  readonly total: number
  readonly cards: readonly TeamCard[]
  /** Asks for all of them; null: they were asked for. */
  readonly onAll: (() => void) | null
  readonly work: TeamWork
}

const isGivable = ({ can }: TeamCard): boolean => can.includes('reassign')

/** What somebody has open: chosen one by one, in a row with Shift, or all; dragged where there is a mouse. */
export function CardList({ id, name, total, cards, onAll, work }: CardListProps) {
  const ids = cards.filter(isGivable).map(({ executionId }) => executionId)
  const chosen = ids.filter((each) => work.selected.has(each)).length
  if (cards.length === 0) return <p className={styles.empty}>Nothing is open here.</p>
  return (
    <div className={styles.cards} id={id}>
      {ids.length > 0 && (
        <label className={styles.all}>
          <input
            type="checkbox"
            checked={chosen === ids.length}
            ref={(box) => {
              if (box) box.indeterminate = chosen > 0 && chosen < ids.length
            }}
            onChange={(event) => work.choose(ids, event.target.checked)}
          />
          <span>
            All {ids.length} of {name}
          </span>
        </label>
      )}
      <ul>
        {cards.map((card) => (
          <CardRow key={card.executionId} card={card} among={ids} work={work} />
        ))}
      </ul>
      {total > cards.length &&
        (onAll ? (
          <Button look="plain" size="small" onClick={onAll}>
            Show all {total}
          </Button>
        ) : (
          <p className={styles.empty}>
            {countWord(total - cards.length)} more {total - cards.length === 1 ? 'is' : 'are'} in the queue.
          </p>
        ))}
    </div>
  )
}

type CardRowProps = { readonly card: TeamCard; readonly among: readonly string[]; readonly work: TeamWork }

function CardRow({ card, among, work }: CardRowProps) {
  const { executionId, customer, workflow } = card
  const stage = stageWord(card.stage)
  const givable = isGivable(card)
  const chosen = work.selected.has(executionId)
  return (
    <li
      className={styles.card}
      data-chosen={chosen || undefined}
      data-gone={work.dragged.has(executionId) || undefined}
      draggable={givable}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', customer.name)
        event.dataTransfer.effectAllowed = 'move'
        work.drag(executionId)
      }}
      onDragEnd={work.drop}
    >
      {givable ? (
        <label className={styles.choice}>
          <GripVertical size={14} strokeWidth={1.75} aria-hidden="true" className={styles.grip} />
          <input
            type="checkbox"
            data-card={executionId}
            data-stop
            aria-label={`Choose ${customer.name}, ${workflow.title}`}
            checked={chosen}
            // The change itself does not know of Shift.
            onChange={(event) => {
              const native = event.nativeEvent as MouseEvent | KeyboardEvent
              work.toggle(executionId, { range: native.shiftKey, among })
            }}
          />
        </label>
      ) : (
        <span />
      )}
      <span className={styles.words}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: customer.id }}
          className={styles.name}
          draggable={false}
        >
          {customer.name}
        </Link>{' '}
        <Link to="/work/$executionId" params={{ executionId }} className={styles.workflow} draggable={false}>
          {workflow.title}
        </Link>{' '}
        <Status card={card} day={work.team.day} />
      </span>
      <span className={styles.stage}>{stage && <StageBadge {...stage} />}</span>
      <span className={styles.number}>{card.days === null ? '–' : days(card.days)}</span>
      <span className={styles.number}>
        {card.arr.amount === null ? '–' : money(card.arr.amount, card.arr.currency)}
      </span>
    </li>
  )
}

function Status({ card: { status, late, dueOn }, day }: { readonly card: TeamCard; readonly day: string }) {
  return (
    <>
      {late && dueOn !== null && <Tag tone="warn">Was due {dayWithDate(dueOn, day)}</Tag>}{' '}
      {status === 'in_progress' && <Tag tone="accent">Begun</Tag>}
      {status === 'snoozed' && <Tag tone="snooze">Snoozed</Tag>}
      {status === 'escalated' && <Tag tone="info">Escalated</Tag>}
    </>
  )
}
