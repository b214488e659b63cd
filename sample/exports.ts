import type { Day } from '../src/base/day.ts'
import { productRecords, rateRecords, userRecords } from './people.ts'
import { together, type RecordKind, type Records, type SampleRecord } from './records.ts'
import type { CompanyStory } from './story.ts'
import { earlierRecords, storyRecords } from './telling.ts'

export type Export = { readonly kind: RecordKind; readonly records: readonly SampleRecord[] }

/** What comes before what refers to it. */
const ORDER: readonly RecordKind[] = [
  'users',
  'rates',
  'products',
  'customers',
  'contacts',
  'contracts',
  'renewals',
  'opportunities',
  'usage',
  'tickets',
  'engagements',
  'events',
  'invoices',
  'surveys',
]

/**
 * A company's exports in the order in which they are imported. Records that have changed in the past come several times, the oldest
 * state first, as a nightly export would have brought them.
 */
export function exportsOf(
  company: CompanyStory,
  options: { readonly today: Day; readonly usageDays?: number },
): Export[] {
  const telling = { company, ...options }
  const now = together([
    ...company.stories.map((story) => storyRecords(story, telling)),
    {
      users: userRecords(company, options.today),
      rates: rateRecords(company, options.today),
      products: productRecords(company),
    },
  ])
  const before = company.stories.map((story) => earlierRecords(story, telling))
  const steps = Math.max(...before.map((parts) => parts.length))
  const earlier: Records[] = Array.from({ length: steps }, (_, step) =>
    together(before.flatMap((parts) => parts.slice(step, step + 1))),
  )
  return ORDER.flatMap((kind) => [...earlier, now].map((records) => ({ kind, records: records[kind] }))).filter(
    ({ records }) => records.length > 0,
  )
}
