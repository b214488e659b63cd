import fc from 'fast-check'
import { day, isoDay, type Day } from '../src/base/day.ts'
import { CUSTOMER_STATUSES, TICKET_PRIORITIES, TOUCHES } from '../src/spine/words.ts'
import type { TestDatabase } from './database.ts'
import { givenCompany, type GivenCompany } from './given-company.ts'

// Berlin: its small hours are the day before in UTC, and the clocks go forward on the third day.
export const ZONE = 'Europe/Berlin'
export const FIRST = day('2027-03-26')

export const morningOf = (on: Day): string => `${isoDay(on)}T09:00:00.000Z`

/** What the sources remember: a fact is told on its own day the first time, and corrected afterwards. */
export type Memory = {
  readonly firstToldOn: (what: string, today: Day) => Day
  readonly isTold: (what: string) => boolean
}
export type Change = {
  readonly kind: Parameters<GivenCompany['import']>[0]
  readonly record: (today: Day, memory: Memory) => object
}

/** Nothing is remembered yet. */
export function memory(): Memory {
  const told = new Map<string, Day>()
  return {
    firstToldOn: (what, today) => {
      const first = told.get(what) ?? today
      told.set(what, first)
      return first
    },
    isTold: (what) => told.has(what),
  }
}

const customer = fc.constantFrom('elm', 'oak')
const nth = fc.nat(2).map(String)
const ahead = fc.integer({ min: 5, max: 200 })
const amount = fc.nat(90).map((thousands) => thousands * 1000)
let serial = 0
const fresh = (): string => `n${String((serial += 1))}`

const changed = <T>(
  kind: Change['kind'],
  known: fc.Arbitrary<T>,
  record: (known: T, today: Day, memory: Memory) => object,
): fc.Arbitrary<Change> => known.map((given) => ({ kind, record: (today, memory) => record(given, today, memory) }))

/** One change of one kind of fact, as a source tells it on a day. */
export const anyChange: fc.Arbitrary<Change> = fc.oneof(
  changed(
    'customers',
    fc.record({
      externalId: customer,
      arr: amount,
      currency: fc.constantFrom('USD', 'EUR', 'CHF'),
      status: fc.constantFrom(...CUSTOMER_STATUSES),
      touch: fc.constantFrom(...TOUCHES),
      licensedUsers: fc.nat(500),
      segment: fc.constantFrom('retail', 'bank'),
      lifecycleStage: fc.constantFrom('onboarding', 'adopting', 'mature'),
      accountPlan: fc.constantFrom('invest', 'manage'),
      renewalIn: ahead,
    }),
    ({ renewalIn, ...known }, today) => ({ ...known, name: known.externalId, renewalDate: isoDay(today + renewalIn) }),
  ),
  changed(
    'contacts',
    fc.record({ of: customer, nth, role: fc.constantFrom('champion', 'economic-buyer', 'user'), active: fc.boolean() }),
    ({ of, nth: n, ...known }) => ({ ...known, externalId: `${of}-p${n}`, customerExternalId: of, name: 'Noor' }),
  ),
  changed(
    'contracts',
    fc.record({
      of: customer,
      nth,
      value: amount,
      endIn: ahead,
      autoRenew: fc.boolean(),
      noticeDays: fc.constantFrom(0, 30, 60),
      status: fc.constantFrom('active', 'draft', 'cancelled'),
    }),
    ({ of, nth: n, endIn, ...known }, today, { firstToldOn }) => ({
      ...known,
      externalId: `${of}-k${n}`,
      customerExternalId: of,
      startDate: isoDay(firstToldOn(`${of}-k${n}`, today)),
      endDate: isoDay(today + endIn),
    }),
  ),
  changed(
    'renewals',
    fc.record({
      of: customer,
      nth,
      progress: fc.constantFrom('none', 'proposed', 'signed', 'lost'),
      arrAtStake: amount,
    }),
    ({ of, nth: n, ...known }, today) => ({
      ...known,
      externalId: `${of}-r${n}`,
      customerExternalId: of,
      date: isoDay(FIRST + 60),
      closedAt: known.progress === 'signed' || known.progress === 'lost' ? morningOf(today) : null,
    }),
  ),
  changed(
    'opportunities',
    fc.record({ of: customer, nth, won: fc.boolean(), type: fc.constantFrom('Expansion', 'New Business') }),
    ({ of, nth: n, won, type }, today) => ({
      externalId: `${of}-o${n}`,
      customerExternalId: of,
      name: 'More of it',
      type,
      stage: won ? 'Closed Won' : 'Proposal',
      closeDate: isoDay(won ? today : today + 30),
      product: `product-${n}`,
    }),
  ),
  changed(
    'usage',
    fc.record({
      of: customer,
      daysAgo: fc.nat(3),
      metric: fc.constantFrom('active_users', 'logins'),
      value: fc.integer({ min: 1, max: 300 }),
      feature: fc.constantFrom('', 'export', 'sync'),
    }),
    ({ of, daysAgo, ...known }, today, { isTold, firstToldOn }) => {
      const keyOn = (on: Day): string => `${of} ${known.metric} ${known.feature} ${String(on)}`
      const date = isTold(keyOn(today - daysAgo)) ? today - daysAgo : firstToldOn(keyOn(today), today)
      return { ...known, customerExternalId: of, date: isoDay(date) }
    },
  ),
  changed(
    'tickets',
    fc.record({
      of: customer,
      nth,
      priority: fc.constantFrom(...TICKET_PRIORITIES),
      closed: fc.boolean(),
      reopened: fc.boolean(),
    }),
    ({ of, nth: n, closed, ...known }, today, { firstToldOn }) => ({
      ...known,
      externalId: `${of}-t${n}`,
      customerExternalId: of,
      subject: 'Question',
      createdAt: `${isoDay(firstToldOn(`${of}-t${n}`, today))}T07:00:00Z`,
      status: closed ? 'closed' : 'open',
      resolvedAt: closed ? morningOf(today) : null,
    }),
  ),
  changed(
    'engagements',
    fc.record({
      of: customer,
      kind: fc.constantFrom('meeting', 'qbr', 'email', 'call'),
      who: fc.subarray(['Noor', 'Bo']),
    }),
    ({ of, kind, who }, today) => ({
      externalId: fresh(),
      customerExternalId: of,
      kind,
      at: morningOf(today),
      direction: 'outbound',
      attendees: who.join(';'),
    }),
  ),
  changed(
    'events',
    fc.record({ of: customer, signal: fc.constantFrom('leaving', 'champion-left', 'other') }),
    ({ of, signal }, today) => ({
      externalId: fresh(),
      customerExternalId: of,
      kind: 'risk-signal',
      at: morningOf(today),
      data: { kind: signal, severity: 'high' },
    }),
  ),
  changed(
    'invoices',
    fc.record({ of: customer, nth, state: fc.constantFrom('open', 'paid', 'paid on a day', 'void') }),
    ({ of, nth: n, state }, today, { firstToldOn }) => ({
      externalId: `${of}-i${n}`,
      customerExternalId: of,
      date: isoDay(firstToldOn(`${of}-i${n}`, today)),
      dueDate: isoDay(firstToldOn(`${of}-i${n}`, today) + Number(n)),
      amount: 900,
      status: state === 'paid on a day' ? 'paid' : state,
      paidAt: state === 'paid on a day' ? isoDay(today) : null,
    }),
  ),
  changed('products', fc.record({ nth, listPrice: amount }), ({ nth: n, listPrice }) => ({
    externalId: `${listPrice > 30_000 ? 'product' : 'other'}-${n}`,
    name: `${listPrice > 30_000 ? 'product' : 'other'}-${n}`,
    listPrice,
  })),
  changed('rates', fc.constantFrom(1.1, 1.2, 1.3), (rate, today) => ({ currency: 'EUR', day: isoDay(today), rate })),
)

/** A company in Berlin with two customers of whom hardly anything is known yet. */
export async function givenTwoCustomers(db: TestDatabase): Promise<GivenCompany> {
  db.clock.set(new Date(morningOf(FIRST)))
  const company = await givenCompany(db, ZONE)
  await company.import(
    'products',
    ['0', '1', '2'].map((n) => ({ externalId: `product-${n}`, name: `product-${n}`, listPrice: 1 })),
  )
  await company.import(
    'customers',
    ['elm', 'oak'].map((externalId) => ({ externalId, name: externalId, arr: 50_000, customerSince: '2026-01-01' })),
  )
  return company
}
