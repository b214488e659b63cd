import { askerAt, ownedCustomer } from '../access/asker.store.ts'
import { recordAudit } from '../access/audit.store.ts'
import { can } from '../access/policies.ts'
import type { Actor } from '../base/actor.ts'
import type { Clock } from '../base/clock.ts'
import type { Day } from '../base/day.ts'
import { err, ok, type Result } from '../base/result.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Caller, type ReplyOf } from '../platform/http/route.ts'
import type { Tx } from '../platform/postgres.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import { analysisOn } from '../stages/analyze/history.store.ts'
import { analysisReply } from '../stages/analyze/presented.ts'
import { becauseSentence } from '../stages/determine/because.ts'
import { raiseFacts } from '../spine/facts-version.store.ts'
import { analyzeCustomer } from './analyze-customer.ts'
import type { AnalyzeCustomer } from './customer.contract.ts'
import { runsNamed, type NamedRun } from './customer.store.ts'

const NOT_YOURS: Refusal = {
  kind: 'forbidden',
  says: 'This customer is somebody else’s; its owner or a manager may do this.',
}

type Beginning = {
  readonly caller: Caller
  readonly clock: Clock
  readonly customerId: string
  readonly action: string
}

/** Somebody who may do something with one customer, on a day. */
export type Acting = {
  readonly companyId: string
  readonly customerId: string
  readonly ownerId: string | null
  readonly actor: Actor
  readonly can: string[]
  readonly now: Date
  readonly today: Day
}

/** Who asks, where he may do this with the customer. */
export async function beginning(tx: Tx, asked: Beginning): Promise<Result<Acting, Refusal>> {
  const { caller, clock, customerId, action } = asked
  const owned = await ownedCustomer(tx, customerId)
  if (!owned) return err(UNKNOWN)
  const now = clock.now()
  const { asker, today } = await askerAt(tx, caller, now)
  const may = can(asker, 'customer', owned)
  if (!may.includes(action)) return err(NOT_YOURS)
  const { ownerId } = owned
  const { companyId } = caller
  return ok({ companyId, customerId, ownerId, actor: actorOf(caller), can: [...may], now, today })
}

type Said = { readonly action: string; readonly detail: Readonly<Record<string, unknown>> }

/** What people say of a customer is a fact: it raises the version of what is known, so that no run passes it over. */
export async function heard(tx: Tx, { customerId, actor }: Acting, { action, detail }: Said): Promise<void> {
  await raiseFacts(tx, 'select $1::uuid as customer_id', [customerId])
  await recordAudit(tx, { actor, action, object: 'customer', objectId: customerId, detail })
}

/** Looks at the customer as the daily run does: what it comes to, and what became due or was settled by it. */
export async function anew(tx: Tx, acting: Acting, cause: string): Promise<ReplyOf<typeof AnalyzeCustomer>> {
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
