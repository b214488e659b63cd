import { askerOf, ownedCustomer } from '../access/asker.store.ts'
import { recordAudit } from '../access/audit.store.ts'
import { companyById } from '../access/companies.store.ts'
import { can } from '../access/policies.ts'
import type { Actor } from '../base/actor.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, type Day } from '../base/day.ts'
import { err, ok, type Result } from '../base/result.ts'
import { roundHundredth } from '../base/round.ts'
import { act } from '../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Caller, type ReplyOf, type Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { analysisOn } from '../stages/analyze/history.store.ts'
import { analysisReply } from '../stages/analyze/presented.ts'
import { endOverride, notePulse, setOverride } from '../stages/analyze/said.store.ts'
import { becauseSentence } from '../stages/determine/because.ts'
import { raiseFacts } from '../stages/ingest/import/merge.store.ts'
import { analyzeCustomer } from './analyze-customer.ts'
import { AnalyzeCustomer, EndOverride, NotePulse, SetOverride } from './customer.contract.ts'
import { runsNamed, type NamedRun } from './customer.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const NOT_YOURS: Refusal = {
  kind: 'forbidden',
  says: 'This customer is somebody else’s; its owner or a manager may do this.',
}

/** What somebody does to one customer's figures between the runs. Each looks at the customer anew, in the same transaction. */
export function customerRoutes({ database, clock }: Deps): readonly Route[] {
  const begin = async (tx: Tx, { caller, id, action }: Beginning): Promise<Result<Acting, Refusal>> => {
    const company = await companyById(tx, caller.companyId)
    const owned = await ownedCustomer(tx, id)
    if (!company || !owned) return err(UNKNOWN)
    const now = clock.now()
    const today = dayIn(company.timeZone, now)
    const may = can(await askerOf(tx, caller, today), 'customer', owned)
    if (!may.includes(action)) return err(NOT_YOURS)
    return ok({ companyId: company.id, customerId: id, actor: actorOf(caller), can: [...may], now, today })
  }
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

type Beginning = { readonly caller: Caller; readonly id: string; readonly action: string }

type Acting = {
  readonly companyId: string
  readonly customerId: string
  readonly actor: Actor
  readonly can: string[]
  readonly now: Date
  readonly today: Day
}

type Said = { readonly action: string; readonly detail: Readonly<Record<string, unknown>> }

/** What people say of a customer is a fact: it raises the version of what is known, so that no run passes it over. */
async function heard(tx: Tx, { customerId, actor }: Acting, { action, detail }: Said): Promise<void> {
  await raiseFacts(tx, 'select $1::uuid as customer_id', [customerId])
  await recordAudit(tx, { actor, action, object: 'customer', objectId: customerId, detail })
}

async function anew(tx: Tx, acting: Acting, cause: string): Promise<ReplyOf<typeof AnalyzeCustomer>> {
  const { customerId, today } = acting
  const done = await analyzeCustomer(tx, { ...acting, cause })
  const kept = await analysisOn(tx, customerId, today)
  if (!kept) throw new Error(`The analysis of ${customerId} was not kept`)
  const runs = await runsNamed(tx, [...done.openedIds, ...done.closedIds])
  const told = (ids: readonly string[], because: (run: NamedRun) => string) =>
    runs.filter(({ id }) => ids.includes(id)).map((run) => runReply(run, because(run)))
  return {
    analysis: analysisReply({ customerId, ...kept }, today),
    isNew: done.isNew,
    opened: told(done.openedIds, ({ because }) => becauseSentence(because)),
    closed: told(done.closedIds, ({ closedBecause }) => (closedBecause ?? '').replaceAll(/[-_]/g, ' ')),
    can: acting.can,
  }
}

const runReply = ({ id, workflowId, status, assignedTo }: NamedRun, because: string) => ({
  id,
  workflow: { id: workflowId, title: workflowNamed(workflowId)?.title ?? workflowId },
  status,
  because,
  assignedTo,
})
