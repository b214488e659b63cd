import type { Day } from '../../base/day.ts'
import type { UsageTrend } from './analysis.ts'
import type { UsageWindow } from './facts.ts'
import type { Rules } from './rules.contract.ts'

// Four whole weeks: every weekday occurs four times in each window, so weekends cancel out.
const WINDOW_DAYS = 28
const WEEK = 7

/** One metric's two windows of 28 days, reduced to what trend and utilization need. */
export type UsageReading = {
  readonly metric: string
  /** The last day with a value; the windows count back from it, so that waiting alone changes nothing. */
  readonly lastDay: Day
  /** Sums over the weekdays known in both windows of the weekday's median in each. */
  readonly before: number
  readonly current: number
  /** Values behind the sums, in the window that has fewer. */
  readonly known: number
  /** The busiest weekday's median in the current window; null: no value in it. */
  readonly level: number | null
}

/** The known values of one weekday in one window, at most four; one buffer for all, since two million are looked at in a night. */
const week = new Float64Array(WINDOW_DAYS / WEEK)

/** Fills `week` in ascending order and says how many values are known. */
function readWeekday(days: readonly (number | null)[], newest: number): number {
  let known = 0
  for (let index = newest; index > newest - WINDOW_DAYS; index -= WEEK) {
    const value = days[index]
    if (value === null || value === undefined || !Number.isFinite(value)) continue
    let place = known
    for (; place > 0 && (week[place - 1] ?? 0) > value; place -= 1) week[place] = week[place - 1] ?? 0
    week[place] = value
    known += 1
  }
  return known
}

/** The median of the first `known` values of `week`. */
function weekMedian(known: number): number {
  const upper = week[known >> 1] ?? 0
  return known % 2 === 1 ? upper : ((week[(known >> 1) - 1] ?? 0) + upper) / 2
}

// Ten-thousandths keep a stored reading short; a trend is used to a tenth of a percent.
const short = (value: number): number => (Math.abs(value) < 1e11 ? Math.round(value * 10_000) / 10_000 : value)

/**
 * Reads one window of daily values (oldest first, null: unknown). Null when nothing is known.
 * Weekday against like weekday, each by its median: one outlier in four does no harm, a gap leaves its weekday out on both sides.
 */
export function usageReading(window: UsageWindow): UsageReading | null {
  const { days } = window
  let end = days.length - 1
  while (end >= 0 && !Number.isFinite(days[end] ?? Number.NaN)) end -= 1
  if (end < 0) return null
  let [before, current, knownBefore, knownCurrent] = [0, 0, 0, 0]
  let level: number | null = null
  for (let offset = 0; offset < WEEK; offset += 1) {
    const known = readWeekday(days, end - offset)
    if (known === 0) continue
    const median = weekMedian(known)
    if (level === null || median > level) level = median
    const knownThen = readWeekday(days, end - offset - WINDOW_DAYS)
    if (knownThen === 0) continue
    current += median
    before += weekMedian(knownThen)
    knownCurrent += known
    knownBefore += knownThen
  }
  return {
    metric: window.metric,
    lastDay: window.lastDay - (days.length - 1 - end),
    before: short(before),
    current: short(current),
    known: Math.min(knownBefore, knownCurrent),
    level: level === null ? null : short(level),
  }
}

/** A rise from nothing has no percentage; it is shown and used as this much. */
const MOST_PERCENT = 999

/** Change in percent to a tenth; null with too little data. A fall cannot pass 100 %. */
function changeOf(reading: UsageReading, minimumDays: number): number | null {
  if (reading.known < minimumDays) return null
  if (reading.before <= 0) return reading.current > 0 ? MOST_PERCENT : 0
  const percent = Math.round(((reading.current - reading.before) / reading.before) * 1000) / 10
  return Math.max(-100, Math.min(MOST_PERCENT, percent)) || 0
}

/** The reading that speaks for the customer: in the configured order, else the metric with the most known days (ties by name). */
function leading(readings: readonly UsageReading[], rules: Rules['trend']): UsageReading | null {
  const usable = readings.filter(({ known }) => known >= rules.minimumDays)
  for (const metric of rules.metrics) {
    const found = usable.find((reading) => reading.metric === metric)
    if (found) return found
  }
  return usable.reduce<UsageReading | null>(
    (best, reading) =>
      best === null || reading.known > best.known || (reading.known === best.known && reading.metric < best.metric)
        ? reading
        : best,
    null,
  )
}

/**
 * Last 28 days against the 28 before. Null: no metric has enough data.
 * Beyond the configured movement of the book's median the change is also given, and its direction told, net of it (in points of percent).
 */
export function usageTrend(
  readings: readonly UsageReading[],
  { rules, bookMedian }: { rules: Rules['trend']; bookMedian: number | null },
): UsageTrend | null {
  const reading = leading(readings, rules)
  const changePercent = reading && changeOf(reading, rules.minimumDays)
  if (!reading || changePercent === null) return null
  const moved = bookMedian !== null && Math.abs(bookMedian) > rules.bookPercent
  const netChangePercent = moved ? Math.round((changePercent - bookMedian) * 10) / 10 : null
  const used = netChangePercent ?? changePercent
  return {
    metric: reading.metric,
    changePercent,
    netChangePercent,
    direction: Math.abs(used) <= rules.deadBandPercent ? 'flat' : used > 0 ? 'up' : 'down',
    current: reading.current,
    before: reading.before,
    lastDay: reading.lastDay,
  }
}

/** The change that rules use: net of the book where the book moved. */
export const usedChange = (trend: UsageTrend): number => trend.netChangePercent ?? trend.changePercent
