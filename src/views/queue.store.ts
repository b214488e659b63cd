import { isoDay } from '../base/day.ts'
import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { OPEN } from '../spine/execution.store.ts'
import type { KeptFactors } from '../spine/factor.ts'
import type { Reason } from '../spine/open-execution.ts'
import type { AccountPlan, Stage } from '../spine/words.ts'
import { readOn } from '../stages/prioritize/read-on.ts'
import type { QueueEntry } from '../stages/queue/card.ts'
import { completedByPeople } from './day.store.ts'

/** An open execution as a list shows it, whoever has it. */
export type QueueRow = Omit<QueueEntry, 'contacts'> & {
  readonly stage: Stage | null
  /** The customer's own, in `currency`; `arr` is what the execution is about. */
  readonly customerArr: number | null
  readonly currency: string
  /** What scores are counted in. */
  readonly reportingCurrency: string
  readonly accountPlan: AccountPlan | null
  readonly because: readonly Reason[]
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly healthScore: number | null
  readonly riskScore: number | null
}

/** The open executions of some people (null: of everybody), with what a list of them shows; of one customer where it is named. */
export async function queueRows(
  tx: Tx,
  userIds: readonly string[] | null,
  today: Day,
  customerId: string | null = null,
): Promise<QueueRow[]> {
  const rows = await tx.rows<Omit<QueueRow, 'factors'> & { readonly factors: KeptFactors }>(
    `select e.id as "executionId", coalesce(e.priority_score, 0) as score, coalesce(e.priority_factors, '[]') as factors,
            coalesce(r.date, s.renewal_date) as "renewalDate",
            case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end - $2::date
              as "daysUntilRenewal",
            case when e.family = 'renewal' then coalesce(r.arr_at_stake, c.arr) else c.arr end as arr,
            c.id as "customerId", c.external_id as "customerExternalId", c.name as "customerName", c.parent_id as "parentId",
            c.arr as "customerArr", coalesce(c.currency, co.currency) as currency, co.currency as "reportingCurrency", c.account_plan as "accountPlan", e.family, e.workflow_id as "workflowId",
            case when e.renewal_id is not null then e.stage else coalesce(s.stage, e.stage) end as stage, e.because, e.status, e.held,
            e.folded_under as "foldedUnder", e.snoozed_until as "snoozedUntil", e.next_due_step_date as "nextDueStepAt", e.due_at as "dueOn",
            coalesce(e.status = 'in_progress' and (e.next_due_step_date at time zone co.time_zone)::date > $2::date
              and not exists (select from workflow_step_states st where st.company_id = e.company_id and st.execution_id = e.id
                               and st.status in ('not_started', 'in_progress', 'escalated')), false) as waiting,
            e.assigned_to as "ownerId", u.name as "ownerName", coalesce(s.health_override, s.health) as "healthScore",
            coalesce(s.risk_override, s.risk) as "riskScore"
       from workflow_executions e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = e.renewal_id
      where e.${OPEN} and ($1::uuid[] is null or e.assigned_to = any($1::uuid[]))
        and ($3::uuid is null or e.customer_id = $3)`,
    [userIds, isoDay(today), customerId],
  )
  return rows.map((row) => ({ ...row, factors: readOn(row.factors, today) }))
}

/** E-mail addresses of the active contacts of these customers: parents and children who share one share a card. */
export async function contactsOf(
  tx: Tx,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; contacts: string[] }>(
    `select customer_id as id, array_agg(distinct lower(email)) as contacts from contacts
      where customer_id = any($1::uuid[]) and active and email is not null group by customer_id`,
    [customerIds],
  )
  return new Map(rows.map((row) => [row.id, row.contacts]))
}

/** How many executions these people (null: all) completed on a day of the company's calendar; what the rules closed is not theirs. */
export async function completedOn(tx: Tx, userIds: readonly string[] | null, day: Day): Promise<number> {
  const row = await tx.row<{ count: number }>(
    `select count(*)::integer as count from workflow_executions e join companies co on co.id = e.company_id
      where ${completedByPeople('$2', 'co.time_zone')}
        and ($1::uuid[] is null or e.assigned_to = any($1::uuid[]))`,
    [userIds, isoDay(day)],
  )
  return row?.count ?? 0
}
