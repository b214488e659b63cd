import fc from 'fast-check'
import { isoDay, type Day } from '../src/base/day.ts'
import { ticketSignals } from '../src/stages/analyze/sentiment.ts'
import { CUSTOMER_STATUSES, TOUCHES } from '../src/spine/words.ts'
import { anyActivity } from './any-activity.ts'
import { ahead, amount, changed, customer, FIRST, morningOf, nth, ZONE, type Change } from './change.ts'
import type { TestDatabase } from './database.ts'
import { givenCompany, type GivenCompany } from './given-company.ts'

const owner = fc.constantFrom('ada', 'bea')

const anyRecord: fc.Arbitrary<Change> = fc.oneof(
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
      who: owner,
    }),
    ({ renewalIn, who, ...known }, today) => ({
      ...known,
      name: known.externalId,
      ownerEmail: `${who}@example.org`,
      renewalDate: isoDay(today + renewalIn),
    }),
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
      contracts: fc.subarray(['0', '1', '2']),
    }),
    ({ of, nth: n, contracts, ...known }, today) => ({
      ...known,
      contractExternalIds: contracts.map((k) => `${of}-k${k}`).join(';'),
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
  changed('products', fc.record({ nth, listPrice: amount }), ({ nth: n, listPrice }) => ({
    externalId: `${listPrice > 30_000 ? 'product' : 'other'}-${n}`,
    name: `${listPrice > 60_000 ? 'new' : 'old'}-${listPrice > 30_000 ? 'product' : 'other'}-${n}`,
    listPrice,
  })),
  changed(
    'rates',
    fc.record({ daysAgo: fc.nat(3), rate: fc.constantFrom(1.1, 1.2, 1.3) }),
    ({ daysAgo, rate }, today, { isTold, firstToldOn }) => {
      const keyOn = (on: Day): string => `rate ${String(on)}`
      const on = isTold(keyOn(today - daysAgo)) ? today - daysAgo : firstToldOn(keyOn(today), today)
      return { currency: 'EUR', day: isoDay(on), rate }
    },
  ),
  changed(
    'users',
    fc.record({ who: owner, active: fc.boolean(), away: fc.boolean(), capacity: fc.nat(20) }),
    ({ who, active, away, capacity }, today) => ({
      externalId: who,
      name: who,
      email: `${who}@example.org`,
      role: 'csm',
      active,
      capacity,
      absences: away ? [{ from: isoDay(today), to: isoDay(today + 9) }] : [],
    }),
  ),
)

/** One change of one kind of fact, as a source tells it on a day. */
export const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: anyRecord, weight: 7 },
  { arbitrary: anyActivity, weight: 6 },
)

/** A company in Berlin with two customers of whom hardly anything is known yet. */
export async function givenTwoCustomers(db: TestDatabase): Promise<GivenCompany> {
  db.clock.set(new Date(morningOf(FIRST)))
  const company = await givenCompany({ ...db, readTicket: ticketSignals }, ZONE)
  // Who owns customers is here from the beginning: a name that is found later is no new version of who is called by it.
  await company.import(
    'users',
    ['ada', 'bea'].map((name) => ({ externalId: name, name, email: `${name}@example.org`, role: 'csm' })),
  )
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
