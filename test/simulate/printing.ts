import { isoDay, type Day } from '../../src/base/day.ts'
import { workflowNamed } from '../../src/spine/catalogue.ts'
import { movedWords } from '../../src/stages/queue/order-of-day.ts'
import type { Morning, SeenCard } from './observing.ts'

/** A morning as a person reads it. */
export function printed({ csm, day, cards, open, dueThisWeek, doneForYou, monitored, gated }: Morning): string {
  const gates = Map.groupBy(gated, ({ gate }) => gate)
  return [
    `── ${csm}, ${isoDay(day)}: ${String(cards.length)} cards, ${String(open)} open, ${String(dueThisWeek)} due this week, ${String(monitored)} customers monitored`,
    ...cards.map((card, index) => line(card, index + 1, day)),
    ...section(
      'done for you',
      doneForYou.map(({ customer, says }) => `${customer}: ${says}`),
    ),
    ...section(
      'gated',
      [...gates].map(([gate, rows]) => `${gate}: ${rows.map(({ customer }) => customer).join(', ')}`),
    ),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`   ${title}`, ...lines.map((text) => `     ${text}`)]

function line(card: SeenCard, rank: number, today: Day): string {
  const title = workflowNamed(card.workflowId)?.title ?? card.workflowId
  const money = card.arr === null ? 'ARR ?' : `${String(Math.round(card.arr / 1000))}k`
  const state = [
    card.status === 'pending' ? '' : card.status.replace('_', ' '),
    card.isNew ? 'new' : '',
    card.moved ? movedWords(card.moved) : '',
    card.folded.length > 0 ? `+ ${card.folded.join(', ')}` : '',
  ].filter((text) => text !== '')
  return [
    String(rank).padStart(3),
    String(Math.round(card.score)).padStart(4),
    card.name.slice(0, 24).padEnd(24),
    title.slice(0, 27).padEnd(27),
    `${card.days === null ? '–' : String(card.days)} d`.padStart(6),
    money.padStart(5),
    `risk ${card.risk === null ? '–' : String(Math.round(card.risk))}`.padEnd(8),
    dueWords(card.dueOn, today).padEnd(12),
    card.why,
    state.length > 0 ? `[${state.join('; ')}]` : '',
  ].join('  ')
}

const dueWords = (dueOn: Day | null, today: Day): string => {
  if (dueOn === null) return 'no date'
  if (dueOn < today) return `late ${String(today - dueOn)} d`
  return dueOn === today ? 'due today' : `due in ${String(dueOn - today)} d`
}
