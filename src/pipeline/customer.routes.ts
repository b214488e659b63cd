import type { Clock } from '../base/clock.ts'
import { isoDay } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { roundHundredth } from '../base/round.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import type { Caller, Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { endOverride, notePulse, setOverride } from '../stages/analyze/said.store.ts'
import { AnalyzeCustomer, EndOverride, NotePulse, SetOverride } from './customer.contract.ts'
import { anew, beginning, heard } from './on-customer.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

/** What somebody does to one customer's figures between the runs. Each looks at the customer anew, in the same transaction. */
export function customerRoutes({ database, clock }: Deps): readonly Route[] {
  const begin = (tx: Tx, { id, ...asked }: Asked) => beginning(tx, { ...asked, clock, customerId: id })
  return [
    act(AnalyzeCustomer, database, async (tx, { params, caller }) => {
      const begun = await begin(tx, { caller, id: params.id, action: 'act' })
      return begun.ok ? ok(await anew(tx, begun.value, 'asked')) : begun
    }),
    act(SetOverride, database, async (tx, { params, body, caller }) => {
      const begun = await begin(tx, { caller, id: params.id, action: 'override' })
      if (!begun.ok) return begun
      const { customerId, actor, today } = begun.value
      const value = roundHundredth(body.value)
      const until = today + body.days
      const id = await setOverride(tx, { ...body, customerId, value, from: today, until }, actor)
      const { figure, reason, note } = body
      const override = { id, figure, value, reason, note, by: actor.name, from: isoDay(today), until: isoDay(until) }
      await heard(tx, begun.value, { action: 'override', detail: override })
      return ok({ ...(await anew(tx, begun.value, 'override')), override })
    }),
    act(EndOverride, database, async (tx, { params, caller }) => {
      const begun = await begin(tx, { caller, id: params.id, action: 'override' })
      if (!begun.ok) return begun
      const { customerId, today } = begun.value
      const ended = await endOverride(tx, { customerId, figure: params.figure, on: today })
      if (ended === undefined) return err(UNKNOWN)
      await heard(tx, begun.value, { action: 'end-override', detail: { id: ended, figure: params.figure } })
      return ok(await anew(tx, begun.value, 'override'))
    }),
    act(NotePulse, database, async (tx, { params, body, caller }) => {
      const begun = await begin(tx, { caller, id: params.id, action: 'act' })
      if (!begun.ok) return begun
      const { customerId, actor, today } = begun.value
      const id = await notePulse(tx, { ...body, customerId, day: today }, actor)
      const pulse = { id, ...body, by: actor.name, day: isoDay(today) }
      await heard(tx, begun.value, { action: 'pulse', detail: pulse })
      return ok({ ...(await anew(tx, begun.value, 'pulse')), pulse })
    }),
  ]
}

type Asked = { readonly caller: Caller; readonly id: string; readonly action: string }
