import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { nameOfStep, stepsOf, workflowNamed } from '../spine/catalogue.ts'
import type { Card } from './card.contract.ts'
import { movedWords } from '../stages/queue/order-of-day.ts'
import { cardOf, cardRows } from './card.store.ts'
import { orderOf, type StoredCard } from './daily-order.ts'
import type { Run, Today } from './today.contract.ts'

/** The one thing and nine behind it; what stands further back is counted. */
const CARDS_SHOWN = 10

type Summary = { readonly day: Day; readonly cards: unknown; readonly done_for_you: unknown }

/** The newest order of the day that a person was given, up to a day; undefined: none yet. */
export function summaryOf(tx: Tx, userId: string, upTo: Day): Promise<Summary | undefined> {
  return tx.row<Summary>(
    `select day, cards, done_for_you from daily_summaries where user_id = $1 and day <= $2::date order by day desc limit 1`,
    [userId, isoDay(upTo)],
  )
}

export type DayCards = { readonly cards: readonly Card[]; readonly total: number }

/** The cards of a day that are still open, in the order that the day began with. */
export async function dayCards(tx: Tx, summary: Summary | undefined, today: Day): Promise<DayCards> {
  const order = orderOf(summary?.cards)
  if (order.length === 0) return { cards: [], total: 0 }
  const open = await openOnes(tx, order)
  const shown = order.filter((card) => open.has(card.executionId)).slice(0, CARDS_SHOWN)
  const rows = await cardRows(
    tx,
    shown.map((card) => card.executionId),
  )
  const titles = await titlesOf(tx, shown)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const cards = shown.flatMap((card) => {
    const row = byId.get(card.executionId)
    const folded = card.folded.flatMap((id) => titles.get(id) ?? [])
    return row
      ? [cardOf(row, { today, folded, isNew: card.isNew, moved: card.moved ? movedWords(card.moved) : null })]
      : []
  })
  return { cards, total: open.size }
}

/** Ids of a day's cards that are still open, in their order. */
export async function openOrder(tx: Tx, summary: Summary | undefined): Promise<readonly string[]> {
  const order = orderOf(summary?.cards)
  const open = await openOnes(tx, order)
  return order.map((card) => card.executionId).filter((id) => open.has(id))
}

async function openOnes(tx: Tx, order: readonly StoredCard[]): Promise<ReadonlySet<string>> {
  const rows = await tx.rows<{ id: string }>(
    `select id from workflow_executions
      where id = any($1::uuid[]) and status in ('pending', 'in_progress') and not held and folded_under is null`,
    [order.map((card) => card.executionId)],
  )
  return new Set(rows.map(({ id }) => id))
}

async function titlesOf(tx: Tx, cards: readonly StoredCard[]): Promise<ReadonlyMap<string, string>> {
  const ids = cards.flatMap((card) => card.folded)
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; workflow_id: string }>(
    `select id, workflow_id from workflow_executions where id = any($1::uuid[]) and status in ('pending', 'in_progress', 'snoozed', 'escalated')`,
    [ids],
  )
  return new Map(rows.map(({ id, workflow_id }) => [id, workflowNamed(workflow_id)?.title ?? workflow_id]))
}

type RunRow = {
  readonly id: string
  readonly status: 'in_progress' | 'snoozed' | 'escalated'
  readonly customer: string
  readonly workflow_id: string
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

/** A person's executions under way, the nearest to its end first. */
export async function runsOf(tx: Tx, userId: string): Promise<Runs> {
  const rows = await tx.rows<RunRow>(
    `select e.id, e.status, c.name as customer, e.workflow_id, e.leading_steps, e.snoozed_until, u.name as escalated_to,
            (select json_object_agg(st.step_id, st.status) from workflow_step_states st
              where st.company_id = e.company_id and st.execution_id = e.id) as states
       from workflow_executions e
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       left join users u on u.company_id = e.company_id and u.id = e.escalated_to
      where e.assigned_to = $1 and e.status in ('in_progress', 'snoozed', 'escalated')
      order by e.completion_percentage desc, e.due_at, e.id limit 200`,
    [userId],
  )
  const of = (status: RunRow['status']): readonly Run[] => rows.filter((row) => row.status === status).map(runOf)
  return { active: of('in_progress'), snoozed: of('snoozed'), escalated: of('escalated') }
}

function runOf(row: RunRow): Run {
  const kind = workflowNamed(row.workflow_id)
  const steps = kind ? stepsOf(kind, row.leading_steps) : []
  return {
    executionId: row.id,
    customer: row.customer,
    workflow: kind?.title ?? row.workflow_id,
    steps: steps.map(({ id }) => dashOf(row.states?.[id])),
    until: row.snoozed_until?.toISOString() ?? null,
    to: row.escalated_to,
  }
}

function dashOf(state: string | undefined): Run['steps'][number] {
  if (state === 'completed' || state === 'skipped') return 'done'
  return state === 'snoozed' ? 'snoozed' : 'open'
}

/** Snoozed steps that are due again by an instant, the longest waiting first. */
export async function stepsBack(tx: Tx, userId: string, by: Date): Promise<Today['back']> {
  const rows = await tx.rows<{ id: string; customer: string; workflow_id: string; step_id: string; due: Date }>(
    `select e.id, c.name as customer, e.workflow_id, st.step_id, st.snoozed_until as due
       from workflow_step_states st
       join workflow_executions e on e.company_id = st.company_id and e.id = st.execution_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where st.status = 'snoozed' and st.snoozed_until <= $2 and e.assigned_to = $1
        and e.status in ('pending', 'in_progress', 'snoozed', 'escalated')
      order by st.snoozed_until, c.name limit 50`,
    [userId, by],
  )
  return rows.map((row) => ({
    executionId: row.id,
    customer: row.customer,
    workflow: workflowNamed(row.workflow_id)?.title ?? row.workflow_id,
    step: nameOfStep(row.step_id),
    dueAt: row.due.toISOString(),
  }))
}

/** What a person finished on a day of the company's calendar. */
export async function doneOn(
  tx: Tx,
  userId: string,
  { day, timeZone }: { readonly day: Day; readonly timeZone: string },
): Promise<Today['doneToday']> {
  const rows = await tx.rows<{ customer: string; workflow_id: string }>(
    `select c.name as customer, e.workflow_id
       from workflow_executions e join customers c on c.company_id = e.company_id and c.id = e.customer_id
      where e.assigned_to = $1 and e.status = 'completed' and (e.completed_at at time zone $3)::date = $2::date
      order by e.completed_at desc limit 50`,
    [userId, isoDay(day), timeZone],
  )
  return rows.map(({ customer, workflow_id }) => ({
    customer,
    says: (workflowNamed(workflow_id)?.title ?? workflow_id).toLowerCase(),
  }))
}
