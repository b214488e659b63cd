import { isoDay, type Day } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import type { CustomerPage, Ledger } from './customer-page.contract.ts'
import type { HistoryPoint, WindowRow } from './customer-page.store.ts'
import { STALE_AFTER_DAYS } from './source-ages.ts'
import { scoreWhy, type FigureFacts } from './why-figure.ts'
import type { StandingRow } from './why.store.ts'

const WEEK_DAYS = 7
/** Twelve weeks: what the charts show. */
export const CHART_DAYS = 84

/** Health or risk with its rows; null: not analyzed yet. */
export function ledgerOf(figure: 'health' | 'risk', facts: Pick<FigureFacts, 'standing' | 'today'>): Ledger | null {
  const { standing } = facts
  const value = standing[figure]
  if (value === null) return null
  const { rows, remark } = scoreWhy(figure, facts)
  return { value, override: figure === 'health' ? standing.health_override : standing.risk_override, rows, remark }
}

/** The date that the stage counts to, or else the renewal's own; null: none is known. */
export function renewalOf(standing: StandingRow, today: Day): CustomerPage['renewal'] {
  const date = standing.stage_date ?? standing.renewal_date
  if (date === null) return null
  const decides = standing.decision_date !== null && date === standing.decision_date && date !== standing.renewal_date
  return { date: isoDay(date), days: date - today, kind: decides ? 'decision' : 'renewal' }
}

/** Points of a chart that begins on a day: what held before it stands at its beginning. */
export const historyFrom = (points: readonly HistoryPoint[], first: Day): CustomerPage['history'] =>
  points.map(({ on, health, risk }) => ({ on: isoDay(Math.max(on, first)), health, risk }))

/** The means of the known days of each of the window's weeks; null: no day of a week is known. */
export function weeksOf({ metric, lastDay, days }: WindowRow): CustomerPage['usage'] {
  const first = lastDay - days.length + 1
  const weeks = Array.from({ length: Math.floor(days.length / WEEK_DAYS) }, (_, week) => {
    const known = days.slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS).filter((value) => value !== null)
    const sum = known.reduce((total, value) => total + value, 0)
    return {
      from: isoDay(first + week * WEEK_DAYS),
      mean: known.length === 0 ? null : roundHundredth(sum / known.length),
    }
  })
  return { metric, weeks }
}

const SOURCE_WORDS: Readonly<Record<string, string>> = {
  record: 'Record',
  contracts: 'Contracts',
  usage: 'Usage',
  tickets: 'Tickets',
  engagements: 'Meetings and calls',
  invoices: 'Invoices',
}

/** How old the newest record of each source is; a source that knows nothing of the customer is left out. */
export const agesOf = (newest: Readonly<Record<string, Day | null>>, today: Day): CustomerPage['sources'] =>
  Object.entries(SOURCE_WORDS).flatMap(([source, name]) => {
    const on = newest[source]
    if (on === null || on === undefined) return []
    const daysOld = Math.max(0, today - on)
    return [{ name, newestOn: isoDay(on), daysOld, stale: daysOld > (STALE_AFTER_DAYS[source] ?? Infinity) }]
  })
