import { z } from 'zod'
import { askerOf, ownedCustomer } from '../../access/asker.store.ts'
import { companyById } from '../../access/companies.store.ts'
import type { Company } from '../../access/company.contract.ts'
import { can, type Asker } from '../../access/policies.ts'
import type { Clock } from '../../base/clock.ts'
import { day, dayIn, isoDay, type Day } from '../../base/day.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import type { Caller, ReplyOf, Route } from '../../platform/http/route.ts'
import type { Database, Tx } from '../../platform/postgres.ts'
import { configurationVersion } from '../../spine/configuration.store.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'
import { readRates } from './book.store.ts'
import { changesBetween } from './changes.ts'
import { stateOn } from './changes.store.ts'
import { analysisConfiguration } from './configuration.ts'
import { converted } from './currency.ts'
import { analysisOn, historyOf, spokenOf, type HistoryRow, type KeptAnalysis } from './history.store.ts'
import { insightOf } from './insight.ts'
import {
  AskedDay,
  GetAnalysisOn,
  GetChanges,
  GetHistory,
  GetInsights,
  ReplayAnalysis,
} from './intelligence.contract.ts'
import { analysisReply } from './presented.ts'
import { replayed } from './replayed.ts'
import { lastPulse, overridesInForce } from './said.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const NOT_YET: Refusal = { kind: 'unprocessable', says: 'That day has not come yet.' }
const BACKWARDS: Refusal = { kind: 'unprocessable', says: '`from` lies after `to`.' }
const NO_CONFIGURATION: Refusal = {
  kind: 'conflict',
  says: 'The configuration that this analysis was made with is not kept any more.',
}

/** What is known of one customer, on any day; everybody of the company may read it. */
export function intelligenceRoutes({ database, clock }: Deps): readonly Route[] {
  const companyOf = async (tx: Tx, { companyId }: Caller): Promise<Today> => {
    const company = await companyById(tx, companyId)
    if (!company) throw new Error(`There is no company ${companyId}`)
    return { ...company, today: dayIn(company.timeZone, clock.now()) }
  }
  const heldOn = async (tx: Tx, { id, on, caller }: { id: string; on: Day; caller: Caller }): Promise<Held> => {
    const { today } = await companyOf(tx, caller)
    if (!(await spokenOf(tx, id))) return err(UNKNOWN)
    if (on > today) return err(NOT_YET)
    const kept = await analysisOn(tx, id, on)
    return kept ? ok(kept) : err(UNKNOWN)
  }
  return [
    act(GetInsights, database, async (tx, { params, caller }) => {
      const company = await companyOf(tx, caller)
      return insights(tx, params.id, { company, asker: await askerOf(tx, caller, company.today) })
    }),
    act(GetHistory, database, async (tx, { params, query }) => {
      const after = afterOf(query.cursor)
      if (after === undefined) return err(NO_CURSOR)
      if (!(await spokenOf(tx, params.id))) return err(UNKNOWN)
      const [from, to] = [query.from, query.to].map((each) => (each === undefined ? null : day(each)))
      const rows = await historyOf(tx, params.id, { from: from ?? null, to: to ?? null, after, limit: query.limit })
      return ok(cut(rows.map(historyItem), query.limit, ({ asOf, runId }) => [asOf, runId]))
    }),
    act(GetAnalysisOn, database, async (tx, { params, caller }) => {
      const on = day(params.day)
      const held = await heldOn(tx, { id: params.id, on, caller })
      return held.ok ? ok(analysisReply({ customerId: params.id, ...held.value }, on)) : held
    }),
    act(ReplayAnalysis, database, async (tx, { params, caller }) => {
      const held = await heldOn(tx, { id: params.id, on: day(params.day), caller })
      return held.ok ? replay(tx, params.id, held.value) : held
    }),
    act(GetChanges, database, async (tx, { params, query, caller }) => {
      const company = await companyOf(tx, caller)
      const to = query.to === undefined ? company.today : day(query.to)
      const from = query.from === undefined ? to - DAYS_A_WEEK : day(query.from)
      if (to > company.today) return err(NOT_YET)
      if (from > to) return err(BACKWARDS)
      if (!(await spokenOf(tx, params.id))) return err(UNKNOWN)
      return ok(await changes(tx, params.id, { company, from, to }))
    }),
  ]
}

type Today = Company & { readonly today: Day }

type Held = Result<KeptAnalysis, Refusal>

const DAYS_A_WEEK = 7
const MOST_CHANGES = 200

async function insights(
  tx: Tx,
  customerId: string,
  { company: { today, currency, locale }, asker }: { readonly company: Today; readonly asker: Asker },
): Promise<Result<ReplyOf<typeof GetInsights>, Refusal>> {
  const spoken = await spokenOf(tx, customerId)
  const kept = spoken && (await analysisOn(tx, customerId, today))
  if (!kept) return err(UNKNOWN)
  const { analysis } = kept
  const conversion = { reporting: currency, rates: await readRates(tx, today) }
  const customer = { ...spoken, arr: converted(spoken.arr, spoken.currency, { conversion }) }
  const pulse = await lastPulse(tx, customerId, today)
  const owned = await ownedCustomer(tx, customerId)
  const insight = insightOf({ customer, analysis, today, currency, locale })
  return ok({
    customerId,
    day: isoDay(today),
    asOf: isoDay(analysis.asOf),
    healthScore: analysis.override.health ?? analysis.health.value,
    riskScore: analysis.override.risk ?? analysis.risk.value,
    opportunityScore: analysis.opportunity.value,
    ...insight,
    insights: insight.insights.map(({ code, source, ...said }) => ({
      ...said,
      factor: code,
      source: source.record,
      on: source.on === null ? null : isoDay(source.on),
    })),
    overrides: (await overridesInForce(tx, customerId, today)).map(({ from, until, ...override }) => ({
      ...override,
      from: isoDay(from),
      until: isoDay(until),
    })),
    pulse: pulse ? { ...pulse, day: isoDay(pulse.day) } : null,
    can: owned ? [...can(asker, 'customer', owned)] : [],
  })
}

const historyItem = (row: HistoryRow) => ({
  asOf: isoDay(row.asOf),
  runId: row.runId,
  analyzedAt: row.analyzedAt.toISOString(),
  healthScore: row.health,
  riskScore: row.risk,
  opportunityScore: row.opportunity,
  coverage: row.coverage,
  healthDecline: row.healthDecline,
  profile: row.profile,
  configurationVersion: row.configurationVersion,
  modelVersion: row.modelVersion,
})

async function replay(
  tx: Tx,
  customerId: string,
  kept: KeptAnalysis,
): Promise<Result<ReplyOf<typeof ReplayAnalysis>, Refusal>> {
  const { analysis } = kept
  const configuration = await configurationVersion(tx, analysis.configurationVersion)
  if (!configuration) return err(NO_CONFIGURATION)
  const { figures, same } = replayed(kept, analysisConfiguration(configuration.settings['analyze'] ?? {}))
  const newer = MODEL_VERSION > analysis.modelVersion
  const versions = `model version ${String(analysis.modelVersion)}, and the rules are at ${String(MODEL_VERSION)} now`
  return ok({
    customerId,
    asOf: isoDay(analysis.asOf),
    configurationVersion: analysis.configurationVersion,
    modelVersion: { stored: analysis.modelVersion, now: MODEL_VERSION },
    stored: figuresReply(analysis),
    replayed: figuresReply(figures),
    same,
    remark: newer
      ? `It was made with ${versions}${same ? '; they agree here' : '; that is why it comes out otherwise'}.`
      : null,
  })
}

type FigureValues = Pick<KeptAnalysis['analysis'], 'health' | 'risk' | 'opportunity' | 'coverage'>

const figuresReply = ({ health, risk, opportunity, coverage }: FigureValues) => ({
  health: health.value,
  risk: risk.value,
  opportunity: opportunity.value,
  coverage,
})

type Span = { readonly company: Today; readonly from: Day; readonly to: Day }

async function changes(tx: Tx, customerId: string, { company, from, to }: Span): Promise<ReplyOf<typeof GetChanges>> {
  const { timeZone, today, currency, locale } = company
  const before = await stateOn(tx, { customerId, timeZone }, from)
  const after = await stateOn(tx, { customerId, timeZone }, to)
  const all = changesBetween(before, after, { today, currency, locale })
  return {
    customerId,
    from: isoDay(from),
    to: isoDay(to),
    changes: all.slice(0, MOST_CHANGES),
    left: Math.max(0, all.length - MOST_CHANGES),
  }
}

const Place = z.tuple([AskedDay, z.uuid()])

/** What a cursor of the history holds; null: from the start; undefined: no cursor of ours. */
function afterOf(cursor: string | undefined): readonly [string, string] | null | undefined {
  return cursor === undefined ? null : Place.safeParse(positionOf(cursor)).data
}
