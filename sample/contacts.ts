import { isoDay, type Day } from '../src/base/day.ts'
import { instantOn } from './days.ts'
import { slugOf, told, type SampleRecord } from './records.ts'
import type { Story } from './story.ts'

/** Eighteen months. */
const DAYS_KNOWN = 540

export const contactId = (customerExternalId: string, name: string): string => `${customerExternalId}-${slugOf(name)}`

/** `Anna Müller` at `nordwind.example` → `anna.muller@nordwind.example`. */
export const emailOf = (name: string, domain: string): string => `${slugOf(name).replaceAll('-', '.')}@${domain}`

export const domainOf = ({ customer }: Story): string => customer.domain ?? `${slugOf(customer.name)}.example`

/** The people as they are now; `earlier` as they were before somebody left. */
export function contactRecords(story: Story, today: Day): { now: SampleRecord[]; earlier: SampleRecord[] } {
  const customerExternalId = slugOf(story.customer.name)
  const since = today - (story.customer.sinceDaysAgo ?? DAYS_KNOWN)
  const known = (story.contacts ?? []).map((contact) => ({
    leftOn: contact.leftDaysAgo === undefined ? undefined : today - contact.leftDaysAgo,
    record: {
      externalId: contactId(customerExternalId, contact.name),
      customerExternalId,
      name: contact.name,
      email: emailOf(contact.name, domainOf(story)),
      title: contact.title,
      role: contact.role,
      phone: contact.phone,
      optedOut: contact.optedOut,
    },
  }))
  return {
    now: known.map(({ record, leftOn }) =>
      told({
        ...record,
        active: leftOn === undefined,
        leftOn: leftOn === undefined ? undefined : isoDay(leftOn),
        updatedAt: instantOn(leftOn ?? since, 14),
      }),
    ),
    earlier: known.flatMap(({ record, leftOn }) =>
      leftOn === undefined
        ? []
        : [told({ ...record, active: true, updatedAt: instantOn(Math.min(since, leftOn - 1), 14) })],
    ),
  }
}
