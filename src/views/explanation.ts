import type { Day } from '../base/day.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import type { AssignReason } from '../stages/assign/assign.ts'
import { becauseSentence } from '../stages/determine/because.ts'
import { compare } from '../stages/prioritize/compare.ts'
import { gapLabel, ledgerOf } from '../stages/prioritize/priority-words.ts'
import type { LedgerRow, Reader } from '../stages/prioritize/priority-words.ts'
import type { PrioritySettings } from '../stages/prioritize/settings.ts'
import type { Queue } from './queue.ts'
import type { ExplainedRun } from './explanation.store.ts'

export type Explanation = {
  readonly id: string
  readonly customer: string
  readonly workflow: string
  readonly rule: string
  readonly because: string
  readonly score: number | null
  readonly ledger: readonly LedgerRow[]
  /** Place in the order of the day, from 1; null: it leads no card. */
  readonly rank: number | null
  readonly of: number
  /** The same as text for a person to read. */
  readonly prose: string
}

type Question = {
  readonly run: ExplainedRun
  readonly queue: Queue
  readonly settings: PrioritySettings
  readonly reader: Reader
  readonly today: Day
}

/** Why an execution is due, what its score is made of, and why it stands where it stands. */
export function explanationOf(question: Question): Explanation {
  const { run, queue, settings, reader } = question
  const title = workflowNamed(run.workflowId)?.title ?? run.workflowId
  const ledger = run.score === null ? [] : ledgerOf({ value: run.score, factors: run.factors }, settings, reader)
  const place = queue.workflows.findIndex((each) => each.id === run.id)
  const parts = [
    `${title} for ${run.customerName}`,
    dueProse(question),
    run.score === null ? 'It has no score yet: nobody has it.' : ledgerProse(run.score, ledger),
    rankProse(question, place),
  ]
  return {
    id: run.id,
    customer: run.customerName,
    workflow: title,
    rule: run.rule,
    because: becauseSentence(run.because),
    score: run.score,
    ledger,
    rank: place === -1 ? null : place + 1,
    of: queue.workflows.length,
    prose: parts.join('\n\n'),
  }
}

const MS_PER_DAY = 86_400_000

const dateWords = (day: Day, { locale }: Reader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day * MS_PER_DAY))

function dueProse({ run, today, reader }: Question): string {
  const who = run.assignedName === null ? 'Nobody has it yet.' : `${run.assignedName} has it${assignedProse(run)}.`
  const due =
    run.dueOn === null
      ? ''
      : ` It is due by ${dateWords(run.dueOn, reader)}${run.dueOn < today && isOpen(run) ? ', so it is late' : ''}.`
  const opened = `It was opened on ${dateWords(run.openedOn, reader)} by the rule “${run.rule}”.${due}`
  return [`Why it is due\n${becauseSentence(run.because)}`, opened, who.trim()].join('\n')
}

// Of a third person: whoever reads this is not the one who has it.
const ASSIGNED: Readonly<Record<AssignReason, string>> = {
  owner: ' as the owner of the account',
  cover: ' as the cover of the owner, who is away',
  'absence-least-load': ', who had most room: the owner is away and nobody covers',
  'least-load': ', who had most room: nobody owns the account',
  nobody: '',
}

/** A person's own reassignment keeps the name of who did it: "by Dana". */
function assignedProse({ assignedBecause: because }: ExplainedRun): string {
  if (because === null || because === '') return ''
  return Object.hasOwn(ASSIGNED, because) ? ASSIGNED[because as AssignReason] : `, given ${because}`
}

const points = (value: number): string => value.toFixed(2).replace('-', '−')

function ledgerProse(score: number, ledger: readonly LedgerRow[]): string {
  const rows = ledger.map(
    (row) => [row.note === '' ? row.label : `${row.label}: ${row.note}`, points(row.contribution)] as const,
  )
  const width = Math.max(...rows.map(([label]) => label.length), 8)
  const lines = [...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value.padStart(9)}`)]
  return [
    `Why ${points(score)} points`,
    ...lines,
    `  ${'─'.repeat(width + 11)}`,
    `  ${'Priority'.padEnd(width)}  ${points(score).padStart(9)}`,
  ].join('\n')
}

function rankProse({ run, queue, reader }: Question, place: number): string {
  if (place === -1) return `Why it stands where it stands\n${offCardProse(run)}`
  const lead = `Why place ${String(place + 1)} of ${String(queue.workflows.length)}`
  const [mine, before, after] = [queue.workflows[place], queue.workflows[place - 1], queue.workflows[place + 1]]
  const other = before ?? after
  if (!mine || !other) return `${lead}\nNothing else is open.`
  const score = (each: typeof mine) => ({
    value: each.priorityScore,
    factors: each.priorityFactors.map(({ factor, value, contribution }) => ({
      code: factor,
      value,
      contribution,
      source: '',
      on: null,
    })),
  })
  const { gap, rows } = compare(score(mine), score(other))
  const name = other.customer.name
  const first = before ? `${name} stands before it` : `${name} comes after it`
  const by =
    gap === 0
      ? 'with the same score; the earlier renewal, the higher ARR and then the id decide'
      : `by ${points(Math.abs(gap))}`
  const held = (before ? gap > 0 : gap < 0) ? ' The order was set this morning and holds for the day.' : ''
  const differences = rows
    .filter((row) => row.gap !== 0)
    .map((row) => `  ${gapLabel(row, reader)}: ${row.gap > 0 ? '+' : ''}${points(row.gap)}`)
  return [lead, `${first}, ${by}.${held}`, ...differences].join('\n')
}

const isOpen = ({ status }: ExplainedRun): boolean =>
  status !== 'completed' && status !== 'cancelled' && status !== 'superseded'

function offCardProse(run: ExplainedRun): string {
  if (run.status === 'superseded') return 'A newer workflow has taken its place; it stands in no queue any more.'
  if (run.status === 'completed' || run.status === 'cancelled') {
    const how = run.closedBecause === null ? '' : ` (${run.closedBecause.replaceAll(/[-_]/g, ' ')})`
    return `It is ${run.status}${how} and stands in no queue any more.`
  }
  if (run.held) return 'It is held while something more urgent is open for the customer, and released when that closes.'
  if (run.status === 'snoozed') return 'It is snoozed and comes back by itself.'
  if (run.status === 'escalated') return 'It is escalated and waits for an answer.'
  if (run.foldedUnder !== null) return 'A newer workflow of the same renewal leads the card; this one folds under it.'
  return 'Another workflow of the same customer leads the card; this one folds under it.'
}
