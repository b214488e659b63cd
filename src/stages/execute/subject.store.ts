import type { Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { stepsOf } from '../../spine/catalogue.ts'
import { STEPS_OF_DEFINITION } from '../../spine/definition.store.ts'
import type { StepState } from '../../spine/step.ts'
import { stepsOfExecution } from '../../spine/execution-acts.store.ts'
import type { ExecutionStatus, Family } from '../../spine/words.ts'
import type { WorkflowStep } from '../../spine/workflow-kind.ts'

/** An execution as whoever wants to act on it is judged by, and by which dates. */
export type Subject = {
  readonly id: string
  readonly customerId: string
  readonly customer: string
  readonly renewalId: string | null
  readonly title: string
  readonly family: Family
  readonly status: ExecutionStatus
  readonly startedAt: Date | null
  readonly hasContext: boolean
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly ownerTeamId: string | null
  /** Who leads the owner. */
  readonly leadId: string | null
  readonly leadName: string | null
  readonly ownerTimeZone: string
  readonly ownerWorkingDays: readonly number[]
  /** Of the renewal that it is about, else of the customer's next. */
  readonly renewalDate: Day | null
  readonly decisionDate: Day | null
  /** Of the version that it was opened with. */
  readonly steps: readonly WorkflowStep[]
  readonly stepIds: readonly string[]
  readonly minutes: number
  readonly timeZone: string
  readonly locale: string
  readonly currency: string
}

type Row = Omit<Subject, 'steps' | 'stepIds'> & {
  readonly ownSteps: readonly WorkflowStep[]
  readonly leadingSteps: readonly string[]
}

/** Undefined: the company has no such execution. */
export async function subjectOf(tx: Tx, executionId: string): Promise<Subject | undefined> {
  const row = await tx.row<Row>(
    `select e.id, e.customer_id as "customerId", c.name as customer, e.renewal_id as "renewalId", d.title, e.family, e.status,
            e.started_at as "startedAt", e.context_data is not null as "hasContext", e.assigned_to as "ownerId", u.name as "ownerName",
            u.team_id as "ownerTeamId", lead.id as "leadId", lead.name as "leadName", coalesce(u.time_zone, co.time_zone) as "ownerTimeZone",
            coalesce(u.working_days, '{1,2,3,4,5}') as "ownerWorkingDays",
            case when r.id is null then s.renewal_date else r.date end as "renewalDate",
            case when r.id is null then s.decision_date else r.decision_date end as "decisionDate",
            ${STEPS_OF_DEFINITION} as "ownSteps", e.leading_steps as "leadingSteps", d.target_minutes as minutes,
            co.time_zone as "timeZone", co.locale, co.currency
       from workflow_executions e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
       left join users lead on lead.company_id = e.company_id and lead.id = u.lead_id and lead.active
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = e.renewal_id
      where e.id = $1`,
    [executionId],
  )
  if (!row) return undefined
  const { ownSteps, leadingSteps, ...subject } = row
  const steps = stepsOf({ steps: ownSteps }, leadingSteps)
  return { ...subject, steps, stepIds: steps.map(({ id }) => id) }
}

/** What executions are called by, and whose they are, by their ids; unknown ones are left out. */
export async function ownedExecutions(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<Subject, 'title' | 'customer' | 'ownerId' | 'ownerTeamId'>>> {
  const rows = await tx.rows<Pick<Subject, 'id' | 'title' | 'customer' | 'ownerId' | 'ownerTeamId'>>(
    `select e.id, d.title, c.name as customer, e.assigned_to as "ownerId", u.team_id as "ownerTeamId"
       from workflow_executions e
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
      where e.id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map(({ id, ...owned }) => [id, owned]))
}

/** The steps as they stand; of one that was not begun, as it will have them. */
export async function stepsAsTheyStand(tx: Tx, { id, stepIds }: Subject): Promise<readonly StepState[]> {
  const steps = await stepsOfExecution(tx, id)
  if (steps.length > 0) return steps
  return stepIds.map((stepId) => ({ id: stepId, required: true, status: 'not_started', snoozedUntil: null }))
}

/** Who looks after the data: the admin who has been here the longest. Null: there is none. */
export async function operations(tx: Tx): Promise<string | null> {
  const found = await tx.row<{ id: string }>(
    `select id from users where role = 'admin' and active order by created_at, id limit 1`,
  )
  return found?.id ?? null
}

/** Whose a customer is; undefined: there is none that one could open something for. */
export const customerToOpenFor = (
  tx: Tx,
  customerId: string,
): Promise<{ readonly ownerId: string | null; readonly ownerTeamId: string | null } | undefined> =>
  tx.row(
    `select u.id as "ownerId", u.team_id as "ownerTeamId" from customers c
       left join users u on u.company_id = c.company_id and u.id = c.owner_id and u.active
      where c.id = $1 and c.archived_at is null`,
    [customerId],
  )
