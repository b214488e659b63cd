import fc from 'fast-check'
import type { CustomerFacts, OverrideFact } from '../src/stages/analyze/facts.ts'
import { CONTACT_ROLES, CUSTOMER_STATUSES, TICKET_PRIORITIES, TOUCHES } from '../src/spine/words.ts'
import { givenFacts, TODAY } from './given-customer.ts'

const ago = (most: number) => fc.nat(most).map((days) => TODAY - days)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })

const anyTicket = fc.record({
  openedOn: ago(120),
  closedOn: maybe(ago(60)),
  priority: fc.constantFrom(...TICKET_PRIORITIES),
  reopened: fc.boolean(),
  firstReplyHours: maybe(fc.double({ min: 0, max: 300, noNaN: true })),
  resolutionHours: maybe(fc.double({ min: 0, max: 900, noNaN: true })),
  sentiment: maybe(fc.double({ min: -1, max: 1, noNaN: true })),
  leaving: fc.boolean(),
})

const anyMetric = fc.constantFrom('active_users', 'logins', 'key_actions', 'exports')

const anyScatter = fc.record({
  metric: anyMetric,
  lastDay: ago(50),
  days: fc.array(maybe(fc.double({ min: 0, max: 5000, noNaN: true })), { minLength: 0, maxLength: 84 }),
})

/** Twelve weeks as a source sends them: a level, a change in the last four weeks, quiet weekends, days missing here and there. */
const anyCourse = fc
  .record({
    metric: anyMetric,
    lastDay: ago(45),
    level: fc.integer({ min: 1, max: 900 }),
    percent: fc.integer({ min: -70, max: 60 }),
    weekend: fc.constantFrom(0, 0.1, 1),
    everyNthMissing: fc.integer({ min: 5, max: 100 }),
  })
  .map(({ metric, lastDay, level, percent, weekend, everyNthMissing }) => ({
    metric,
    lastDay,
    days: Array.from({ length: 84 }, (_, index) => {
      if (index % everyNthMissing === everyNthMissing - 1) return null
      const value = index < 56 ? level : (level * (100 + percent)) / 100
      return index % 7 < 2 ? value * weekend : value
    }),
  }))

const anyWindow = fc.oneof({ arbitrary: anyCourse, weight: 3 }, { arbitrary: anyScatter, weight: 1 })

/** Customers as the world may send them: everything present or absent, in any mixture. */
export const anyFacts: fc.Arbitrary<CustomerFacts> = fc
  .record({
    status: fc.constantFrom(...CUSTOMER_STATUSES),
    touch: maybe(fc.constantFrom(...TOUCHES)),
    arr: maybe(fc.nat(900_000)),
    licensedUsers: maybe(fc.nat(3000)),
    customerSince: maybe(ago(2000)),
    usage: fc.uniqueArray(anyWindow, { selector: ({ metric }) => metric, maxLength: 4 }),
    features: maybe(fc.record({ lastUsedOn: fc.array(ago(90), { maxLength: 6 }), known: fc.nat(12) })),
    contacts: fc.array(
      fc.record({ role: maybe(fc.constantFrom(...CONTACT_ROLES)), active: fc.boolean(), leftOn: maybe(ago(200)) }),
      { maxLength: 5 },
    ),
    engagement: fc.record({ lastTwoWayOn: maybe(ago(400)), lastQbrOn: maybe(ago(400)), threads: maybe(fc.nat(6)) }),
    tickets: fc.array(anyTicket, { maxLength: 8 }),
    ticketsKnown: fc.boolean(),
    invoices: fc.record({
      paid: maybe(fc.nat(12).chain((count) => fc.record({ count: fc.constant(count), onTime: fc.nat(count) }))),
      oldestOverdueSince: maybe(ago(120)),
      newestOn: maybe(ago(300)),
    }),
    products: maybe(fc.record({ owned: fc.nat(5), known: fc.nat(9) })),
    openExpansion: maybe(fc.record({ on: ago(60) })),
    pulse: maybe(fc.record({ colour: fc.constantFrom('green', 'amber', 'red'), on: ago(60) })),
    riskSignals: fc.array(
      fc.record({
        kind: fc.constantFrom('leaving', 'sponsor-left', '__proto__', 'other'),
        severity: fc.constant('high'),
        on: ago(90),
      }),
      { maxLength: 3 },
    ),
  })
  .map((known) => givenFacts(known))

/** In force, over, or not begun on a day. */
export const anyOverride: fc.Arbitrary<OverrideFact> = fc.record({
  figure: fc.constantFrom('health', 'risk'),
  value: fc.nat(100),
  reason: fc.constant(''),
  by: fc.constant(''),
  from: fc.integer({ min: TODAY - 120, max: TODAY + 30 }),
  until: fc.integer({ min: TODAY - 60, max: TODAY + 90 }),
})
