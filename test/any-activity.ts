import fc from 'fast-check'
import { isoDay, type Day } from '../src/base/day.ts'
import { TICKET_PRIORITIES } from '../src/spine/words.ts'
import { changed, customer, fresh, morningOf, nth, type Change } from './change.ts'

/** A new record each time, or one of a few that are told again with something else in them. */
const which = fc.option(nth, { nil: null })
const idOf = (of: string, n: string | null): string => (n === null ? fresh() : `${of}-${n}`)

/** One change of what customers do, as a source tells it on a day. */
export const anyActivity: fc.Arbitrary<Change> = fc.oneof(
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
      subject: fc.constantFrom('Question', 'This is terrible and we are unhappy', 'We will cancel', 'Great, thank you'),
    }),
    ({ of, nth: n, closed, ...known }, today, { firstToldOn }) => ({
      ...known,
      externalId: `${of}-t${n}`,
      customerExternalId: of,
      createdAt: `${isoDay(firstToldOn(`${of}-t${n}`, today))}T07:00:00Z`,
      status: closed ? 'closed' : 'open',
      resolvedAt: closed ? morningOf(today) : null,
    }),
  ),
  changed(
    'engagements',
    fc.record({
      of: customer,
      which,
      kind: fc.constantFrom('meeting', 'qbr', 'email', 'call'),
      who: fc.subarray(['Noor', 'Bo']),
    }),
    ({ of, which: n, kind, who }, today, { firstToldOn }) => {
      const externalId = idOf(of, n)
      return {
        externalId,
        customerExternalId: of,
        kind,
        at: morningOf(firstToldOn(`engagement ${externalId}`, today)),
        direction: 'outbound',
        attendees: who.join(';'),
      }
    },
  ),
  changed(
    'events',
    fc.record({ of: customer, which, signal: fc.constantFrom('leaving', 'champion-left', 'other') }),
    ({ of, which: n, signal }, today, { firstToldOn }) => {
      const externalId = idOf(of, n)
      return {
        externalId,
        customerExternalId: of,
        kind: 'risk-signal',
        at: morningOf(firstToldOn(`event ${externalId}`, today)),
        data: { kind: signal, severity: 'high' },
      }
    },
  ),
  changed(
    'surveys',
    fc.record({ of: customer, which, score: fc.nat(10) }),
    ({ of, which: n, score }, today, { firstToldOn }) => {
      const externalId = idOf(of, n)
      const at = morningOf(firstToldOn(`survey ${externalId}`, today))
      return { externalId, customerExternalId: of, kind: 'nps', score, at }
    },
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
)
