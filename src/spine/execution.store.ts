import { isoDay } from '../base/day.ts'
import type { Day } from '../base/day.ts'
import { manyOf, type CopiedRows, type InOrder } from '../platform/copied-rows.ts'
import type { Tx } from '../platform/postgres.ts'
import { amongCustomers, customersParameter, type Customers } from './among-customers.store.ts'
import { stepIdsOf } from './catalogue.ts'
import { ensureDefinitions } from './definition.store.ts'
import { factorsFrom, storedFactor, type Factor, type KeptFactors, type Score } from './factor.ts'
import type { OpenExecution, Reason } from './open-execution.ts'
import { OPEN_STATUSES, type Family, type Stage } from './words.ts'

/** The condition that an execution is not finished; behind an alias (`e.${OPEN}`) where its table has one. */
export const OPEN = `status in ('${OPEN_STATUSES.join("', '")}')`

const OPEN_COLUMNS = `customer_id, id, version, workflow_id, family, stage, renewal_id, event_key, status, started_at is not null, trigger = 'by-hand', held,
  folded_under, trigger_off_since - date '1970-01-01', snoozed_until, opened_on - date '1970-01-01', due_at - date '1970-01-01', assigned_to,
  assigned_because, input, priority_score, next_due_step_date, coalesce(priority_factors, '[]')`

/** The executions of these customers that are not finished, each customer's oldest first. */
export async function openExecutionsOf(tx: Tx, customers: Customers): Promise<InOrder<OpenExecution[]>> {
  const rows = await tx.copied(
    `select ${OPEN_COLUMNS} from workflow_executions
      where ${amongCustomers(customers, 'customer_id')} and ${OPEN} order by customer_id, opened_on, id`,
    [customersParameter(customers)],
  )
  return manyOf<OpenExecution>(rows, (row, _, customerId) => openExecutionOf(row, customerId))
}

const openExecutionOf = (row: CopiedRows, customerId: string): OpenExecution => ({
  id: row.text(),
  customerId,
  version: row.number(),
  workflowId: row.text(),
  family: row.word(),
  stage: row.wordOrNull(),
  renewalId: row.textOrNull(),
  eventKey: row.textOrNull(),
  status: row.word(),
  started: row.flag(),
  byHand: row.flag(),
  held: row.flag(),
  foldedUnder: row.textOrNull(),
  triggerOffSince: row.numberOrNull(),
  snoozedUntil: row.instantOrNull(),
  openedOn: row.number(),
  dueOn: row.numberOrNull(),
  assignedTo: row.textOrNull(),
  assignedBecause: row.textOrNull(),
  input: row.text(),
  score: row.numberOrNull(),
  nextDueStepAt: row.instantOrNull(),
  factors: factorsFrom(JSON.parse(row.lastText()) as KeptFactors),
})

/** The executions of one customer that are not finished, the oldest first. */
export const openExecutionsOfOne = async (tx: Tx, customerId: string): Promise<readonly OpenExecution[]> =>
  (await openExecutionsOf(tx, [customerId]))(customerId)

/** One execution that is not finished; undefined: there is none of this id, or it is over. */
export async function openExecution(tx: Tx, executionId: string): Promise<OpenExecution | undefined> {
  const sql = `select ${OPEN_COLUMNS} from workflow_executions where id = $1 and ${OPEN} for update`
  const row = await tx.copied(sql, [executionId])
  return row.isAtEnd() ? undefined : openExecutionOf(row, row.text())
}

export type NewExecution = {
  readonly id: string
  readonly customerId: string
  readonly renewalId: string | null
  readonly workflowId: string
  readonly family: Family
  readonly stage: Stage | null
  readonly trigger: string
  readonly rule: string
  readonly because: readonly Reason[]
  readonly eventKey: string | null
  readonly input: string
  readonly leadingSteps: readonly string[]
  readonly held: boolean
  readonly assignedTo: string | null
  readonly assignedBecause: string | null
  readonly approval: 'none' | 'waiting' | 'approved'
  /** Null: not ranked yet (nobody has it). */
  readonly priority: Score | null
  readonly dueOn: Day
  readonly openedOn: Day
  readonly snoozedUntil: Date | null
}

/** As many new ids as are needed; the database makes them, so that they are ordered by time. */
export async function newIds(tx: Tx, count: number): Promise<string[]> {
  if (count === 0) return []
  const rows = await tx.rows<{ id: string }>('select app.new_id() as id from generate_series(1, $1)', [count])
  return rows.map((row) => row.id)
}

/** Opens executions, all in one statement. What they supersede has to be superseded before. */
export async function insertExecutions(
  tx: Tx,
  executions: readonly NewExecution[],
  runId: string | null = null,
): Promise<number> {
  if (executions.length === 0) return 0
  const definitions = await ensureDefinitions(
    tx,
    executions.map((run) => run.workflowId),
  )
  const rows = executions.map((run) => ({
    ...run,
    version: definitions.get(run.workflowId)?.version,
    openedOn: isoDay(run.openedOn),
    dueOn: isoDay(run.dueOn),
    score: run.priority?.value ?? null,
    factors: run.priority?.factors.map(storedFactor) ?? null,
    steps: stepIdsOf(definitions.get(run.workflowId)?.stepIds ?? [], run.leadingSteps).length,
  }))
  return tx.run(
    `insert into workflow_executions (company_id, id, customer_id, renewal_id, workflow_id, workflow_version, family, stage, trigger, rule,
       because, event_key, input, leading_steps, held, assigned_to, assigned_because, approval, priority_score, priority_factors, due_at,
       opened_on, opened_run, status, snoozed_until, total_steps)
     select app.company_id(), r.id, r."customerId", r."renewalId", r."workflowId", r.version, r.family, r.stage, r.trigger, r.rule,
       r.because, r."eventKey", r.input, r."leadingSteps", r.held, r."assignedTo", r."assignedBecause", r.approval, r.score, r.factors,
       r."dueOn", r."openedOn", $2, case when r."snoozedUntil" is null then 'pending' else 'snoozed' end, r."snoozedUntil", r.steps
     from json_to_recordset($1::json) as r(id uuid, "customerId" uuid, "renewalId" uuid, "workflowId" text, version integer, family text,
       stage text, trigger text, rule text, because json, "eventKey" text, input text, "leadingSteps" text[], held boolean,
       "assignedTo" uuid, "assignedBecause" text, approval text, score numeric, factors json, "dueOn" date, "openedOn" date,
       "snoozedUntil" timestamptz, steps integer)`,
    [JSON.stringify(rows), runId],
  )
}

export type ScoreChange = { readonly executionId: string; readonly priority: Score }

/** Whether a stored score says the same as a new one, so that it need not be written. */
export function sameScore(
  run: { readonly score: number | null; readonly factors: readonly Factor[] },
  priority: Score,
): boolean {
  return (
    run.score === priority.value &&
    run.factors.length === priority.factors.length &&
    run.factors.every((factor, index) => {
      const other = priority.factors[index]
      return other?.code === factor.code && other.contribution === factor.contribution && sameValue(factor, other)
    })
  )
}

/** Days left on an earlier day are the same as fewer days left today: both count to one date. */
function sameValue(a: Factor, b: Factor): boolean {
  if (a.value === b.value) return true
  if (a.code !== 'urgency' || typeof a.value !== 'number' || typeof b.value !== 'number') return false
  return a.on !== null && b.on !== null && a.value + a.on === b.value + b.on
}

/** Writes scores with their factors, all in one statement; leave out those that are the same (`sameScore`). What has ended keeps its own. */
export async function saveScores(tx: Tx, changes: readonly ScoreChange[]): Promise<number> {
  if (changes.length === 0) return 0
  return tx.run(
    `update workflow_executions run set priority_score = s.score, priority_factors = s.factors::json, updated_at = app.now()
       from unnest($1::uuid[], $2::numeric[], $3::text[]) as s(id, score, factors)
      where run.company_id = app.company_id() and run.id = s.id and ${OPEN}`,
    [
      changes.map((change) => change.executionId),
      changes.map((change) => change.priority.value),
      changes.map((change) => JSON.stringify(change.priority.factors.map(storedFactor))),
    ],
  )
}

export type Assignment = {
  readonly executionId: string
  readonly assignedTo: string | null
  readonly because: string
  readonly approval: 'none' | 'waiting' | 'approved'
  /** Re-dated to the owner's return; left out: the date stays. */
  readonly dueOn?: Day
}

/** Gives executions to people, all in one statement. What somebody has ended meanwhile stays with whom it was. */
export async function saveAssignments(tx: Tx, assignments: readonly Assignment[]): Promise<number> {
  if (assignments.length === 0) return 0
  return tx.run(
    `update workflow_executions run set assigned_to = a."assignedTo", assigned_because = a.because, approval = a.approval,
            due_at = coalesce(a."dueOn", run.due_at), version = run.version + 1, updated_at = app.now()
       from json_to_recordset($1::json) as a("executionId" uuid, "assignedTo" uuid, because text, approval text, "dueOn" date)
      where run.company_id = app.company_id() and run.id = a."executionId" and ${OPEN}`,
    [
      JSON.stringify(
        assignments.map((each) => ({ ...each, dueOn: each.dueOn === undefined ? null : isoDay(each.dueOn) })),
      ),
    ],
  )
}

/** What a person carries. `active`: in progress; `dueThisWeek`: due by then or late, not begun. */
export type Load = { readonly active: number; readonly dueThisWeek: number }

/** Everybody's load as it stands; the daily run keeps it, so that scores do not depend on the order of pages. */
export async function loadSnapshot(tx: Tx, weekEnd: Day): Promise<ReadonlyMap<string, Load>> {
  const rows = await tx.rows<Load & { userId: string }>(
    `select assigned_to as "userId", count(*) filter (where status = 'in_progress')::integer as active,
            count(*) filter (where status = 'pending' and due_at <= $1::date)::integer as "dueThisWeek"
       from workflow_executions where assigned_to is not null and ${OPEN} group by assigned_to`,
    [isoDay(weekEnd)],
  )
  return new Map(rows.map(({ userId, ...load }) => [userId, load]))
}
