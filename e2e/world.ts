import type pg from 'pg'
import { createCompany } from '../src/access/companies.store.ts'
import { createUser } from '../src/access/users.store.ts'
import { isoDay, type Day } from '../src/base/day.ts'
import { stepsOf, workflow } from '../src/spine/catalogue.ts'
import { storedFactor, type Factor } from '../src/spine/factor.ts'
import type { Analysis } from '../src/stages/analyze/analysis.ts'
import { storedAnalysis } from '../src/stages/analyze/stored-analysis.ts'
import { DEFAULT_PRIORITY } from '../src/stages/prioritize/prioritize.defaults.ts'
import { score } from '../src/stages/prioritize/score.ts'
import type { PrioritySignals } from '../src/stages/prioritize/signals.ts'
import type { TestDatabase } from '../test/database.ts'
import { givenAnalysis } from '../test/given-customer.ts'

/** One customer with one open execution, as a daily run would leave them. */
export type Story = {
  readonly name: string
  readonly workflowId: string
  readonly stage: string
  readonly days: number
  readonly arr: number
  readonly plan: 'invest' | 'expand' | 'manage' | 'monitor'
  readonly health: number
  readonly decline: number
  readonly risk: number
  readonly usage: number
  readonly tickets: number
  readonly status?: 'pending' | 'in_progress' | 'escalated'
  readonly done?: number
  readonly snoozedStep?: boolean
  readonly isNew?: boolean
}

export type World = {
  readonly companyId: string
  readonly csm: string
  readonly manager: string
  readonly executions: ReadonlyMap<string, string>
}

const healthFactors = (health: number, usage: number, on: Day): readonly Factor[] => {
  const parts: readonly [string, number | string | null, string][] = [
    ['health.usage.utilization', 64, 'usage'],
    ['health.usage.trend', usage, 'usage'],
    ['health.engagement.contact', null, 'engagements'],
    ['health.support', 4, 'tickets'],
    ['health.relationship.champion', 1, 'contacts'],
    ['health.financial', 100, 'invoices'],
  ]
  const each = Math.floor((health / parts.length) * 100) / 100
  return parts.map(([code, value, source], index) => ({
    code,
    value,
    contribution: index === 0 ? Math.round((health - each * (parts.length - 1)) * 100) / 100 : each,
    source,
    on: on - index,
  }))
}

const riskFactors = (story: Story, on: Day): readonly Factor[] => {
  const start = Math.round((100 - story.health) * 50) / 100
  const usage = story.usage <= -20 ? 12 : 0
  const urgent = story.tickets > 2 ? 6 : 0
  const rest = Math.round((story.risk - start - usage - urgent) * 100) / 100
  return [
    { code: 'risk.health', value: story.health, contribution: start, source: 'health', on: null },
    ...(usage ? [{ code: 'risk.usage', value: story.usage, contribution: usage, source: 'usage', on: on - 1 }] : []),
    ...(urgent ? [{ code: 'risk.urgent-tickets', value: 1, contribution: urgent, source: 'tickets', on }] : []),
    ...(rest
      ? [{ code: 'risk.sponsor-left', value: 'champion', contribution: rest, source: 'contacts', on: on - 24 }]
      : []),
  ]
}

function signalsOf(story: Story): PrioritySignals {
  const kind = workflow(story.workflowId)
  return {
    workflowId: kind.id,
    family: kind.family,
    stage: kind.stage,
    arr: story.arr,
    daysUntilRenewal: story.days,
    healthDecline: story.decline,
    usageChangePercent: story.usage,
    accountPlan: story.plan,
    riskScore: story.risk,
    csmExperience: 1,
    activeWorkflows: 0,
    dueSnoozedStep: false,
  }
}

/** A sample company with a CSM, a manager and the stories as the CSM's day, in the order of their scores. */
export async function tellWorld(
  { database, owner }: TestDatabase,
  {
    today,
    stories,
    names,
  }: {
    readonly today: Day
    readonly stories: readonly Story[]
    readonly names: {
      readonly company: string
      readonly csm: string
      readonly manager: string
      readonly colleague?: string
    }
  },
): Promise<World> {
  const company = await createCompany({ database }, { name: names.company, timeZone: 'Europe/Berlin', sample: true })
  const csm = await createUser(
    { database },
    { companyId: company.id, name: names.csm, email: `csm@${company.id}.test`, role: 'csm' },
  )
  const manager = await createUser(
    { database },
    { companyId: company.id, name: names.manager, email: `lead@${company.id}.test`, role: 'manager' },
  )
  if (names.colleague) {
    await createUser(
      { database },
      { companyId: company.id, name: names.colleague, email: `other@${company.id}.test`, role: 'csm' },
    )
  }
  const run = await owner.query<{ id: string }>(
    `insert into job_runs (company_id, kind, cause, local_date, status, phase, started_by, configuration_version, finished_at)
     values ($1, 'daily', 'scheduled', $2, 'finished', 'done', 'test', 1, $2::date + time '05:00') returning id`,
    [company.id, isoDay(today)],
  )
  const place = { companyId: company.id, csm: csm.id, runId: run.rows[0]?.id ?? '', today }
  const executions = new Map<string, string>()
  for (const story of stories) executions.set(story.name, await tellStory(owner, place, story))
  const scores = new Map(stories.map((story) => [story.name, score(signalsOf(story), DEFAULT_PRIORITY).value]))
  const cards = [...stories]
    .sort((a, b) => (scores.get(b.name) ?? 0) - (scores.get(a.name) ?? 0))
    .map((story) => ({ executionId: executions.get(story.name), folded: [], isNew: story.isNew === true, moved: null }))
  await owner.query(
    `insert into daily_summaries (company_id, user_id, day, run_id, cards, counts, done_for_you)
     values ($1, $2, $3, $4, $5, '{}', '[]')`,
    [company.id, csm.id, isoDay(today), place.runId, JSON.stringify(cards)],
  )
  return { companyId: company.id, csm: csm.id, manager: manager.id, executions }
}

type Place = { readonly companyId: string; readonly csm: string; readonly runId: string; readonly today: Day }

async function tellStory(owner: pg.Pool, place: Place, story: Story): Promise<string> {
  const { companyId, csm, today } = place
  const made = await owner.query<{ id: string }>(
    `insert into customers (company_id, external_id, name, name_key, arr, currency, account_plan, owner_id, customer_since, known_at)
     values ($1, $2, $2, lower($2), $3, 'USD', $4, $5, $6::date - 800, $6::date) returning id`,
    [companyId, story.name, story.arr, story.plan, csm, isoDay(today)],
  )
  const customerId = made.rows[0]?.id ?? ''
  const renewal = await owner.query<{ id: string }>(
    `insert into renewals (company_id, external_id, customer_id, date, arr_at_stake, currency) values ($1, $2, $3, $4, $5, 'USD') returning id`,
    [companyId, story.name, customerId, isoDay(today + story.days), story.arr],
  )
  const renewalId = renewal.rows[0]?.id ?? null
  await tellFigures(owner, place, { story, customerId, renewalId })
  return tellExecution(owner, place, { story, customerId, renewalId })
}

type Told = { readonly story: Story; readonly customerId: string; readonly renewalId: string | null }

async function tellFigures(
  owner: pg.Pool,
  { companyId, runId, today }: Place,
  { story, customerId, renewalId }: Told,
): Promise<void> {
  const day = isoDay(today)
  await owner.query(
    `insert into contracts (company_id, external_id, customer_id, start_date, end_date, value, currency, auto_renew, known_at)
     values ($1, $2, $3, $4::date - 365 + $5::int, $4::date + $5::int, $6, 'USD', false, $4::date - 1)`,
    [companyId, story.name, customerId, day, story.days, story.arr],
  )
  const known = givenAnalysis({})
  const analysis: Analysis = {
    ...known,
    usage: {
      metric: 'active_users',
      changePercent: story.usage,
      netChangePercent: null,
      direction: 'flat',
      before: 1_200,
      current: Math.round(1_200 * (1 + story.usage / 100)),
      lastDay: today - 1,
    },
    support: { ...known.support, open: story.tickets },
    health: { value: story.health, factors: healthFactors(story.health, story.usage, today - 1) },
    risk: { value: story.risk, factors: riskFactors(story, today - 1) },
    opportunity: { value: 20, factors: [] },
  }
  await owner.query(
    `insert into customer_intelligence (company_id, customer_id, as_of, run_id, health, risk, opportunity, coverage, usage_change, health_decline,
       profile, configuration_version, model_version, facts_version, inputs, factors)
     values ($1, $2, $3, $4, $5, $6, 20, 0.9, $7, $8, 'default', 1, 1, 1, $9, $10)`,
    [
      companyId,
      customerId,
      day,
      runId,
      story.health,
      story.risk,
      story.usage,
      story.decline,
      '[]',
      JSON.stringify(storedAnalysis(analysis)),
    ],
  )
  await owner.query(
    `insert into customer_standings (company_id, customer_id, as_of, run_id, facts_version, health, risk, opportunity, coverage, usage_change,
       health_decline, stage, next_renewal_id, renewal_date, stage_date)
     values ($1, $2, $3, $4, 1, $5, $6, 20, 0.9, $7, $8, $9, $10, $11, $11)`,
    [
      companyId,
      customerId,
      day,
      runId,
      story.health,
      story.risk,
      story.usage,
      story.decline,
      story.stage,
      renewalId,
      isoDay(today + story.days),
    ],
  )
  await owner.query(
    `insert into usage_windows (company_id, customer_id, metric, last_day, days)
     values ($1, $2, 'active_users', $3::date - 1, array_fill(40::double precision, array[84]))`,
    [companyId, customerId, day],
  )
  for (let ticket = 0; ticket < story.tickets; ticket += 1) {
    await owner.query(
      `insert into support_tickets (company_id, external_id, customer_id, subject, priority, opened_at) values ($1, $2, $3, 'Export fails', 'high', $4::date - 2)`,
      [companyId, `${story.name} ${String(ticket)}`, customerId, day],
    )
  }
}

async function tellExecution(
  owner: pg.Pool,
  { companyId, csm, today }: Place,
  { story, customerId, renewalId }: Told,
): Promise<string> {
  const kind = workflow(story.workflowId)
  const steps = stepsOf(kind, [])
  await owner.query(
    `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, stage, target_minutes, definition)
     values ($1, $2, 1, 'builtin', 'x', $3, $4, $5, $6, $7) on conflict do nothing`,
    [companyId, kind.id, kind.title, kind.family, kind.stage, kind.targetMinutes, JSON.stringify(kind)],
  )
  const status = story.status ?? 'pending'
  const priority = score(signalsOf(story), DEFAULT_PRIORITY)
  const made = await owner.query<{ id: string }>(
    `insert into workflow_executions (company_id, customer_id, renewal_id, workflow_id, workflow_version, family, stage, trigger, rule, because,
       status, assigned_to, priority_score, priority_factors, due_at, opened_on, started_at, total_steps)
     values ($1, $2, $3, $4, 1, $5, $6, $5, 'test', $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`,
    [
      companyId,
      customerId,
      kind.family === 'renewal' ? renewalId : null,
      kind.id,
      kind.family,
      kind.family === 'renewal' ? story.stage : null,
      JSON.stringify([{ code: 'days-to-renewal', value: story.days }]),
      status,
      csm,
      priority.value,
      JSON.stringify(priority.factors.map(storedFactor)),
      isoDay(today + Math.max(0, story.days - 2)),
      isoDay(today - 1),
      status === 'pending' ? null : new Date((today - 1) * 86_400_000),
      steps.length,
    ],
  )
  const id = made.rows[0]?.id ?? ''
  for (const [index, step] of steps.entries()) {
    if (status === 'pending') break
    const snoozed = story.snoozedStep === true && index === (story.done ?? 0)
    const state = index < (story.done ?? 0) ? 'completed' : snoozed ? 'snoozed' : 'not_started'
    await owner.query(
      `insert into workflow_step_states (company_id, execution_id, step_index, step_id, status, snoozed_until) values ($1, $2, $3, $4, $5, $6)`,
      [companyId, id, index, step.id, state, snoozed ? new Date(today * 86_400_000 + 7 * 3_600_000) : null],
    )
  }
  return id
}
