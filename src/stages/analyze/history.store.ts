import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { AccountPlan } from '../../spine/words.ts'
import type { AnalysisInputs } from './analysis-inputs.ts'
import type { Analysis } from './analysis.ts'
import { dayNumber } from './known.store.ts'
import { analysisFrom, type AnalysisColumns, type StoredAnalysis } from './stored-analysis.ts'
import { inputsFrom, type StoredInputs } from './stored-inputs.ts'

/** An analysis as it was kept, with what it read. */
export type KeptAnalysis = {
  readonly analysis: Analysis
  readonly inputs: AnalysisInputs
  readonly runId: string
  readonly analyzedAt: Date
}

const COLUMNS = `${dayNumber('i.as_of')} as "asOf", i.model_version as "modelVersion", i.configuration_version as "configurationVersion",
  i.profile, i.health, i.risk, i.opportunity, i.coverage, i.health_decline as "healthDecline", i.run_id as "runId", i.analyzed_at as "analyzedAt"`

type KeptRow = AnalysisColumns & {
  readonly stored: StoredAnalysis
  readonly inputs: StoredInputs
  readonly runId: string
  readonly analyzedAt: Date
}

/** The analysis that held on a day: the last one up to it. Undefined: there was none yet. */
export async function analysisOn(tx: Tx, customerId: string, on: Day): Promise<KeptAnalysis | undefined> {
  const row = await tx.row<KeptRow>(
    `select ${COLUMNS}, i.factors as stored, i.inputs from customer_intelligence i
      where i.customer_id = $1 and i.as_of <= $2::date order by i.as_of desc, i.run_id desc limit 1`,
    [customerId, isoDay(on)],
  )
  if (!row) return undefined
  const { stored, inputs, runId, analyzedAt, ...columns } = row
  return { analysis: analysisFrom(columns, stored), inputs: inputsFrom(inputs), runId, analyzedAt }
}

export type HistoryRow = AnalysisColumns & { readonly runId: string; readonly analyzedAt: Date }

export type HistoryPage = {
  readonly from: Day | null
  readonly to: Day | null
  /** Behind which to go on. */
  readonly after: readonly [asOf: string, runId: string] | null
  readonly limit: number
}

/** Analyses of a customer, the newest first, one more than the limit. */
export function historyOf(tx: Tx, customerId: string, page: HistoryPage): Promise<HistoryRow[]> {
  const [asOf, runId] = page.after ?? [null, null]
  return tx.rows<HistoryRow>(
    `select ${COLUMNS} from customer_intelligence i
      where i.customer_id = $1 and i.as_of >= coalesce($2::date, '-infinity') and i.as_of <= coalesce($3::date, 'infinity')
        and ($4::date is null or (i.as_of, i.run_id) < ($4::date, $5::uuid))
      order by i.as_of desc, i.run_id desc limit $6`,
    [
      customerId,
      page.from === null ? null : isoDay(page.from),
      page.to === null ? null : isoDay(page.to),
      asOf,
      runId,
      page.limit + 1,
    ],
  )
}

/** Who is spoken of. */
export type Spoken = {
  readonly name: string
  readonly arr: number | null
  readonly currency: string | null
  readonly accountPlan: AccountPlan | null
}

/** A customer, archived ones too: their history stays. Undefined: the company has none of this id. */
export const spokenOf = (tx: Tx, customerId: string): Promise<Spoken | undefined> =>
  tx.row<Spoken>('select name, arr, currency, account_plan as "accountPlan" from customers where id = $1', [customerId])
