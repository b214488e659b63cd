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
