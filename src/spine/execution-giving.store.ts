import { recordAuditOfEach } from '../access/audit.store.ts'
import type { Actor } from '../base/actor.ts'
import { ok, type Result } from '../base/result.ts'
import type { Tx } from '../platform/postgres.ts'
import { isGivenTo, lockedExecutions, NOBODY, type ActRefusal } from './execution-acts.store.ts'
import { transition } from './execution.ts'

type Acting = { readonly actor: Actor; readonly at: Date }
type GivingRefusal = ActRefusal & { readonly executionId?: string }

const UNKNOWN = { ok: false, refusal: { code: 'unknown', reason: 'There is no such workflow.' } } as const

/**
 * Gives executions to somebody, all of them or none, with as many statements for five hundred as for one: each has its row of history,
 * which keeps who had it and why, and its row of the audit trail. A refusal names the execution that is in the way, where it is about one.
 */
export async function giveExecutions(
  tx: Tx,
  ids: readonly string[],
  { to, actor, at }: Acting & { readonly to: string },
): Promise<Result<number, GivingRefusal>> {
  const executions = await lockedExecutions(tx, ids)
  if (executions.length < ids.length) return UNKNOWN
  const event = { action: 'reassign', to, at } as const
  if (!(await isGivenTo(tx, event))) return NOBODY
  for (const { id, state } of executions) {
    const answer = transition({ state, steps: [] }, event)
    if (!answer.ok) return { ok: false, refusal: { ...answer.refusal, executionId: id } }
  }
  // The history first: it keeps who has each now.
  await tx.run(
    `insert into workflow_step_actions (company_id, execution_id, action, detail, performed_by, performed_by_name, performed_at)
     select e.company_id, e.id, 'reassign', jsonb_build_object('to', $2::text, 'from', e.assigned_to, 'because', e.assigned_because), $3, $4, $5
       from workflow_executions e where e.id = any($1::uuid[])`,
    [ids, to, personOf(actor), actor.name, at],
  )
  await tx.run(
    `update workflow_executions set assigned_to = $2, assigned_because = $3, version = version + 1, updated_at = app.now()
      where id = any($1::uuid[])`,
    [ids, to, `by ${actor.name}`],
  )
  await recordAuditOfEach(tx, { actor, action: 'reassign', object: 'execution', detail: { to } }, ids)
  return ok(ids.length)
}

const personOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.id : null)

/** How an execution came to whom it is with: by whom, to whom, and who had it before (null: nobody). */
export type LastGiven = {
  readonly id: string
  readonly byId: string | null
  readonly byName: string
  readonly to: string
  readonly because: string | null
  readonly from: string | null
  readonly fromTeamId: string | null
}

/** The last time that each of these was given to somebody together with others; those that never were are left out. */
export const lastGiven = (tx: Tx, ids: readonly string[]): Promise<LastGiven[]> =>
  tx.rows<LastGiven>(
    `select given.id, given.by_id as "byId", given.by_name as "byName", given.detail ->> 'to' as to, given.detail ->> 'because' as because,
            u.id as "from", u.team_id as "fromTeamId"
       from (select distinct on (a.execution_id) a.execution_id as id, a.performed_by as by_id, a.performed_by_name as by_name, a.detail
               from workflow_step_actions a where a.execution_id = any($1::uuid[]) and a.action = 'reassign'
              order by a.execution_id, a.id desc) given
       left join users u on u.id::text = given.detail ->> 'from' and u.active
      where jsonb_exists(given.detail, 'from')`,
    [ids],
  )

/**
 * Takes back that executions were given to somebody: each goes to whom it was with, for the reason that it was there. All of them or none,
 * and only while they are still where they were given to. The statements do not grow with the executions.
 */
export async function takeBackExecutions(
  tx: Tx,
  given: readonly LastGiven[],
  { actor, at }: Acting,
): Promise<Result<number, GivingRefusal>> {
  const ids = given.map(({ id }) => id)
  const to = new Map(given.map((each) => [each.id, each.to]))
  for (const { id, assignedTo, state } of await lockedExecutions(tx, ids)) {
    const moved = assignedTo !== to.get(id)
    const reason = 'Somebody has given it on meanwhile.'
    if (moved) return { ok: false, refusal: { code: 'changed-meanwhile', reason, executionId: id } }
    const answer = transition({ state, steps: [] }, { action: 'reassign', to: assignedTo, at })
    if (!answer.ok) return { ok: false, refusal: { ...answer.refusal, executionId: id } }
  }
  await tx.run(
    `update workflow_executions run set assigned_to = back.owner_id, assigned_because = back.because, version = version + 1, updated_at = app.now()
       from unnest($1::uuid[], $2::uuid[], $3::text[]) as back(id, owner_id, because)
      where run.id = back.id`,
    [ids, given.map(({ from }) => from), given.map(({ because }) => because)],
  )
  await tx.run(
    `insert into workflow_step_actions (company_id, execution_id, action, detail, performed_by, performed_by_name, performed_at)
     select e.company_id, e.id, 'give-back', jsonb_build_object('to', e.assigned_to), $2, $3, $4
       from workflow_executions e where e.id = any($1::uuid[])`,
    [ids, personOf(actor), actor.name, at],
  )
  await recordAuditOfEach(tx, { actor, action: 'give-back', object: 'execution' }, ids)
  return ok(ids.length)
}
