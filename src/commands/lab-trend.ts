import type { Command } from 'commander'
import { isoDay, parseDay, type Day } from '../base/day.ts'
import { DEFAULT_RULES } from '../stages/analyze/analyze.defaults.ts'
import { usageReading, usageTrend } from '../stages/analyze/trend.ts'
import { seriesOf, type DayValue } from './lab-columns.ts'
import { readLabFile } from './lab-file.ts'
import { refuse } from './refusal.ts'
import { outputOf } from './session.ts'

type Options = { readonly date?: string; readonly value?: string; readonly asOf?: string; readonly book?: string }

const WINDOW_DAYS = 84

/** What the trend of a series says. `direction` is `unknown` where there are too few data. */
export type LabTrend = {
  readonly direction: 'up' | 'down' | 'flat' | 'unknown'
  readonly changePercent: number | null
  readonly netChangePercent: number | null
  readonly before: number | null
  readonly current: number | null
  readonly lastDay: string | null
  readonly daysKnown: number
}

/** The trend at the last day of a series (or at `asOf`): values of one day add up, days without a row are unknown. */
export function labTrend(
  series: readonly DayValue[],
  { asOf, bookMedian = null }: { asOf?: Day; bookMedian?: number | null } = {},
): LabTrend {
  const totals = new Map<Day, number>()
  for (const { day, value } of series) {
    if (value === null || (asOf !== undefined && day > asOf)) continue
    totals.set(day, (totals.get(day) ?? 0) + value)
  }
  let lastDay = -Infinity
  for (const day of totals.keys()) lastDay = Math.max(lastDay, day)
  const days = Array.from({ length: WINDOW_DAYS }, (_, index) => totals.get(lastDay - WINDOW_DAYS + 1 + index) ?? null)
  const reading = Number.isFinite(lastDay) ? usageReading({ metric: 'value', lastDay, days }) : null
  const trend = reading && usageTrend([reading], { rules: DEFAULT_RULES.trend, bookMedian })
  return {
    direction: trend?.direction ?? 'unknown',
    changePercent: trend?.changePercent ?? null,
    netChangePercent: trend?.netChangePercent ?? null,
    before: trend?.before ?? null,
    current: trend?.current ?? null,
    lastDay: Number.isFinite(lastDay) ? isoDay(lastDay) : null,
    daysKnown: days.filter((value) => value !== null).length,
  }
}

const signed = (percent: number): string => `${percent < 0 ? '−' : '+'}${String(Math.abs(percent))}%`

/** `lab trend FILE`: last 28 days against the 28 before, as the analysis sees them. Reads no database and no network. */
export function registerLabTrend(lab: Command): void {
  lab
    .command('trend')
    .argument('<file>', 'CSV or JSON with a column of dates and one of numbers')
    .description('say where a daily series is going: the last 28 days against the 28 before')
    .option('--date <column>', 'the column with the dates; guessed when left out')
    .option('--value <column>', 'the column with the numbers; guessed when left out')
    .option('--as-of <day>', 'look at the series as it stood on a day (YYYY-MM-DD)')
    .option('--book <percent>', 'the median change of all customers, to see the change net of it')
    .action((file: string, { date, value, asOf, book }: Options, command: Command) => {
      const series = seriesOf(readLabFile(file), { ...(date ? { date } : {}), ...(value ? { value } : {}) })
      if (!series)
        return refuse(`${file} has no column of dates beside one of numbers.`, 'Name them with --date and --value.')
      const day = asOf === undefined ? undefined : parseDay(asOf)
      if (asOf !== undefined && day === undefined) return refuse(`"${asOf}" is no day.`, 'Write it as YYYY-MM-DD.')
      const bookMedian = book === undefined ? null : Number(book)
      if (Number.isNaN(bookMedian)) return refuse(`"${String(book)}" is no percentage.`, 'Write it as -22 or 5.')
      const found = labTrend(series, { ...(day === undefined ? {} : { asOf: day }), bookMedian })
      outputOf(command).answer(found, ({ direction, changePercent, lastDay }) =>
        changePercent === null
          ? `Too few days are known for a trend (${String(found.daysKnown)} of ${String(WINDOW_DAYS)}).`
          : `${direction} ${signed(changePercent)} in the 28 days to ${lastDay ?? ''}, against the 28 before.`,
      )
    })
}
