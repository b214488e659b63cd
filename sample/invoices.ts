import { isoDay, type Day } from '../src/base/day.ts'
import { slugOf, told, type SampleRecord } from './records.ts'
import type { Story } from './story.ts'

/** Eighteen months. */
const DAYS_BACK = 540
const TERMS_DAYS = 30
/** On an ordinary invoice the money comes this many days before the due date; on a late one so many after. */
const EARLY_DAYS = 4
const LATE_DAYS = 17

/** The invoices of eighteen months, the newest first; what is not told as overdue or late was paid on time. */
export function invoiceRecords(
  { customer, invoices }: Story,
  { currency, today }: { currency: string; today: Day },
): SampleRecord[] {
  if (!invoices) return []
  const customerExternalId = slugOf(customer.name)
  const newest = newestDueAgo(invoices.overdueDays, invoices.every)
  const until = Math.min(DAYS_BACK, customer.sinceDaysAgo ?? DAYS_BACK)
  const dueAgo: number[] = []
  for (let ago = newest; ago + TERMS_DAYS <= until; ago += invoices.every) dueAgo.push(ago)
  let late = invoices.late ?? 0
  return dueAgo.map((ago, index) => {
    const overdue = index === 0 && invoices.overdueDays !== undefined
    const open = overdue || ago < LATE_DAYS
    const isLate = !open && late > 0
    if (isLate) late -= 1
    return told({
      externalId: `${customerExternalId}-invoice-${isoDay(today - ago)}`,
      customerExternalId,
      date: isoDay(today - ago - TERMS_DAYS),
      dueDate: isoDay(today - ago),
      amount: invoices.amount,
      currency: invoices.currency ?? currency,
      status: open ? 'open' : 'paid',
      paidAt: open ? undefined : isoDay(today - ago + (isLate ? LATE_DAYS : -EARLY_DAYS)),
    })
  })
}

/** Days since the newest invoice was due; negative: it is due only in the days to come. */
const newestDueAgo = (overdueDays: number | undefined, every: number): number =>
  overdueDays ?? (every >= 365 ? 120 : every >= 90 ? 45 : -12)
