import { isoDay, type Day } from '../../base/day.ts'
import { roundHundredth } from '../../base/round.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { AccountPlan, Stage } from '../../spine/words.ts'
import type { Factor, KeptFactors } from '../../spine/factor.ts'
import type { Analysis, UsageTrend } from '../analyze/analysis.ts'
import { headlineOf } from '../analyze/headline.ts'
import { insightOf } from '../analyze/insight.ts'
import { wordsOf } from '../analyze/sentences.ts'
import { analysisFrom, type AnalysisColumns, type StoredAnalysis } from '../analyze/stored-analysis.ts'
import { readOn } from '../prioritize/read-on.ts'
import type { ExecutionContext } from '../compose/context.contract.ts'

type Row = {
  readonly customer: Omit<ExecutionContext['customer'], 'renewalDate' | 'lastTouchAt'> & {
    readonly lastTouchAt: string | null
  }
  readonly renewalDate: Day | null
  readonly counted: Day | null
  readonly plan: AccountPlan | null
  readonly licensedUsers: number | null
  readonly workflowId: string
  readonly title: string
  readonly stage: Stage | null
  readonly score: number | null
  readonly factors: KeptFactors
  readonly healthOverride: number | null
  readonly riskOverride: number | null
  readonly reporting: string
  readonly locale: string
  readonly renewal: ExecutionContext['renewal']
}

type Lists = {
  readonly contacts: ExecutionContext['contacts']
  readonly contracts: ExecutionContext['contracts']
  readonly opportunities: ExecutionContext['data']['salesforce']['opportunities']
  readonly cases: readonly {
    readonly id: string
    readonly subject: string | null
    readonly priority: string
    readonly openedAt: string
  }[]
  readonly arrHistory: ExecutionContext['data']['financials']['arrHistory']
  readonly paymentHistory: ExecutionContext['data']['financials']['paymentHistory']
  readonly features: readonly string[]
  readonly activeUsers: number | null
  readonly usageDays: readonly (number | null)[] | null
  readonly usageLastDay: string | null
  readonly history: ExecutionContext['intelligence']['history']
  readonly engagements: ExecutionContext['data']['engagement']['last']
  readonly meetings: number
  readonly openTickets: number
  readonly urgentTickets: number
}

type Moment = { readonly today: Day; readonly now: Date }

/** What the texts of an execution read, as it is now. Undefined: the company has no such execution. */
export async function contextOf(
  tx: Tx,
  executionId: string,
  { today, now }: Moment,
): Promise<ExecutionContext | undefined> {
  const row = await tx.row<Row>(
    `select json_build_object('id', c.id, 'externalId', c.external_id, 'name', c.name, 'domain', c.domain, 'industry', c.industry,
              'segment', c.segment, 'tier', c.tier, 'touch', c.touch, 'arr', c.arr, 'currency', coalesce(c.currency, co.currency),
              'accountPlan', c.account_plan, 'customerSince', c.customer_since, 'lifecycleStage', c.lifecycle_stage, 'owner', o.name,
              'ownerEmail', o.email, 'nextStep', c.next_step, 'lastTouchAt', c.last_touch_at, 'competitors', c.competitors,
              'attributes', c.attributes) as customer,
            coalesce(r.date, s.renewal_date, c.renewal_date) as "renewalDate",
            case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end as counted,
            c.account_plan as plan, c.licensed_users as "licensedUsers", e.workflow_id as "workflowId", d.title,
            case when e.renewal_id is not null then e.stage else coalesce(s.stage, e.stage) end as stage, e.priority_score as score,
            coalesce(e.priority_factors, '[]') as factors, s.health_override as "healthOverride", s.risk_override as "riskOverride",
            co.currency as reporting, co.locale,
            case when r.id is null then null else json_build_object('id', r.id, 'date', r.date, 'decisionDate', r.decision_date,
              'arrAtStake', r.arr_at_stake, 'targetAmount', r.target_amount, 'proposedAmount', r.proposed_amount,
              'currency', r.currency, 'progress', r.progress, 'nextStep', r.next_step) end as renewal
       from workflow_executions e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users o on o.company_id = c.company_id and o.id = c.owner_id
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = coalesce(e.renewal_id, s.next_renewal_id)
      where e.id = $1`,
    [executionId],
  )
  if (!row) return undefined
  const lists = await listsOf(tx, row.customer.id)
  const analysis = await lastAnalysis(tx, row.customer.id)
  const licensed = row.licensedUsers
  const usage = analysis?.usage ?? null
  return {
    customer: {
      ...row.customer,
      renewalDate: row.renewalDate === null ? null : isoDay(row.renewalDate),
      lastTouchAt: row.customer.lastTouchAt === null ? null : new Date(row.customer.lastTouchAt).toISOString(),
    },
    intelligence: { ...intelligenceOf(row, analysis, today), history: lists.history },
    data: {
      salesforce: {
        opportunities: lists.opportunities,
        cases: lists.cases.map((each) => ({ ...each, openedAt: new Date(each.openedAt).toISOString() })),
        contacts: lists.contacts,
      },
      usage: {
        activeUsers: lists.activeUsers,
        licensedUsers: licensed,
        utilizationRate:
          lists.activeUsers === null || licensed === null || licensed === 0
            ? null
            : roundHundredth((100 * lists.activeUsers) / licensed),
        trend: usage?.direction ?? null,
        changePercent: usage === null ? null : roundHundredth(usage.changePercent),
        featureAdoption: [...lists.features],
        lastDay: lists.usageLastDay,
        weekly: weeksOf(lists.usageDays ?? []),
      },
      financials: {
        currentARR: row.customer.arr,
        currency: row.customer.currency,
        arrHistory: lists.arrHistory,
        paymentHistory: lists.paymentHistory,
      },
      engagement: {
        lastMeeting: dateOf(analysis?.lastTwoWayOn ?? null),
        lastQbr: dateOf(analysis?.lastQbrOn ?? null),
        meetingsIn90Days: lists.meetings,
        supportTickets: lists.openTickets,
        urgentTickets: lists.urgentTickets,
        last: lists.engagements,
      },
    },
    renewal: row.renewal,
    contacts: lists.contacts,
    contracts: lists.contracts,
    workflow: {
      id: row.workflowId,
      executionId,
      title: row.title,
      stage: row.stage,
      daysUntilRenewal: row.counted === null ? null : row.counted - today,
      priorityScore: row.score,
      priorityFactors: readOn(row.factors, today).map(({ code, value, contribution }) => ({
        factor: code,
        value,
        contribution,
      })),
    },
    takenAt: now.toISOString(),
  }
}

const DAYS_A_WEEK = 7
const WORKING_DAYS_A_WEEK = 5

/** Of each week, the oldest first, the mean of its five busiest days: weekends are no decline. Null: nothing is known of the week. */
function weeksOf(days: readonly (number | null)[]): (number | null)[] {
  return Array.from({ length: Math.floor(days.length / DAYS_A_WEEK) }, (_, week) => {
    const known = days
      .slice(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK)
      .filter((value) => value !== null)
      .sort((a, b) => b - a)
      .slice(0, WORKING_DAYS_A_WEEK)
    return known.length === 0 ? null : roundHundredth(known.reduce((sum, value) => sum + value, 0) / known.length)
  })
}

const dateOf = (day: Day | null): string | null => (day === null ? null : isoDay(day))

type Intelligence = Omit<ExecutionContext['intelligence'], 'history'>

const reasonsOf = (factors: readonly Factor[], usage: UsageTrend | null): Intelligence['riskFactors'] =>
  factors.map((factor) => ({
    code: factor.code,
    ...wordsOf(factor, usage),
    contribution: factor.contribution,
    source: factor.source,
    on: dateOf(factor.on),
  }))

function intelligenceOf(row: Row, analysis: Analysis | undefined, today: Day): Intelligence {
  if (!analysis)
    return {
      asOf: null,
      healthScore: row.healthOverride,
      riskScore: row.riskOverride,
      opportunityScore: null,
      coverage: null,
      uncertain: true,
      healthDecline: null,
      healthFactors: [],
      riskFactors: [],
      sentiment: null,
      headline: null,
      aiSummary: null,
      insights: [],
      recommendations: [],
      talkingPoints: [],
    }
  const { name, currency } = row.customer
  // Sentences speak of one currency; an amount in another one is left unsaid.
  const arr = currency === row.reporting ? row.customer.arr : null
  const insight = insightOf({
    customer: { name, arr, accountPlan: row.plan },
    analysis,
    today,
    currency: row.reporting,
    locale: row.locale,
  })
  return {
    asOf: isoDay(analysis.asOf),
    healthScore: row.healthOverride ?? analysis.health.value,
    riskScore: row.riskOverride ?? analysis.risk.value,
    opportunityScore: analysis.opportunity.value,
    coverage: analysis.coverage,
    uncertain: analysis.uncertain,
    healthDecline: analysis.healthDecline,
    healthFactors: reasonsOf(analysis.health.factors, analysis.usage),
    riskFactors: reasonsOf(analysis.risk.factors, analysis.usage),
    sentiment: insight.sentiment,
    headline: headlineOf(analysis),
    aiSummary: insight.summary,
    insights: insight.insights.map(({ text }) => ({ text })),
    recommendations: insight.recommendations.map(({ text, action }) => ({ text, action })),
    talkingPoints: [...insight.talkingPoints],
  }
}

async function lastAnalysis(tx: Tx, customerId: string): Promise<Analysis | undefined> {
  const row = await tx.row<AnalysisColumns & { readonly stored: StoredAnalysis }>(
    `select as_of as "asOf", model_version as "modelVersion", configuration_version as "configurationVersion", profile, health, risk,
            opportunity, coverage, health_decline as "healthDecline", factors as stored
       from customer_intelligence where customer_id = $1 order by as_of desc, run_id desc limit 1`,
    [customerId],
  )
  return row && analysisFrom(row, row.stored)
}

/** The lists beside the figures, each bounded: what a person can take in, the newest first. */
async function listsOf(tx: Tx, customerId: string): Promise<Lists> {
  const of = (columns: string, from: string): string =>
    `(select coalesce(json_agg(x), '[]') from (select ${columns} from ${from}) x)`
  const row = await tx.row<Lists>(
    `select
       ${of(`id, name, email, title, role, phone, opted_out as "optedOut"`, `contacts where customer_id = $1 and active order by array_position(array['champion', 'economic-buyer', 'exec-sponsor', 'primary', 'detractor', 'user'], role) nulls last, name, id limit 50`)} as contacts,
       ${of(
         `k.id, k.start_date as "startDate", k.end_date as "endDate", k.term_months as "termMonths", k.value, k.currency,
          k.auto_renew as "autoRenew", k.notice_days as "noticeDays", k.status,
          (select coalesce(json_agg(json_build_object('kind', t.kind, 'text', t.text, 'value', t.value) order by t.position), '[]')
             from contract_terms t where t.company_id = k.company_id and t.contract_id = k.id) as terms`,
         `contracts k where k.customer_id = $1 order by k.end_date desc nulls last, k.id limit 20`,
       )} as contracts,
       ${of(`id, name, stage, amount, currency, close_date as "closeDate"`, `opportunities where customer_id = $1 and outcome = 'open' order by close_date nulls last, id limit 20`)} as opportunities,
       ${of(`id, subject, priority, opened_at as "openedAt"`, `support_tickets where customer_id = $1 and open order by opened_at desc, id limit 20`)} as cases,
       ${of(`day as date, arr`, `arr_history where customer_id = $1 order by day desc limit 24`)} as "arrHistory",
       ${of(`date, due_date as "dueDate", amount, currency, paid_at as "paidAt"`, `invoices where customer_id = $1 order by date desc nulls last, id limit 12`)} as "paymentHistory",
       coalesce((select features[:50] from usage_features where customer_id = $1), '{}') as features,
       (select max(d) from usage_windows, unnest(days[78:84]) d where customer_id = $1 and metric = 'active_users') as "activeUsers",
       (select to_json(days) from usage_windows where customer_id = $1 and metric = 'active_users') as "usageDays",
       (select last_day::text from usage_windows where customer_id = $1 and metric = 'active_users') as "usageLastDay",
       ${of(`as_of as "asOf", health::float, risk::float`, `(select as_of, health, risk from customer_intelligence where customer_id = $1 order by as_of desc, run_id desc limit 26) newest order by as_of`)} as history,
       ${of(`kind, at::date as on, notes, attendees as with`, `engagements where customer_id = $1 and at <= app.now() order by at desc, id desc limit 6`)} as engagements,
       (select count(*)::int from engagements where customer_id = $1 and two_way and at <= app.now() and at > app.now() - interval '90 days') as meetings,
       (select count(*)::int from support_tickets where customer_id = $1 and open) as "openTickets",
       (select count(*)::int from support_tickets where customer_id = $1 and open and priority = 'urgent') as "urgentTickets"`,
    [customerId],
  )
  if (!row) throw new Error('A customer has its lists')
  return row
}

/** What was read when the execution was begun; undefined: it was not. */
export async function keptContext(tx: Tx, executionId: string): Promise<ExecutionContext | undefined> {
  const row = await tx.row<{ context: ExecutionContext | null }>(
    'select context_data as context from workflow_executions where id = $1',
    [executionId],
  )
  return row?.context ?? undefined
}
