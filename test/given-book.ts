import { isoDay } from '../src/base/day.ts'
import { usageRows, type GivenCompany } from './given-company.ts'

/** What differs from a customer of 80,000 with 100 seats that 60 use a day, met last week. */
export type BookEntry = {
  readonly renewsIn: number
  readonly owner?: string
  readonly plan?: 'invest' | 'expand' | 'manage' | 'monitor'
  readonly arr?: number
  readonly currency?: string
  /** Seats in use a day: until four weeks ago, and since. */
  readonly usage?: readonly [before: number, now: number]
  /** Days since the last day of usage. */
  readonly silentFor?: number
  readonly lastReview?: number
  readonly autoRenew?: boolean
  readonly championLeft?: boolean
  readonly urgentTickets?: number
}

/** Many customers by their names, each kind of record in one import. */
export async function givenBook(company: GivenCompany, book: Readonly<Record<string, BookEntry>>): Promise<void> {
  const today = company.today()
  const each = Object.entries(book)
  if (each.length === 0) return
  await company.import(
    'customers',
    each.map(([name, { owner = 'ada', plan = 'manage', arr = 80_000, currency = 'USD' }]) => ({
      externalId: name,
      name,
      arr,
      currency,
      accountPlan: plan,
      touch: 'mid',
      ownerEmail: `${owner}@example.org`,
      licensedUsers: 100,
      status: 'active',
      lifecycleStage: 'mature',
      customerSince: isoDay(today - 800),
    })),
  )
  await company.import(
    'contracts',
    each.map(([name, { renewsIn, arr = 80_000, currency = 'USD', autoRenew = false }]) => ({
      externalId: `${name}-contract`,
      customerExternalId: name,
      startDate: isoDay(today + renewsIn - 364),
      endDate: isoDay(today + renewsIn),
      termMonths: 12,
      value: arr,
      currency,
      autoRenew,
      ...(autoRenew ? { noticeDays: 30 } : {}),
    })),
  )
  await company.import(
    'contacts',
    each.flatMap(([name, { championLeft = false }]) => [
      {
        externalId: `${name}-champion`,
        customerExternalId: name,
        name: 'Noor',
        role: 'champion',
        active: !championLeft,
      },
      { externalId: `${name}-buyer`, customerExternalId: name, name: 'Bo', role: 'economic-buyer' },
    ]),
  )
  await company.import(
    'engagements',
    each.map(([name, { lastReview = 7 }]) => ({
      externalId: `${name}-review`,
      customerExternalId: name,
      kind: 'qbr',
      at: `${isoDay(today - lastReview)}T10:00:00Z`,
      attendees: 'Noor;Bo;Cy',
    })),
  )
  const tickets = each.flatMap(([name, { urgentTickets = 0 }]) =>
    Array.from({ length: urgentTickets }, (_, index) => ({
      externalId: `${name}-ticket-${String(index)}`,
      customerExternalId: name,
      subject: 'The export fails',
      priority: 'urgent',
      status: 'open',
      createdAt: `${isoDay(today - 2)}T08:00:00Z`,
    })),
  )
  if (tickets.length > 0) await company.import('tickets', tickets)
  await company.import(
    'usage',
    each.flatMap(([name, { usage: [before, now] = [60, 60], silentFor = 1 }]) => [
      ...usageRows(name, { from: today - 83, to: today - 29, value: before }),
      ...usageRows(name, { from: today - 28, to: today - silentFor, value: now }),
    ]),
  )
}
