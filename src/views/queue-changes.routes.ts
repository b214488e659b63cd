import type { Clock } from '../base/clock.ts'
import { day, dayIn } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { companyOf } from './day.store.ts'
import { personCalled } from './person-called.store.ts'
import { GetQueueChanges } from './queue-changes.contract.ts'
import { fatesOf, ordersOn, peopleNamed } from './queue-changes.store.ts'
import { queueChange } from './queue-changes.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const BACKWARDS: Refusal = { kind: 'unprocessable', says: '`from` lies after `to`.' }

/** What changed in the queues between two days. Everybody of the company may read everybody's. */
export function queueChangesRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    act(GetQueueChanges, database, async (tx, { query }) => {
      const person = query.csm === undefined ? ok(null) : await personCalled(tx, query.csm)
      if (!person.ok) return person
      const to = query.to === undefined ? dayIn((await companyOf(tx)).time_zone, clock.now()) : day(query.to)
      const from = query.from === undefined ? to - 1 : day(query.from)
      if (from > to) return err(BACKWARDS)
      const whose = person.value === null ? null : [person.value]
      const before = await ordersOn(tx, whose, from)
      const after = await ordersOn(tx, whose, to)
      const cards = [...before.values(), ...after.values()].flatMap((order) => order.cards)
      const fates = await fatesOf(tx, [...new Set(cards.map(({ executionId }) => executionId))])
      // Whoever never has a card has a day too, of which nothing is to be told.
      const withCards = [...before, ...after].flatMap(([id, order]) => (order.cards.length > 0 ? [id] : []))
      const people = await peopleNamed(tx, whose ?? [...new Set(withCards)])
      const queues = people.map((csm) =>
        queueChange({ csm, before: before.get(csm.id), after: after.get(csm.id), fates }),
      )
      return ok({ queues })
    }),
  ]
}
