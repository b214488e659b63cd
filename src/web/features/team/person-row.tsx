import { ArrowUp, ChevronDown, Clock3 } from 'lucide-react'
import type { TeamCard, TeamPerson } from '../../../views/team.contract.ts'
import { dayWithDate, days, initials, minutes } from '../../format.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { CardList } from './card-list.tsx'
import { LoadBar } from './load-bar.tsx'
import { addedLoad, loadOf } from './moved.ts'
import styles from './person-row.module.css'
import type { TeamWork } from './use-team.ts'
import { roomWords } from './words.ts'

type PersonRowProps = {
  readonly person: TeamPerson
  readonly cards: readonly TeamCard[]
  /** How many there are of them, those not sent along included. */
  readonly total: number
  /** Asks for all of them; null: they were asked for. */
  readonly onAll: (() => void) | null
  readonly work: TeamWork
  readonly most: number
  readonly opened: boolean
  readonly onOpen: () => void
  /** Whether something is dragged over it now. */
  readonly over: boolean
  readonly onOver: (over: boolean) => void
}

/** One person: the load, what is late and open, and opened the cards, which can be dragged onto another person. */
export function PersonRow(props: PersonRowProps) {
  const { person, cards, total, onAll, work, most, opened, onOpen, over, onOver } = props
  const { team, dragged } = work
  const foreign = dragged.size > 0 && !person.cards.some(({ executionId }) => dragged.has(executionId))
  const list = `cards-${person.id}`
  return (
    <li
      className={styles.row}
      data-over={(foreign && over) || undefined}
      onDragOver={(event) => {
        if (!foreign) return
        event.preventDefault()
        if (!over) onOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) onOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        onOver(false)
        work.drop()
        if (foreign) void work.give(dragged, person)
      }}
    >
      <button
        type="button"
        className={styles.line}
        data-stop
        aria-expanded={opened}
        aria-controls={opened ? list : undefined}
        onClick={onOpen}
      >
        <span className={styles.who}>
          <Avatar letters={initials(person.name)} />
          <span className={styles.name}>
            <b>{person.name}</b>
            <AwayWords person={person} day={team.day} />
          </span>
        </span>
        <span className={styles.load}>
          <LoadBar person={person} most={most} />
        </span>
        <span className={styles.number}>
          {person.open} <span className={styles.unit}>open</span>
        </span>
        <Room person={person} added={foreign && over ? addedLoad(team, dragged, person.id) : 0} />
        <span className={styles.number}>
          {person.late > 0 ? (
            <span className={styles.late}>
              <Clock3 size={14} strokeWidth={1.75} aria-hidden="true" /> {person.late} late
            </span>
          ) : (
            <span className={styles.oldest}>{oldestWords(person, team.day)}</span>
          )}
        </span>
        <span className={styles.done}>{doneWords(person)}</span>
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" className={styles.chevron} />
      </button>
      {opened && <CardList id={list} name={person.name} total={total} cards={cards} onAll={onAll} work={work} />}
    </li>
  )
}

const MS_PER_DAY = 86_400_000
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / MS_PER_DAY)

function oldestWords({ oldestOn }: TeamPerson, day: string): string {
  if (oldestOn === null) return '–'
  const age = daysBetween(oldestOn, day)
  return age <= 0 ? 'new today' : `oldest ${days(age)}`
}

/** What was finished today, and the minutes worked at it. */
function doneWords({ completedToday, minutesToday }: TeamPerson): string {
  const parts = [
    ...(completedToday > 0 ? [`${String(completedToday)} done`] : []),
    ...(minutesToday > 0 ? [minutes(minutesToday)] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : '–'
}

function AwayWords({ person: { away }, day }: { readonly person: TeamPerson; readonly day: string }) {
  if (!away) return null
  const when = away.now ? `Away until ${dayWithDate(away.to, day)}` : `Away from ${dayWithDate(away.from, day)}`
  return (
    <span className={styles.away} data-now={away.now || undefined}>
      {when}, {away.cover ? `${away.cover.name} covers` : 'nobody covers'}
    </span>
  )
}

function Room({ person, added }: { readonly person: TeamPerson; readonly added: number }) {
  const load = loadOf(person)
  const now = roomWords(person, load)
  if (added > 0) {
    return (
      <span className={styles.then}>
        {now}, then {roomWords(person, load + added)}
      </span>
    )
  }
  if (load <= person.capacity || person.capacity === 0) return <span className={styles.room}>{now}</span>
  return (
    <span className={styles.overWord}>
      <ArrowUp size={14} strokeWidth={1.75} aria-hidden="true" /> {now}
    </span>
  )
}
