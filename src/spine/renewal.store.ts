import { isoDay } from '../base/day.ts'
import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'

/** What contracts (or the customer's own record) say about a renewal that no source gives. Amounts in the reporting currency. */
export type DerivedRenewal = {
  readonly date: Day
  readonly decisionDate: Day | null
  readonly arrAtStake: number | null
  readonly contractIds: readonly string[]
}

export type NewRenewal = DerivedRenewal & {
  readonly id: string
  readonly customerId: string
  /** The same for the same renewal on every run. */ readonly key: string
}

const SOURCE = 'derived'

type Listed = DerivedRenewal & { readonly id: string }

const asJson = (renewals: readonly Listed[]): string =>
  JSON.stringify(
    renewals.map((renewal) => ({
      ...renewal,
      date: isoDay(renewal.date),
      decisionDate: renewal.decisionDate === null ? null : isoDay(renewal.decisionDate),
    })),
  )

/** Opens derived renewals; one that is known by its key already is left alone. */
export async function openRenewals(tx: Tx, renewals: readonly NewRenewal[]): Promise<number> {
  if (renewals.length === 0) return 0
  return tx.run(
    `insert into renewals (company_id, id, source, external_id, derived, customer_id, contract_ids, date, decision_date, arr_at_stake, currency)
     select app.company_id(), r.id, '${SOURCE}', r."customerId" || ':' || r.key, true, r."customerId", r."contractIds", r.date, r."decisionDate",
            r."arrAtStake", (select currency from companies where id = app.company_id())
       from json_to_recordset($1::json) as r(id uuid, "customerId" uuid, key text, "contractIds" uuid[], date date, "decisionDate" date,
         "arrAtStake" numeric)
     on conflict do nothing`,
    [asJson(renewals)],
  )
}

/** Follows what the contracts say now. Only open derived renewals: a source's own are the source's to change, and what is closed is history. */
export async function changeRenewals(tx: Tx, renewals: readonly Listed[]): Promise<number> {
  if (renewals.length === 0) return 0
  return tx.run(
    `update renewals set date = r.date, decision_date = r."decisionDate", arr_at_stake = r."arrAtStake", contract_ids = r."contractIds",
            updated_at = app.now(), known_at = app.now()
       from json_to_recordset($1::json) as r(id uuid, "contractIds" uuid[], date date, "decisionDate" date, "arrAtStake" numeric)
      where renewals.company_id = app.company_id() and renewals.id = r.id and renewals.derived and renewals.closed_at is null`,
    [asJson(renewals)],
  )
}

export type RenewalClosing = {
  readonly renewalId: string
  readonly progress: 'signed' | 'lost'
  /** By silence, not by a signature. */ readonly auto: boolean
}

/** Closes renewals, from whatever source, that are still open. */
export async function closeRenewals(tx: Tx, closings: readonly RenewalClosing[]): Promise<number> {
  if (closings.length === 0) return 0
  return tx.run(
    `update renewals set progress = c.progress, auto_signed = c.auto, closed_at = app.now(),
            category = case c.progress when 'lost' then 'lost' else 'closed' end, updated_at = app.now(), known_at = app.now()
       from unnest($1::uuid[], $2::text[], $3::boolean[]) as c(id, progress, auto)
      where renewals.company_id = app.company_id() and renewals.id = c.id and renewals.closed_at is null`,
    [closings.map((each) => each.renewalId), closings.map((each) => each.progress), closings.map((each) => each.auto)],
  )
}

export type Takeover = {
  /** The renewal that goes. */ readonly from: string
  /** The one that speaks of the same matter from now on. */ readonly to: string
  /** Its open executions are carried over too; false where the other has one of its own. */ readonly withOpen: boolean
}

/** Carries what was done and begun for renewals over to those that take their place, so that nothing comes back that was done. */
export async function takeOverRenewals(tx: Tx, takeovers: readonly Takeover[]): Promise<void> {
  if (takeovers.length === 0) return
  const parameters = [takeovers.map(({ from }) => from), takeovers.map(({ to }) => to)]
  await tx.run(
    `update trigger_rests rest set scope = replace(rest.scope, t."from", t."to")
       from unnest($1::text[], $2::text[]) as t("from", "to")
      where rest.company_id = app.company_id() and rest.family = 'renewal' and rest.scope like 'renewal:' || t."from" || ':%'`,
    parameters,
  )
  await tx.run(
    `update workflow_executions run set renewal_id = t."to", updated_at = app.now()
       from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as t("from", "to", "withOpen")
      where run.company_id = app.company_id() and run.renewal_id = t."from" and (t."withOpen" or run.closed_at is not null)`,
    [...parameters, takeovers.map(({ withOpen }) => withOpen)],
  )
}

/**
 * Takes back open derived renewals that nothing speaks of any more; what nobody began for them is taken back by the rules before. One for which
 * somebody has begun something stays until that is over: two such without a renewal would be two of one family. What they were is kept
 * for runs as of the days on which they were there.
 */
export async function withdrawRenewals(tx: Tx, renewalIds: readonly string[]): Promise<number> {
  if (renewalIds.length === 0) return 0
  // Emptied first: a version is kept of what a record was when it changes, not when it is deleted.
  const gone = await tx.rows<{ id: string }>(
    `update renewals r set date = null, decision_date = null, contract_ids = '{}', known_at = app.now()
      where r.company_id = app.company_id() and r.id = any($1::uuid[]) and r.derived and r.closed_at is null
        and not exists (select from workflow_executions e
                         where e.company_id = r.company_id and e.customer_id = r.customer_id and e.renewal_id = r.id and e.closed_at is null)
      returning r.id`,
    [renewalIds],
  )
  if (gone.length === 0) return 0
  const ids = gone.map(({ id }) => id)
  return tx.run('delete from renewals where company_id = app.company_id() and id = any($1::uuid[])', [ids])
}
