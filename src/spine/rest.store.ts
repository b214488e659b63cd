import { recordAudit } from '../access/audit.store.ts'
import { isoDay } from '../base/day.ts'
import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'
import { amongCustomers, customersParameter, type Customers } from './among-customers.store.ts'
import { raiseFacts } from './facts-version.store.ts'
import type { NewRest, Rest, RestInput } from './rest.ts'

/** The rests of these customers: the newest of each scope, unless it was woken. Customers without one are not in the map. */
export async function restsOf(tx: Tx, customers: Customers): Promise<ReadonlyMap<string, Rest[]>> {
  const rows = await tx.rows<Rest & { woken: boolean }>(
    `select distinct on (customer_id, family, scope) id, customer_id as "customerId", family, scope, reason, from_day as "from",
            until_day as until, until_changed as "whileUnchanged", woken_at is not null as woken
       from trigger_rests where ${amongCustomers(customers, 'customer_id')}
      order by customer_id, family, scope, from_day desc, created_at desc, id desc`,
    [customersParameter(customers)],
  )
  const resting = rows.filter((row) => !row.woken).map(({ woken: _, ...rest }): Rest => rest)
  return Map.groupBy(resting, (rest) => rest.customerId)
}

/** Begins rests, all in one statement. */
export async function saveRests(tx: Tx, rests: readonly NewRest[]): Promise<number> {
  if (rests.length === 0) return 0
  const rows = rests.map((rest) => ({
    ...rest,
    from: isoDay(rest.from),
    until: rest.until === null ? null : isoDay(rest.until),
  }))
  return tx.run(
    `insert into trigger_rests (company_id, customer_id, family, scope, reason, from_day, until_day, until_changed, execution_id)
     select app.company_id(), r."customerId", r.family, r.scope, r.reason, r."from", r.until, r."whileUnchanged", r."executionId"
       from json_to_recordset($1::json) as r("customerId" uuid, family text, scope text, reason text, "from" date, until date,
         "whileUnchanged" json, "executionId" uuid)`,
    [JSON.stringify(rows)],
  )
}

/** Stores what rests remember beyond their beginning. */
export async function noteRests(
  tx: Tx,
  notes: readonly { readonly restId: string; readonly whileUnchanged: RestInput }[],
): Promise<number> {
  if (notes.length === 0) return 0
  return tx.run(
    `update trigger_rests rest set until_changed = n.input::json from unnest($1::uuid[], $2::text[]) as n(id, input)
      where rest.company_id = app.company_id() and rest.id = n.id`,
    [notes.map((note) => note.restId), notes.map((note) => JSON.stringify(note.whileUnchanged))],
  )
}

/** Ends a rest before its time: what rested is due again. False: there is none of this id, or it was woken already. */
export async function wakeRest(tx: Tx, restId: string, actor: Actor): Promise<boolean> {
  const woken = await tx.row<{ customerId: string }>(
    `update trigger_rests set woken_at = app.now(), woken_by = $2 where id = $1 and woken_at is null returning customer_id as "customerId"`,
    [restId, actor.name],
  )
  if (!woken) return false
  await raiseFacts(tx, 'select $1::uuid as customer_id', [woken.customerId])
  await recordAudit(tx, { actor, action: 'wake', object: 'rest', objectId: restId })
  return true
}
