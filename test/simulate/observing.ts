import { isoDay, type Day } from '../../src/base/day.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import type { Reason } from '../../src/spine/open-execution.ts'
import { cardOf, cardRows } from '../../src/views/card.store.ts'
import type { Family, Stage } from '../../src/spine/words.ts'
import type { Move } from '../../src/stages/queue/order-of-day.ts'

/** A card as the order of the day names it, with what a reader would look up about it. */
export type SeenCard = {
  readonly executionId: string
  readonly customer: string
  readonly name: string
  readonly workflowId: string
  readonly family: Family
  readonly stage: Stage | null
  readonly renewal: string | null
  readonly because: readonly Reason[]
  /** The sentences on the card. */
  readonly why: string
  readonly status: string
  readonly score: number
  readonly arr: number | null
  readonly days: number | null
  readonly risk: number | null
  readonly health: number | null
  readonly dueOn: Day | null
  readonly openedOn: Day
  readonly isNew: boolean
  readonly moved: Move | null
  readonly folded: readonly string[]
  /** Customers of everything on the card, those of the folded ones too. */
  readonly customers: readonly string[]
  readonly progress: string | null
  readonly gate: string | null
}

export type Morning = {
  readonly csm: string
  readonly day: Day
  readonly cards: readonly SeenCard[]
  /** Everything that is open for the person, folded, held and snoozed included. */
  readonly open: number
  /** Open, neither snoozed nor held, and due by the end of the week or late. */
  readonly dueThisWeek: number
  readonly doneForYou: readonly { readonly customer: string; readonly says: string }[]
  readonly monitored: number
  readonly gated: readonly { readonly customer: string; readonly gate: string }[]
}

/** What a CSM finds in the morning: the stored order of the day, read as the product keeps it. */
export async function morningOf(
  tx: Tx,
  csm: { readonly id: string; readonly name: string },
  day: Day,
): Promise<Morning> {
  const rows = await tx.rows<Omit<SeenCard, 'why'>>(
    `select e.id as "executionId", c.external_id as customer, c.name, e.workflow_id as "workflowId", e.family, e.stage,
            coalesce(r.external_id, r.id::text) as renewal, e.because, e.status, e.priority_score as score,
            case when e.family = 'renewal' then coalesce(r.arr_at_stake, c.arr) else c.arr end as arr,
            case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end - $2::date as days,
            coalesce(s.risk_override, s.risk) as risk, s.health, e.due_at as "dueOn", e.opened_on as "openedOn", k."isNew", k.moved,
            array(select f.workflow_id from json_array_elements_text(k.folded) as x(id) join workflow_executions f on f.id = x.id::uuid) as folded,
            array(select distinct fc.external_id from workflow_executions f join customers fc on fc.id = f.customer_id
                   where f.id = e.id or f.id in (select x.id::uuid from json_array_elements_text(k.folded) as x(id))) as customers,
            r.progress, s.gate
       from daily_summaries d
       cross join lateral rows from (json_to_recordset(d.cards) as ("executionId" uuid, folded json, "isNew" boolean, moved json))
         with ordinality as k("executionId", folded, "isNew", moved, place)
       join workflow_executions e on e.id = k."executionId"
       join customers c on c.id = e.customer_id
       left join customer_standings s on s.customer_id = c.id
       left join renewals r on r.id = e.renewal_id
      where d.user_id = $1 and d.day = $2::date order by k.place`,
    [csm.id, isoDay(day)],
  )
  const told = await cardRows(
    tx,
    rows.map(({ executionId }) => executionId),
  )
  const whys = new Map(
    told.map((row) => [row.id, cardOf(row, { today: day, folded: [], isNew: false, moved: null }).why]),
  )
  const cards = rows.map((row): SeenCard => {
    const why = whys.get(row.executionId)
    return { ...row, why: why ? `${why.first} ${why.rest}`.trim() : '' }
  })
  const counts = await tx.row<Pick<Morning, 'open' | 'dueThisWeek'>>(
    `select count(*)::int as open,
            count(*) filter (where status in ('pending', 'in_progress') and not held and folded_under is null and due_at <= $2::date)::int as "dueThisWeek"
       from workflow_executions where assigned_to = $1 and status in ('pending', 'in_progress', 'snoozed', 'escalated')`,
    [csm.id, isoDay(day + 6)],
  )
  const summary = await tx.row<Pick<Morning, 'doneForYou'> & { monitored: { customers: number } }>(
    `select done_for_you as "doneForYou", monitored from daily_summaries where user_id = $1 and day = $2::date`,
    [csm.id, isoDay(day)],
  )
  const gated = await tx.rows<{ customer: string; gate: string }>(
    `select c.external_id as customer, s.gate from customers c join customer_standings s on s.customer_id = c.id
      where c.owner_id = $1 and s.gate is not null order by s.gate, c.external_id`,
    [csm.id],
  )
  return {
    csm: csm.name,
    day,
    cards,
    open: counts?.open ?? 0,
    dueThisWeek: counts?.dueThisWeek ?? 0,
    doneForYou: summary?.doneForYou ?? [],
    monitored: summary?.monitored.customers ?? 0,
    gated,
  }
}

/** What folds under a card and can be done in the same conversation: of the same customer, neither held nor put off. */
export async function foldedOf(tx: Tx, card: SeenCard): Promise<SeenCard[]> {
  const rows = await tx.rows<
    Pick<SeenCard, 'executionId' | 'workflowId' | 'family' | 'stage' | 'status' | 'renewal' | 'openedOn'>
  >(
    `select e.id as "executionId", e.workflow_id as "workflowId", e.family, e.stage, e.status, coalesce(r.external_id, r.id::text) as renewal,
            e.opened_on as "openedOn"
       from workflow_executions lead join workflow_executions e on e.customer_id = lead.customer_id and e.id <> lead.id
       left join renewals r on r.id = e.renewal_id
      where lead.id = $1 and e.assigned_to = lead.assigned_to and not e.held and e.status in ('pending', 'in_progress')
      order by e.workflow_id, e.id`,
    [card.executionId],
  )
  return rows.map((row) => ({ ...card, ...row, folded: [], isNew: false, moved: null }))
}
