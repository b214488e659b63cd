import type { Day } from '../base/day.ts'
import type { BookTrend } from '../stages/analyze/analysis.ts'
import { bookTrend } from '../stages/analyze/book-trend.ts'
import type { AnalysisConfiguration } from '../stages/analyze/configuration.ts'
import type { UsageWindow } from '../stages/analyze/facts.ts'
import { usageReading, usageTrend } from '../stages/analyze/trend.ts'

type Scale = { readonly day: Day; readonly configuration: AnalysisConfiguration }

/** The book's movement from a sample's windows, one entry per customer, by the rules of the profile that holds for everybody else. */
export function sampleTrend(sample: readonly (readonly UsageWindow[])[], { day, configuration }: Scale): BookTrend {
  const rules = configuration.profiles.at(-1)?.rules
  if (!rules) return bookTrend([])
  const oldest = day - rules.freshness.usageDays
  const changes = sample.flatMap((windows) => {
    const readings = windows.flatMap((window) => usageReading(window) ?? []).filter(({ lastDay }) => lastDay >= oldest)
    const trend = usageTrend(readings, { rules: rules.trend, bookMedian: null })
    return trend ? [trend.changePercent] : []
  })
  return bookTrend(changes)
}
