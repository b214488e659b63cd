import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { stepsOf } from '../../spine/catalogue.ts'
import { STEPS_OF_DEFINITION } from '../../spine/definition.store.ts'
import { OPEN } from '../../spine/execution.store.ts'
import { factorsFrom, type KeptFactors } from '../../spine/factor.ts'
import type { Reason } from '../../spine/open-execution.ts'
import type { StepResult, StepStatus } from '../../spine/step.ts'
import type { ExecutionStatus, Family, Stage } from '../../spine/words.ts'
import type { WorkflowStep } from '../../spine/workflow-kind.ts'
import type { ExecutionFilters, ExecutionRecord } from './executions.contract.ts'

type ListedRow = {
  readonly id: string
  readonly customerId: string
  readonly customer: string
  readonly workflowId: string
  readonly workflowVersion: number
  readonly title: string
  readonly family: Family
  readonly stage: Stage | null
  readonly status: ExecutionStatus
  readonly version: number
  readonly csmId: string | null
  readonly csm: string | null
  readonly score: number | null
  readonly dueOn: Day | null
  readonly held: boolean
  readonly foldedUnder: string | null
  readonly openedOn: Day
  readonly startedAt: Date | null
  readonly snoozedUntil: Date | null
  readonly escalatedToId: string | null
  readonly escalatedTo: string | null
  readonly completedAt: Date | null
  readonly closedAt: Date | null
  readonly completionPercentage: number
  readonly hasSnoozedSteps: boolean
  readonly nextDueStepDate: Date | null
  readonly totalSteps: number
}

const LISTED = `e.id, e.customer_id as "customerId", c.name as customer, e.workflow_id as "workflowId", e.workflow_version as "workflowVersion",
  d.title, e.family, e.stage, e.status, e.version, e.assigned_to as "csmId", u.name as csm, e.priority_score as score, e.due_at as "dueOn",
  e.held, e.folded_under as "foldedUnder", e.opened_on as "openedOn", e.started_at as "startedAt", e.snoozed_until as "snoozedUntil",
  e.escalated_to as "escalatedToId", up.name as "escalatedTo", e.completed_at as "completedAt", e.closed_at as "closedAt",
  e.completion_percentage as "completionPercentage", e.has_snoozed_steps as "hasSnoozedSteps", e.next_due_step_date as "nextDueStepDate",
  e.total_steps as "totalSteps"`

const FROM = `from workflow_executions e
  join customers c on c.company_id = e.company_id and c.id = e.customer_id
  join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
  left join users u on u.company_id = e.company_id and u.id = e.assigned_to
  left join users up on up.company_id = e.company_id and up.id = e.escalated_to`

const instant = (at: Date | null): string | null => at?.toISOString() ?? null
const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })

const isOver = (status: ExecutionStatus): boolean => ['completed', 'cancelled', 'superseded'].includes(status)

function listed(row: ListedRow, today: Day) {
  return {
    id: row.id,
    customer: { id: row.customerId, name: row.customer },
    workflow: {
      id: row.workflowId,
      title: row.title,
      version: row.workflowVersion,
      family: row.family,
      stage: row.stage,
    },
    status: row.status,
    version: row.version,
    csm: named(row.csmId, row.csm),
    priorityScore: row.score,
    dueOn: row.dueOn === null ? null : isoDay(row.dueOn),
    late: row.dueOn !== null && row.dueOn < today && !isOver(row.status),
    held: row.held,
    foldedUnder: row.foldedUnder,
    openedOn: isoDay(row.openedOn),
    startedAt: instant(row.startedAt),
    snoozedUntil: instant(row.snoozedUntil),
    escalatedTo: named(row.escalatedToId, row.escalatedTo),
    completedAt: instant(row.completedAt),
    closedAt: instant(row.closedAt),
    completionPercentage: row.completionPercentage,
    hasSnoozedSteps: row.hasSnoozedSteps,
    nextDueStepDate: instant(row.nextDueStepDate),
    totalSteps: row.totalSteps,
  }
}

type Listing = {
  readonly filters: ExecutionFilters & { readonly csmId?: string | undefined; readonly ids?: readonly string[] }
  /** The id behind the cursor; null: from the start. */
  readonly before: string | null
  readonly limit: number
  readonly today: Day
}

/** Executions before an id, the newest first: one more than asked for, so that the caller sees whether there are more. */
export async function listExecutions(tx: Tx, { filters, before, limit, today }: Listing) {
  const { status, csmId, customer, family, stage, late, held, ids } = filters
  const rows = await tx.rows<ListedRow>(
    `select ${LISTED} ${FROM}
      where ($1::uuid is null or e.id < $1)
        and ($3::text is null or case $3 when 'open' then e.${OPEN} else e.status = $3 end)
        and ($4::uuid is null or e.assigned_to = $4)
        and ($5::uuid is null or e.customer_id = $5)
        and ($6::text is null or e.family = $6)
        and ($7::text is null or e.stage = $7)
        and ($8::boolean is null or (e.${OPEN} and e.due_at is not null and e.due_at < $9::date) = $8)
        and ($10::boolean is null or e.held = $10)
        and ($11::uuid[] is null or e.id = any($11::uuid[]))
      order by e.id desc limit $2`,
    [
      before,
      limit + 1,
      status ?? null,
      csmId ?? null,
      customer ?? null,
      family ?? null,
      stage ?? null,
      late ?? null,
      isoDay(today),
      held ?? null,
      ids ?? null,
    ],
  )
  return rows.map((row) => listed(row, today))
}

type RecordRow = ListedRow & {
  readonly ownSteps: readonly WorkflowStep[]
  readonly leadingSteps: readonly string[]
  readonly states: readonly StateRow[] | null
  readonly trigger: string
  readonly rule: string
  readonly because: readonly Reason[]
  readonly factors: KeptFactors
  readonly assignedBecause: string | null
  readonly approval: 'none' | 'waiting' | 'approved'
  readonly supersededBy: string | null
  readonly closedBecause: string | null
  readonly outcome: Record<string, unknown> | null
}

type StateRow = {
  readonly id: string
  readonly index: number
  readonly required: boolean
  readonly status: StepStatus
  readonly snoozedUntil: string | null
  readonly assignedToId: string | null
  readonly assignedTo: string | null
  readonly result: StepResult | null
}

export type StoredRecord = Omit<ExecutionRecord, 'can'>

/** One execution whole; undefined: the company has none of this id. Steps are those of the version that it runs with. */
export async function executionById(tx: Tx, id: string, today: Day): Promise<StoredRecord | undefined> {
  const row = await tx.row<RecordRow>(
    `select ${LISTED}, ${STEPS_OF_DEFINITION} as "ownSteps", e.leading_steps as "leadingSteps", e.trigger, e.rule, e.because,
            coalesce(e.priority_factors, '[]') as factors, e.assigned_because as "assignedBecause", e.approval,
            e.superseded_by as "supersededBy", e.closed_because as "closedBecause", e.outcome,
            (select json_agg(json_build_object('id', st.step_id, 'index', st.step_index, 'required', st.required, 'status', st.status,
                'snoozedUntil', st.snoozed_until, 'assignedToId', st.assigned_to, 'assignedTo', who.name, 'result', st.result)
                order by st.step_index)
               from workflow_step_states st left join users who on who.company_id = st.company_id and who.id = st.assigned_to
              where st.company_id = e.company_id and st.execution_id = e.id) as states
       ${FROM} where e.id = $1`,
    [id],
  )
  if (!row) return undefined
  const names = stepsOf({ steps: row.ownSteps }, row.leadingSteps)
  const steps = stepsAsShown(names, row.states ?? [])
  return {
    ...listed(row, today),
    steps,
    currentStep: steps.find(({ status }) => status === 'not_started' || status === 'in_progress')?.id ?? null,
    trigger: row.trigger,
    rule: row.rule,
    because: [...row.because],
    priorityFactors: factorsFrom(row.factors).map(({ code, value, contribution }) => ({
      factor: code,
      value,
      contribution,
    })),
    assignedBecause: row.assignedBecause,
    approval: row.approval,
    supersededBy: row.supersededBy,
    closedBecause: row.closedBecause,
    outcome: row.outcome,
  }
}

/** The steps as they stand; before the execution is begun, as its definition has them. */
function stepsAsShown(names: readonly WorkflowStep[], states: readonly StateRow[]): StoredRecord['steps'] {
  if (states.length === 0)
    return names.map(({ id, name }, index) => ({
      id,
      name,
      index,
      required: true,
      status: 'not_started' as const,
      snoozedUntil: null,
      assignedTo: null,
      result: null,
    }))
  const nameOf = new Map(names.map(({ id, name }) => [id, name]))
  return states.map(({ assignedToId, assignedTo, snoozedUntil, ...state }) => ({
    ...state,
    name: nameOf.get(state.id) ?? state.id,
    snoozedUntil: snoozedUntil === null ? null : new Date(snoozedUntil).toISOString(),
    assignedTo: named(assignedToId, assignedTo),
  }))
}

type HistoryRow = {
  readonly id: string
  readonly action: string
  readonly stepId: string | null
  readonly reason: string | null
  readonly detail: Record<string, unknown>
  readonly byId: string | null
  readonly byName: string
  readonly at: Date
}

type Paging = { readonly before: string | null; readonly limit: number; readonly only?: string }

/** What was done to an execution before an entry of its history (`only`: that one entry), the newest first; one more than asked for. */
export async function historyOf(tx: Tx, executionId: string, { before, limit, only }: Paging) {
  const rows = await tx.rows<HistoryRow>(
    `select a.id, a.action, coalesce(st.step_id, a.detail ->> 'step') as "stepId", a.reason, a.detail, a.performed_by as "byId",
            a.performed_by_name as "byName", a.performed_at as at
       from workflow_step_actions a
       left join workflow_step_states st on st.company_id = a.company_id and st.execution_id = a.execution_id and st.step_index = a.step_index
      where a.execution_id = $1 and ($2::uuid is null or a.id < $2) and ($4::uuid is null or a.id = $4) order by a.id desc limit $3`,
    [executionId, before, limit + 1, only ?? null],
  )
  return rows.map(({ byId, byName, at, ...entry }) => ({
    ...entry,
    by: { id: byId, name: byName },
    at: at.toISOString(),
  }))
}
