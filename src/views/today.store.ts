import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { nameOfStep, stepsOf, workflowNamed } from '../spine/catalogue.ts'
import { STEPS_OF_DEFINITION } from '../spine/definition.store.ts'
import { OPEN } from '../spine/execution.store.ts'
import type { WorkflowStep } from '../spine/workflow-kind.ts'
import type { Card } from './card.contract.ts'
import { movedWords } from '../stages/queue/order-of-day.ts'
import { cardOf, cardRows } from './card.store.ts'
import type { DayCard } from './day-order.ts'
import { completedByPeople, type CalendarDay } from './day.store.ts'
import type { Run, Today } from './today.contract.ts'

/** The one thing and nine behind it; what stands further back is counted. */
const CARDS_SHOWN = 10

/** The first cards of a day as they are shown. */
export async function shownCards(tx: Tx, cards: readonly DayCard[], today: Day): Promise<readonly Card[]> {
  const shown = cards.slice(0, CARDS_SHOWN)
  const rows = await cardRows(
    tx,
    shown.map(({ lead }) => lead.executionId),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return shown.flatMap(({ lead, folded, isNew, moved }) => {
    const row = byId.get(lead.executionId)
    const titles = folded.map(({ workflowId }) => titleOf(workflowId))
    return row ? [cardOf(row, { today, folded: titles, isNew, moved: moved && movedWords(moved) })] : []
  })
}

const titleOf = (workflowId: string): string => workflowNamed(workflowId)?.title ?? workflowId

type RunRow = {
  readonly id: string
  readonly status: 'in_progress' | 'snoozed' | 'escalated'
  readonly customer: string
  readonly title: string
  readonly own_steps: readonly WorkflowStep[]
  readonly leading_steps: readonly string[]
  readonly snoozed_until: Date | null
  readonly escalated_to: string | null
  readonly states: Readonly<Record<string, string>> | null
}

export type Runs = {
  readonly active: readonly Run[]
  readonly snoozed: readonly Run[]
  readonly escalated: readonly Run[]
}

/** A person's executions under way, the nearest to its end first; each with the steps of the definition that it was opened with. */
export async function runsOf(tx: Tx, userId: string): Promise<Runs> {
  const rows = await tx.rows<RunRow>(
    `select e.id, e.status, c.name as customer, d.title, ${STEPS_OF_DEFINITION} as own_steps,
            e.leading_steps, e.snoozed_until, u.name as escalated_to,
            (select json_object_agg(st.step_id, st.status) from workflow_step_states st
              where st.company_id = e.company_id and st.execution_id = e.id) as states
       from workflow_executions e
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users u on u.company_id = e.company_id and u.id = e.escalated_to
      where e.assigned_to = $1 and e.status in ('in_progress', 'snoozed', 'escalated')
      order by e.completion_percentage desc, e.due_at, e.id limit 200`,
    [userId],
  )
  const of = (status: RunRow['status']): readonly Run[] => rows.filter((row) => row.status === status).map(runOf)
  return { active: of('in_progress'), snoozed: of('snoozed'), escalated: of('escalated') }
}

function runOf(row: RunRow): Run {
  const steps = stepsOf({ steps: row.own_steps }, row.leading_steps)
  return {
    executionId: row.id,
    customer: row.customer,
    workflow: row.title,
    steps: steps.map(({ id }) => dashOf(row.states?.[id])),
    until: row.snoozed_until?.toISOString() ?? null,
    to: row.escalated_to,
  }
}

function dashOf(state: string | undefined): Run['steps'][number] {
  if (state === 'completed' || state === 'skipped') return 'done'
  return state === 'snoozed' ? 'snoozed' : 'open'
}

/** Snoozed steps that are due on or before a day of the company's calendar, the longest waiting first. */
export async function stepsBack(tx: Tx, userId: string, { day, timeZone }: CalendarDay): Promise<Today['back']> {
  const rows = await tx.rows<{ id: string; customer: string; workflow_id: string; step_id: string; due: Date }>(
    `select e.id, c.name as customer, e.workflow_id, st.step_id, st.snoozed_until as due
       from workflow_step_states st
       join workflow_executions e on e.company_id = st.company_id and e.id = st.execution_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where st.status = 'snoozed' and (st.snoozed_until at time zone $3)::date <= $2::date and e.assigned_to = $1
        and e.${OPEN}
      order by st.snoozed_until, c.name limit 50`,
    [userId, isoDay(day), timeZone],
  )
  return rows.map((row) => ({
    executionId: row.id,
    customer: row.customer,
    workflow: titleOf(row.workflow_id),
    stepId: row.step_id,
    step: nameOfStep(row.step_id),
    dueAt: row.due.toISOString(),
  }))
}

/** What a person finished on a day of the company's calendar; what the rules closed is told as done for him. */
export async function doneOn(tx: Tx, userId: string, { day, timeZone }: CalendarDay): Promise<Today['doneToday']> {
  const rows = await tx.rows<{ customer: string; workflow_id: string }>(
    `select c.name as customer, e.workflow_id
       from workflow_executions e join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where e.assigned_to = $1 and ${completedByPeople('$2', '$3')}
      order by e.completed_at desc limit 50`,
    [userId, isoDay(day), timeZone],
  )
  return rows.map(({ customer, workflow_id }) => ({
    customer,
    says: titleOf(workflow_id).toLowerCase(),
  }))
}
