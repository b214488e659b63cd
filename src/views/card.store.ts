import { isoDay, weekdayOf, type Day } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import type { Tx } from '../platform/postgres.ts'
import { stepsOf } from '../spine/catalogue.ts'
import { STEPS_OF_DEFINITION } from '../spine/definition.store.ts'
import { OPEN } from '../spine/execution.store.ts'
import type { WorkflowStep } from '../spine/workflow-kind.ts'
import type { AccountPlan, Family, RenewalProgress, Stage } from '../spine/words.ts'
import { detailOf, type StoredAnalysis } from '../stages/analyze/stored-analysis.ts'
import type { Card } from './card.contract.ts'
import { aged } from '../stages/determine/because.ts'
import { whyNow } from './why-now.ts'

export type CardRow = {
  readonly id: string
  readonly customer_id: string
  readonly customer: string
  readonly arr: number | null
  readonly currency: string
  readonly account_plan: AccountPlan | null
  readonly workflow_id: string
  readonly family: Family
  readonly trigger: string
  readonly because: readonly { readonly code: string; readonly value: number | string | null }[]
  readonly title: string
  readonly minutes: number
  readonly own_steps: readonly WorkflowStep[]
  readonly leading_steps: readonly string[]
  readonly status: Card['status']
  readonly stage: Stage | null
  readonly priority_score: number | null
  readonly due_at: Day | null
  readonly opened_on: Day
  readonly renewal_date: Day | null
  readonly decision_date: Day | null
  readonly stage_date: Day | null
  readonly progress: RenewalProgress | null
  readonly health: number | null
  readonly health_override: number | null
  readonly risk: number | null
  readonly risk_override: number | null
  readonly usage_change: number | null
  readonly health_decline: number | null
  readonly earlier_health: number | null
  readonly analysis: StoredAnalysis | null
}

/** Joins the analysis that health is compared with: the last one at least 28 days before the newest, of the customer that `s` stands for. */
export const earlierHealth = (customerId: string): string =>
  `left join lateral (select i.health from customer_intelligence i
                       where i.company_id = s.company_id and i.customer_id = ${customerId} and i.as_of <= s.as_of - 28
                       order by i.as_of desc, i.run_id desc limit 1) earlier on true`

/**
 * Open executions with what a card shows of their customers, in one set-wise read; steps are those of the definition they were opened with.
 * The stage is the customer's on its next renewal; an execution of another renewal keeps its own dates.
 */
export function cardRows(tx: Tx, executionIds: readonly string[]): Promise<CardRow[]> {
  return tx.rows<CardRow>(
    `select e.id, e.customer_id, c.name as customer, c.arr, coalesce(c.currency, co.currency) as currency, c.account_plan,
            e.workflow_id, d.title, d.target_minutes as minutes, ${STEPS_OF_DEFINITION} as own_steps, e.family, e.trigger, e.because,
            e.leading_steps, e.status,
            case when e.renewal_id is not null then e.stage else coalesce(s.stage, e.stage) end as stage,
            e.priority_score, e.due_at, e.opened_on,
            coalesce(r.date, s.renewal_date) as renewal_date,
            case when r.id is null or r.id = s.next_renewal_id then s.decision_date else r.decision_date end as decision_date,
            case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end as stage_date,
            r.progress, s.health, s.health_override, s.risk, s.risk_override, s.usage_change, s.health_decline,
            earlier.health as earlier_health, latest.factors as analysis
       from workflow_executions e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = e.renewal_id
       left join lateral (select i.factors from customer_intelligence i
                           where i.company_id = e.company_id and i.customer_id = e.customer_id
                           order by i.as_of desc, i.run_id desc limit 1) latest on true
       ${earlierHealth('e.customer_id')}
      where e.id = any($1::uuid[]) and e.${OPEN}`,
    [executionIds],
  )
}

type OnTheDay = {
  readonly today: Day
  readonly folded: readonly string[]
  readonly isNew: boolean
  readonly moved: string | null
}

/** A card as it is shown on a day. */
export function cardOf(row: CardRow, { today, folded, isNew, moved }: OnTheDay): Card {
  const steps = stepsOf({ steps: row.own_steps }, row.leading_steps).map(({ name }) => name)
  const counted = row.stage_date ?? row.renewal_date
  const counts = counted === null ? null : { date: counted, days: counted - today, kind: dateKind(row) }
  const detail = row.analysis && detailOf(row.analysis)
  const risk = row.risk_override ?? row.risk ?? 0
  const health = row.health_override ?? row.health ?? 0
  return {
    executionId: row.id,
    customer: { id: row.customer_id, name: row.customer },
    workflow: {
      id: row.workflow_id,
      title: row.title,
      family: row.family,
      steps,
      minutes: row.minutes,
    },
    stage: row.stage,
    score: row.priority_score ?? 0,
    why: whyNow({
      family: row.family,
      trigger: row.trigger,
      because: row.because.map((reason) => aged(reason, today - row.opened_on)),
      days: counts?.days ?? null,
      kind: counts?.kind ?? 'renewal',
      weekday: counts && weekdayOf(counts.date),
      progress: row.progress,
      risk,
      riskFactors: detail?.risk ?? [],
      opportunityFactors: detail?.opportunity ?? [],
      usageChange: row.usage_change,
      health,
      openTickets: detail?.support.open ?? null,
      today,
    }),
    arr: { amount: row.arr, currency: row.currency, plan: row.account_plan },
    renewal: counts && { date: isoDay(counts.date), days: counts.days, kind: counts.kind },
    health: {
      value: health,
      change: healthChange(row),
      uncertain: detail?.uncertain ?? true,
      overridden: row.health_override !== null,
    },
    risk: { value: risk, overridden: row.risk_override !== null },
    usageChange: row.usage_change === null ? null : roundHundredth(row.usage_change),
    folded: [...folded],
    isNew,
    moved,
    status: row.status,
    dueOn: row.due_at === null ? null : isoDay(row.due_at),
    late: row.due_at !== null && row.due_at < today,
  }
}

const dateKind = (row: CardRow): 'renewal' | 'decision' =>
  row.decision_date !== null && row.stage_date === row.decision_date && row.stage_date !== row.renewal_date
    ? 'decision'
    : 'renewal'

/**
 * Points of health against the analysis before; null: no comparison yet. A fall is what the analysis says, which compares like with like;
 * a rise is plain news and needs no more than both figures.
 */
export function healthChange({
  health,
  health_decline,
  earlier_health,
}: Pick<CardRow, 'health' | 'health_decline' | 'earlier_health'>): number | null {
  if (health_decline === null) return null
  if (health_decline > 0 || health === null || earlier_health === null) return -health_decline
  return Math.max(0, roundHundredth(health - earlier_health))
}
