import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { KeptFactors, Score } from '../spine/factor.ts'
import type { RenewalProgress } from '../spine/words.ts'
import { readOn } from '../stages/prioritize/read-on.ts'
import { detailOf, type AnalysisDetail, type StoredAnalysis } from '../stages/analyze/stored-analysis.ts'
import type { SourceDays } from './why.ts'

export type ScoredExecution = {
  readonly id: string
  readonly customer_id: string
  readonly customer: string
  readonly currency: string
  readonly priority: Score
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly configuration_version: number | null
  readonly read_at: Date | null
}

/** Executions with their scores and their factors as they read today; unknown ids are left out. */
export async function scoredExecutions(
  tx: Tx,
  ids: readonly string[],
  today: Day,
): Promise<ReadonlyMap<string, ScoredExecution>> {
  type Row = Omit<ScoredExecution, 'priority'> & {
    readonly value: number | null
    readonly factors: KeptFactors | null
  }
  const rows = await tx.rows<Row>(
    `select e.id, e.customer_id, c.name as customer, co.currency, e.priority_score as value, e.priority_factors as factors,
            case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as owner,
            run.configuration_version, run.finished_at as read_at
       from workflow_executions e
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       left join lateral (select j.configuration_version, j.finished_at from job_runs j
                           where j.company_id = e.company_id and j.kind = 'daily' and j.status = 'finished' and j.cause in ('scheduled', 'by-hand')
                           order by j.started_at desc limit 1) run on true
      where e.id = any($1::uuid[])`,
    [ids],
  )
  return new Map(
    rows.map(({ value, factors, ...row }) => [
      row.id,
      { ...row, priority: { value: value ?? 0, factors: readOn(factors ?? [], today) } },
    ]),
  )
}

export type StandingRow = {
  readonly customer: string
  readonly currency: string
  readonly customer_currency: string
  readonly arr: number | null
  readonly customer_since: Day | null
  readonly customer_on: Day | null
  readonly health: number | null
  readonly risk: number | null
  readonly opportunity: number | null
  readonly coverage: number | null
  readonly health_override: number | null
  readonly risk_override: number | null
  readonly usage_change: number | null
  readonly renewal_date: Day | null
  readonly decision_date: Day | null
  readonly stage_date: Day | null
  readonly next_renewal_id: string | null
  readonly analysis: AnalysisDetail | null
  readonly configuration_version: number | null
  readonly read_at: Date | null
}

/** Where a customer stands, with the newest analysis behind it; undefined: unknown customer. */
export async function standingOf(tx: Tx, customerId: string): Promise<StandingRow | undefined> {
  const row = await tx.row<Omit<StandingRow, 'analysis'> & { readonly analysis: StoredAnalysis | null }>(
    `select c.name as customer, co.currency, coalesce(c.currency, co.currency) as customer_currency, c.arr, c.customer_since,
            coalesce(c.source_updated_at, c.known_at)::date as customer_on,
            s.health, s.risk, s.opportunity, s.coverage, s.health_override, s.risk_override, s.usage_change,
            s.renewal_date, s.decision_date, s.stage_date, s.next_renewal_id,
            latest.factors as analysis, latest.configuration_version, run.finished_at as read_at
       from customers c
       join companies co on co.id = c.company_id
       left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id
       left join lateral (select i.factors, i.configuration_version from customer_intelligence i
                           where i.company_id = c.company_id and i.customer_id = c.id
                           order by i.as_of desc, i.run_id desc limit 1) latest on true
       left join lateral (select j.finished_at from job_runs j
                           where j.company_id = c.company_id and j.kind = 'daily' and j.status = 'finished' and j.cause in ('scheduled', 'by-hand')
                           order by j.started_at desc limit 1) run on true
      where c.id = $1`,
    [customerId],
  )
  return row && { ...row, analysis: row.analysis && detailOf(row.analysis) }
}

/** The newest record of each source behind a customer's score. */
export async function sourceDaysOf(tx: Tx, customerId: string): Promise<SourceDays> {
  const row = await tx.row<SourceDays>(
    `select coalesce(c.source_updated_at, c.known_at)::date as customer,
            (select max(k.known_at)::date from contracts k where k.company_id = c.company_id and k.customer_id = c.id) as contract,
            (select max(u.last_day) from usage_windows u where u.company_id = c.company_id and u.customer_id = c.id) as usage,
            s.as_of as health, s.as_of as risk
       from customers c left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id
      where c.id = $1`,
    [customerId],
  )
  return row ?? {}
}

export type ContractRow = {
  readonly start_date: Day | null
  readonly end_date: Day | null
  readonly value: number | null
  readonly currency: string | null
  readonly auto_renew: boolean
  readonly notice_days: number | null
  readonly known_on: Day
  /** Whether the customer's next renewal is about it. */
  readonly of_renewal: boolean
}

/** A customer's contracts that have not ended more than 60 days before a day, the next to end first. */
export function contractsOf(tx: Tx, customerId: string, today: Day): Promise<ContractRow[]> {
  return tx.rows<ContractRow>(
    `select k.start_date, k.end_date, k.value, k.currency, k.auto_renew, k.notice_days, k.known_at::date as known_on,
            k.id = any(coalesce(r.contract_ids, '{}')) as of_renewal
       from contracts k
       left join customer_standings s on s.company_id = k.company_id and s.customer_id = k.customer_id
       left join renewals r on r.company_id = k.company_id and r.id = s.next_renewal_id
      where k.customer_id = $1 and (k.end_date is null or k.end_date >= $2::date - 60)
      order by k.end_date nulls last, k.id limit 6`,
    [customerId, isoDay(today)],
  )
}

/** How far the talk about a renewal is. */
export async function progressOf(tx: Tx, renewalId: string | null): Promise<RenewalProgress | null> {
  if (renewalId === null) return null
  return (
    (await tx.row<{ progress: RenewalProgress }>(`select progress from renewals where id = $1`, [renewalId]))
      ?.progress ?? null
  )
}
