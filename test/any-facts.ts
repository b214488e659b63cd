import fc from 'fast-check'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
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

const anyWindow = fc.record({
  metric: fc.constantFrom('active_users', 'logins', 'key_actions', 'exports'),
  lastDay: ago(50),
  days: fc.array(maybe(fc.double({ min: 0, max: 5000, noNaN: true })), { minLength: 0, maxLength: 84 }),
})

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
