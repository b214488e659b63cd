import { recordAudit } from '../access/audit.store.ts'
import type { Actor } from '../base/actor.ts'
import { isoDay } from '../base/day.ts'
import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'

/** A task that a rule writes, once for its key. */
export type RuleTask = {
  readonly ruleKey: string
  readonly customerId: string
  readonly renewalId: string | null
  readonly executionId: string | null
  readonly title: string
  readonly dueOn: Day | null
  readonly assignedTo: string | null
  /** Whose wish it was; left out: the rules'. */
  readonly createdBy?: string
}

/** Writes those tasks whose key is new, in one statement; answers how many were. */
export async function writeRuleTasks(tx: Tx, tasks: readonly RuleTask[]): Promise<number> {
  if (tasks.length === 0) return 0
  const rows = tasks.map((task) => ({ ...task, dueOn: task.dueOn === null ? null : isoDay(task.dueOn) }))
  return tx.run(
    `insert into tasks (company_id, rule_key, customer_id, renewal_id, execution_id, title, due_on, assigned_to, created_by)
     select app.company_id(), t."ruleKey", t."customerId", t."renewalId", t."executionId", t.title, t."dueOn", t."assignedTo", coalesce(t."createdBy", 'Renubu')
       from json_to_recordset($1::json) as t("ruleKey" text, "customerId" uuid, "renewalId" uuid, "executionId" uuid, title text,
         "dueOn" date, "assignedTo" uuid, "createdBy" text)
     on conflict do nothing`,
    [JSON.stringify(rows)],
  )
}

export type TaskStatus = 'open' | 'done' | 'dropped'

export type Task = {
  readonly id: string
  readonly title: string
  readonly status: TaskStatus
  readonly dueOn: Day | null
  readonly doneAt: Date | null
  readonly assigneeId: string | null
  readonly assignee: string | null
  readonly assigneeTeamId: string | null
  readonly customerId: string | null
  readonly customer: string | null
  readonly executionId: string | null
  readonly workflow: string | null
  readonly createdBy: string
}

const SELECT = `select t.id, t.title, t.status, t.due_on as "dueOn", t.done_at as "doneAt", t.assigned_to as "assigneeId", u.name as assignee,
            u.team_id as "assigneeTeamId", t.customer_id as "customerId", c.name as customer, e.id as "executionId", d.title as workflow,
            t.created_by as "createdBy"
       from tasks t
       left join users u on u.company_id = t.company_id and u.id = t.assigned_to
       left join customers c on c.company_id = t.company_id and c.id = t.customer_id
       left join workflow_executions e on e.company_id = t.company_id and e.id = t.execution_id
       left join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version`

export const taskById = (tx: Tx, id: string): Promise<Task | undefined> =>
  tx.row<Task>(`${SELECT} where t.id = $1`, [id])

/** The same, locked until the transaction ends. */
export async function lockedTask(tx: Tx, id: string): Promise<Task | undefined> {
  await tx.run('select from tasks where id = $1 for update', [id])
  return taskById(tx, id)
}

/** What is asked for; what is left out is not asked. */
export type TaskQuestion = {
  readonly status: TaskStatus
  /** Of these people; with null among them, of nobody too. */
  readonly assignees?: readonly (string | null)[] | undefined
  readonly customerId?: string | undefined
  readonly executionId?: string | undefined
  readonly dueUntil?: Day | undefined
  readonly doneSince?: Date | undefined
  /** The last one of the page before. */
  readonly after?: { readonly at: string | null; readonly id: string } | null
  readonly limit: number
}

/** Open ones by their day, those without one last; done ones the latest first, and so the deleted ones by when they were made. */
export function tasksOf(tx: Tx, question: TaskQuestion): Promise<Task[]> {
  const { status, assignees, customerId, executionId, dueUntil, doneSince, after = null, limit } = question
  const people = assignees?.filter((id) => id !== null) ?? null
  // A day that no task has stands for none, so that those come last.
  const [place, order, fromHere] =
    status === 'open'
      ? [`coalesce(t.due_on, 'infinity')`, `coalesce(t.due_on, 'infinity'), t.id`, '>']
      : [`coalesce(t.done_at, '-infinity')`, `coalesce(t.done_at, '-infinity') desc, t.id desc`, '<']
  const nowhere = status === 'open' ? `coalesce($8::date, 'infinity')` : `coalesce($8::timestamptz, '-infinity')`
  return tx.rows<Task>(
    `${SELECT}
      where t.status = $1 and ($2::uuid[] is null or t.assigned_to = any($2::uuid[]) or ($3::boolean and t.assigned_to is null))
        and ($4::uuid is null or t.customer_id = $4) and ($5::uuid is null or t.execution_id = $5)
        and ($6::date is null or t.due_on <= $6::date) and ($7::timestamptz is null or t.done_at >= $7::timestamptz)
        and ($9::uuid is null or (${place}, t.id) ${fromHere} (${nowhere}, $9::uuid))
      order by ${order} limit $10`,
    [
      status,
      people,
      assignees?.includes(null) ?? false,
      customerId ?? null,
      executionId ?? null,
      dueUntil === undefined ? null : isoDay(dueUntil),
      doneSince ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit,
    ],
  )
}

/** What somebody writes of a task. */
export type TaskFields = {
  readonly title: string
  readonly dueOn: Day | null
  readonly customerId: string | null
  readonly assigneeId: string | null
}

const dayOrNull = (day: Day | null): string | null => (day === null ? null : isoDay(day))

/** Adds a task that somebody wrote; answers its id. */
export async function addTask(
  tx: Tx,
  { title, dueOn, customerId, assigneeId }: TaskFields,
  actor: Actor,
): Promise<string> {
  const made = await tx.row<{ id: string }>(
    `insert into tasks (company_id, title, due_on, customer_id, assigned_to, created_by)
     values (app.company_id(), $1, $2::date, $3, $4, $5) returning id`,
    [title, dayOrNull(dueOn), customerId, assigneeId, actor.name],
  )
  if (!made) throw new Error('The task was not stored')
  const detail = { title, dueOn: dayOrNull(dueOn), customer: customerId, assignee: assigneeId }
  await recordAudit(tx, { actor, action: 'create', object: 'task', objectId: made.id, detail })
  return made.id
}

/** Writes what is named of a task; the rest stays. */
export async function changeTask(
  tx: Tx,
  task: Task,
  { fields, actor }: { fields: Partial<TaskFields>; actor: Actor },
): Promise<void> {
  const { title, dueOn, customerId, assigneeId } = { ...task, ...fields }
  await tx.run('update tasks set title = $2, due_on = $3::date, customer_id = $4, assigned_to = $5 where id = $1', [
    task.id,
    title,
    dayOrNull(dueOn),
    customerId,
    assigneeId,
  ])
  const named = { ...fields, ...(fields.dueOn === undefined ? {} : { dueOn: dayOrNull(fields.dueOn) }) }
  await recordAudit(tx, { actor, action: 'change', object: 'task', objectId: task.id, detail: named })
}

const MOVES = { complete: 'done', reopen: 'open', delete: 'dropped' } as const
export type TaskMove = keyof typeof MOVES

/** Completes, reopens or deletes a task at an instant. */
export async function moveTask(
  tx: Tx,
  id: string,
  { move, at, actor }: { move: TaskMove; at: Date; actor: Actor },
): Promise<void> {
  const status = MOVES[move]
  await tx.run('update tasks set status = $2, done_at = $3 where id = $1', [id, status, status === 'done' ? at : null])
  await recordAudit(tx, { actor, action: move, object: 'task', objectId: id })
}

/** Takes back a task that was written for a key, unless somebody has done it since. Answers its title; undefined: there is none. */
export async function takeBackRuleTask(tx: Tx, ruleKey: string): Promise<string | undefined> {
  const gone = await tx.row<{ title: string }>(
    `delete from tasks where rule_key = $1 and status = 'open' returning title`,
    [ruleKey],
  )
  return gone?.title
}

/** The id of the task that was written for a key. */
export async function ruleTaskId(tx: Tx, ruleKey: string): Promise<string | null> {
  return (await tx.row<{ id: string }>('select id from tasks where rule_key = $1', [ruleKey]))?.id ?? null
}
