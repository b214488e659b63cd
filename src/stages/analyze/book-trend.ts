import { BOOK_MINIMUM_CUSTOMERS } from './analyze.defaults.ts'
import type { BookTrend } from './analysis.ts'

/** What the whole book did: the median of its customers' changes in percent; unknown for a book too small to have a mood. */
export function bookTrend(changes: readonly number[]): BookTrend {
  const customers = changes.length
  if (customers < BOOK_MINIMUM_CUSTOMERS) return { medianChangePercent: null, customers }
  const sorted = Float64Array.from(changes).sort()
  const middle = customers >> 1
  const upper = sorted[middle] ?? 0
  const median = customers % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
  return { medianChangePercent: Math.round(median * 10) / 10 || 0, customers }
}
