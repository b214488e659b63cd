import type { Actor } from '../../../base/actor.ts'
import { dayIn, isoDay } from '../../../base/day.ts'
import { recordAudit } from '../../../access/audit.store.ts'
import { companyById } from '../../../access/companies.store.ts'
import type { Transact, Tx } from '../../../platform/postgres.ts'
import { lookAtPressing } from '../look-at-once.store.ts'
import { closeImport } from './close-import.store.ts'
import type { Readings } from './column.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { CompanyContext } from './fields/spec.ts'
import type { Mapping } from './guess.ts'
import { finishImport, keepRejections } from './imports.store.ts'
import { mergePlan } from './merge-sql.ts'
import { openRecords, type RecordInput, type RecordSource } from './read/open-records.job.ts'
import { createResolver } from './references.store.ts'
import { createNotes, type ImportProgress, type ImportReport, newTally, type Warning } from './report.ts'
import type { MergeDeps, Run } from './import-run.job.ts'
import { canBeMadeReady } from './record-rows.job.ts'
import { runRows } from './run-rows.job.ts'
import { type Survey, surveyRecords } from './survey.job.ts'

/** Records of one kind that have been looked at, and not yet taken. */
export type LookedAt = {
  readonly records: RecordSource
  readonly survey: Survey
  readonly company: CompanyContext
  readonly warnings: readonly Warning[]
}

type Looking = {
  readonly companyId: string
  readonly kind: Kind
  readonly input: RecordInput
  readonly mapping?: Mapping
  readonly readings?: Readings
  readonly onProgress?: (progress: {
    readonly phase: 'survey'
    readonly rows: number
    readonly total: undefined
  }) => void
}

/** Reads all records once, guesses what the columns are and how they are written. Throws `UnreadableFile`. */
export async function lookAt({ clock }: MergeDeps, request: Looking, transact: Transact): Promise<LookedAt> {
  const company = await transact((tx) => companyById(tx, request.companyId))
  if (!company) throw new Error('There is no such company')
  const now = clock.now()
  const context = {
    timeZone: company.timeZone,
    currency: company.currency,
    today: isoDay(dayIn(company.timeZone, now)),
    now: now.toISOString(),
  }
  const notes = createNotes()
  const records = await openRecords(request.input)
  const survey = await surveyRecords({
    transact,
    source: records,
    spec: specOf(request.kind),
    company,
    context,
    fixed: request.mapping ?? {},
    readings: request.readings ?? {},
    notes,
    onRows: (rows) => request.onProgress?.({ phase: 'survey', rows, total: undefined }),
  })
  return { records, survey, company: context, warnings: notes.warnings() }
}

type CarryingOut = {
  readonly deps: MergeDeps
  readonly found: LookedAt
  readonly importId: string
  readonly source: string
  readonly dryRun: boolean
  readonly transact: Transact
  /** `transact` is a transaction that somebody else has opened: there is no other. */
  readonly within?: boolean
  readonly onRows: (rows: number) => void
  /** What an earlier try, which was killed, has left. */
  readonly before?: { readonly progress: ImportProgress; readonly batches: number }
}

/** Merges what was looked at. A dry run does it in one transaction and takes it back. */
export async function carryOut({
  found,
  before,
  dryRun,
  within = false,
  transact,
  ...given
}: CarryingOut): Promise<Run> {
  const { survey, records, company, warnings } = found
  const { deps, importId, source, onRows } = given
  const counted = { notes: createNotes(), tally: before?.progress.tally ?? newTally() }
  counted.notes.add(before?.progress.warnings ?? warnings)
  const { spec } = survey.plan
  const plan = mergePlan(spec)
  const run: Omit<Run, 'transact'> = {
    deps,
    importId,
    source,
    onRows,
    spec,
    plan,
    ahead: !dryRun && !within && canBeMadeReady(spec, plan),
    survey,
    records,
    company,
    resolver: createResolver(source),
    counted,
    resumed: before?.progress ?? { pass: 1, rows: 0 },
    batches: { done: before?.batches ?? 0 },
    // Whom the batches of an earlier try have named is not known any more.
    named: { customers: before && before.batches > 0 ? undefined : new Set() },
    dryRun,
    rejections: [],
    valueName: survey.mapping['value'] ?? 'value',
    roleGiven: survey.mapping['role'] !== undefined,
    taken: new Map(),
  }
  if (!dryRun) {
    const kept = { ...run, transact }
    await runRows(kept)
    return kept
  }
  await rehearse(transact, async (tx) => {
    const rehearsed: Run = { ...run, transact: (work) => work(tx) }
    await runRows(rehearsed)
    await closeImport(tx, rehearsed)
  })
  return { ...run, transact }
}

/** What the import has done by now. */
export const reportOf = ({ spec, counted, importId, survey, dryRun }: Run): ImportReport => ({
  kind: spec.kind,
  ...counted.tally,
  warnings: counted.notes.warnings(),
  importId,
  mapping: survey.mapping,
  dryRun,
})

export type Ending = {
  readonly companyId: string
  readonly actor: Actor
  /** Whoever asked for it looks at all of its customers himself. */
  readonly looksHimself?: boolean
}

/** What comes after the last row, with the report, the audit row and what cannot wait for the morning, in one transaction. */
export async function endImport(tx: Tx, run: Run, { companyId, actor, looksHimself = false }: Ending): Promise<void> {
  const { importId, records, dryRun } = run
  if (dryRun) await keepRejections(tx, importId, run.rejections)
  else await closeImport(tx, run)
  const report = reportOf(run)
  await finishImport(tx, importId, report)
  const { kind, created, updated, unchanged, rejected, unlinked } = report
  const detail = { kind, name: records.name, dryRun, created, updated, unchanged, rejected, unlinked }
  await recordAudit(tx, { actor, action: 'import', object: 'import', objectId: importId, detail })
  if (kind === 'tickets' && !dryRun && !looksHimself) await lookAtPressing(tx, { companyId, importId })
}

const REHEARSED = Symbol('rehearsed')

/** Does the work in one transaction and takes all of it back. */
async function rehearse(transact: Transact, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await transact(async (tx) => {
      await work(tx)
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the way out of a transaction that shall not stay
      throw REHEARSED
    })
  } catch (error) {
    if (error !== REHEARSED) throw error
  }
}
