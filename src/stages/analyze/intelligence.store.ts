import { isoDay, type Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { type InOrder, oneOf } from '../../platform/copied-rows.ts'
import { copyLine, idList, type Tx } from '../../platform/postgres.ts'
import { addFrom } from '../../spine/add-rows.store.ts'
import { amongCustomers, customersParameter, type Customers } from '../../spine/among-customers.store.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import type { Analysis } from './analysis.ts'
import { MOST_DAYS_UNSEEN } from './analyze.defaults.ts'
import type { EarlierAnalysis } from './decline.ts'
import { dayNumber } from './known.store.ts'
import type { KeptAnalysis } from './stored-analysis.ts'
import { inputsFrom, storedInputs, type StoredInputs } from './stored-inputs.ts'

/** Each customer's last analysis up to a day, as it is kept; by one backward index probe each. */
export async function latestAnalyses(tx: Tx, customers: Customers, upTo: Day): Promise<InOrder<KeptAnalysis | null>> {
  const rows = await tx.copied(
    `select page.id, ${dayNumber('last.as_of')}, last.model_version, last.configuration_version, last.profile, last.health, last.risk,
            last.opportunity, last.coverage, last.health_decline, last.factors
       from (select id from customers where ${amongCustomers(customers, 'id')}) page
       cross join lateral (select * from customer_intelligence i where i.customer_id = page.id and i.as_of <= $2::date
                            order by i.as_of desc, i.run_id desc limit 1) last
      order by page.id`,
    [customersParameter(customers), isoDay(upTo)],
  )
  return oneOf(rows, (row) => ({
    asOf: row.number(),
    modelVersion: row.number(),
    configurationVersion: row.number(),
    profile: row.text(),
    health: row.number(),
    risk: row.number(),
    opportunity: row.number(),
    coverage: row.number(),
    healthDecline: row.numberOrNull(),
    stored: row.lastText(),
  }))
}

export type Before = { readonly day: Day; /** How many days before it. */ readonly days: number }

/**
 * The inputs of each customer's last analysis that is so many days old, to compare like with like. When the next one will be as old is noted;
 * beyond the days that nobody is unseen for it is of no matter.
 */
export async function earlierInputs(
  tx: Tx,
  customers: Customers,
  { day, days }: Before,
): Promise<InOrder<EarlierAnalysis | null, Today>> {
  const rows = await tx.copied(
    `select page.id, ${dayNumber('next.as_of')}, ${dayNumber('earlier.as_of')}, earlier.inputs
       from (select id from customers where ${amongCustomers(customers, 'id')}) page
       left join lateral (select as_of, inputs from customer_intelligence i where i.customer_id = page.id and i.as_of <= $2::date
                           order by i.as_of desc, i.run_id desc limit 1) earlier on true
       left join lateral (select as_of from customer_intelligence i where i.customer_id = page.id and i.as_of > $2::date
                             and i.as_of <= $2::date + ${String(MOST_DAYS_UNSEEN)} order by i.as_of limit 1) next on true
      where earlier.as_of is not null or next.as_of is not null
      order by page.id`,
    [customersParameter(customers), isoDay(day - days)],
  )
  return oneOf(rows, (row, today: Today) => {
    const next = row.numberOrNull()
    if (next !== null) today.hasCome(next + days)
    const asOf = row.numberOrNull()
    const inputs = row.lastText()
    return asOf === null ? null : { asOf, inputs: inputsFrom(JSON.parse(inputs) as StoredInputs) }
  })
}

/**
 * What the versions of these customers' facts come to. They only rise: while there are as many and their sum is the same, so is each of them.
 */
export async function markOfVersions(tx: Tx, customers: Customers): Promise<string> {
  const row = await tx.row<{ mark: string }>(
    `select concat_ws(' ', count(*), sum(version)) as mark from facts_versions where ${amongCustomers(customers, 'customer_id')}`,
    [customersParameter(customers)],
  )
  return row?.mark ?? ''
}

type Reading = {
  readonly customers: Customers
  /** Taken before anything was read of them (`markOfVersions`). */
  readonly mark: string
  /** The version of each that was read. */
  readonly read: ReadonlyMap<string, number>
}

/** Those of these customers of whom more is known by now than when they were read. One by one they are asked about only where the mark is another. */
export async function overtaken(tx: Tx, { customers, mark, read }: Reading): Promise<ReadonlySet<string>> {
  if ((await markOfVersions(tx, customers)) === mark) return new Set()
  const rows = await tx.rows<{ id: string }>(
    `select read.id from unnest($1::uuid[], $2::bigint[]) read(id, version)
       left join facts_versions now on now.customer_id = read.id and now.customer_id = any($1::uuid[])
      where coalesce(now.version, 0) <> read.version`,
    [idList(read.keys()), `{${[...read.values()].join(',')}}`],
  )
  return new Set(rows.map(({ id }) => id))
}

export type NewAnalysis = {
  readonly companyId: string
  readonly runId: string
  readonly customerId: string
  readonly factsVersion: number
  readonly analysis: Analysis
  /** The same as it is kept. */
  readonly kept: KeptAnalysis
  readonly inputs: AnalysisInputs
}

const INTELLIGENCE = [
  'company_id',
  'as_of',
  'run_id',
  'customer_id',
  'health',
  'risk',
  'opportunity',
  'coverage',
  'usage_change',
  'health_decline',
  'profile',
  'configuration_version',
  'model_version',
  'facts_version',
  'inputs',
  'factors',
] as const

/** An analysis as it is sent to be kept. */
export const intelligenceLine = (made: NewAnalysis): string => {
  const { companyId, runId, customerId, factsVersion, analysis, kept, inputs } = made
  return copyLine([
    companyId,
    isoDay(kept.asOf),
    runId,
    customerId,
    kept.health,
    kept.risk,
    kept.opportunity,
    kept.coverage,
    analysis.usage?.changePercent ?? null,
    kept.healthDecline,
    kept.profile,
    kept.configurationVersion,
    kept.modelVersion,
    factsVersion,
    JSON.stringify(storedInputs(inputs)),
    kept.stored,
  ])
}

/**
 * Leaves nothing in a temporary table that goes on with its connection. It is emptied when a transaction ends; only a second page of the
 * same one finds the first one's rows. TRUNCATE gives it new files and new rows in the catalogue, a millisecond each time.
 */
async function empty(tx: Tx, table: 'new_intelligence' | 'new_standings'): Promise<void> {
  const found = await tx.row<{ filled: boolean }>(`select exists (select from ${table}) as filled`)
  if (found?.filled === true) await tx.run(`truncate ${table}`)
}

/** Adds a row of history per analysis (`intelligenceLine`); one that its run has written already stays. */
export async function saveAnalyses(tx: Tx, lines: readonly string[]): Promise<number> {
  if (lines.length === 0) return 0
  await tx.run(`create temporary table if not exists new_intelligence on commit delete rows as
    select ${INTELLIGENCE.join(', ')} from customer_intelligence with no data`)
  await empty(tx, 'new_intelligence')
  await tx.copyInto('new_intelligence', INTELLIGENCE, lines)
  const saved = await addFrom(tx, {
    table: 'customer_intelligence',
    from: 'new_intelligence',
    columns: INTELLIGENCE,
    about: lines.length,
  })
  return saved
}

/** Where a customer stands after an analysis. */
export type Standing = {
  readonly analysis: Analysis
  readonly factsVersion: number
  readonly gate: string | null
  readonly holdsUntil: Day | null
  /** Of the executions that were open, all their versions together. */
  readonly workVersion: number
}

const STANDING = [
  'customer_id',
  'facts_version',
  'health',
  'risk',
  'opportunity',
  'coverage',
  'health_override',
  'risk_override',
  'usage_change',
  'health_decline',
  'contract_status',
  'stage',
  'next_renewal_id',
  'renewal_date',
  'decision_date',
  'stage_date',
  'gate',
  'holds_until',
  'work_version',
] as const

const KEPT = STANDING.slice(1)

/** Where a customer stands, as it is sent to be written. */
export function standingLine(
  customerId: string,
  { analysis, factsVersion, gate, holdsUntil, workVersion }: Standing,
): string {
  const next = analysis.renewals.find(({ minor }) => !minor) ?? analysis.renewals[0]
  return copyLine([
    customerId,
    factsVersion,
    analysis.health.value,
    analysis.risk.value,
    analysis.opportunity.value,
    analysis.coverage,
    analysis.override.health,
    analysis.override.risk,
    analysis.usage?.changePercent ?? null,
    analysis.healthDecline,
    analysis.contractStatus,
    next?.stage ?? null,
    next?.renewalId ?? null,
    isoOrNull(next?.date),
    isoOrNull(next?.decisionDate),
    isoOrNull(next?.stageDate),
    gate,
    isoOrNull(holdsUntil),
    workVersion,
  ])
}

const isoOrNull = (on: Day | null | undefined): string | null => (on == null ? null : isoDay(on))

type Lines = { readonly runId: string; readonly day: Day; readonly lines: readonly string[] }

/** Writes where customers stand (`standingLine`), only where it is not what stands there already: an unchanged row is not touched. */
export async function saveStandings(tx: Tx, { runId, day, lines }: Lines): Promise<number> {
  if (lines.length === 0) return 0
  await tx.run(`create temporary table if not exists new_standings on commit delete rows as
    select ${STANDING.join(', ')} from customer_standings with no data`)
  await empty(tx, 'new_standings')
  await tx.copyInto('new_standings', STANDING, lines)
  const saved = await tx.run(
    `merge into customer_standings s using new_standings n on s.company_id = (select app.company_id()) and s.customer_id = n.customer_id
     when matched and (${KEPT.map((column) => `s.${column}`).join(', ')}) is distinct from (${KEPT.map((column) => `n.${column}`).join(', ')})
       then update set as_of = $1::date, run_id = $2::uuid, ${KEPT.map((column) => `${column} = n.${column}`).join(', ')}
     when not matched
       then insert (company_id, as_of, run_id, ${STANDING.join(', ')})
            values (app.company_id(), $1::date, $2::uuid, ${STANDING.map((column) => `n.${column}`).join(', ')})`,
    [isoDay(day), runId],
  )
  return saved
}
