import type { Actor } from '../../../base/actor.ts'
import { dayIn, isoDay } from '../../../base/day.ts'
import { recordAudit } from '../../../access/audit.store.ts'
import { companyById } from '../../../access/companies.store.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import { failImport, finishImport, keepRejections, startImport } from './imports.store.ts'
import { mergePlan } from './merge-sql.ts'
import { openRecords, type RecordInput } from './read/open-records.job.ts'
import { createResolver } from './references.store.ts'
import { createNotes, type ImportReport, newTally } from './report.ts'
import { type ImportDeps, type Run, runRows } from './run-rows.job.ts'
import { surveyRecords } from './survey.job.ts'
import { closeImport } from './close-import.store.ts'

export type ImportRequest = {
  readonly companyId: string
  readonly actor: Actor
  readonly kind: Kind
  readonly input: RecordInput
  /** Default `import`; ids of different sources never collide. */
  readonly source?: string
  /** Field → column; what is not in it is guessed. An empty column leaves the field out. */
  readonly mapping?: Mapping
  /** Does everything but keep it. */
  readonly dryRun?: boolean
  readonly onProgress?: (progress: {
    readonly phase: 'survey' | 'merge'
    readonly rows: number
    readonly total: number | undefined
  }) => void
}

/**
 * Imports a file or records of one kind: looks at them, guesses what the columns are, and merges them in batches of one transaction each.
 * What cannot be taken is kept with its reason and never stops the rest. A file that cannot be read at all throws `UnreadableFile`.
 */
export async function runImport(deps: ImportDeps, request: ImportRequest): Promise<ImportReport> {
  const { database, clock } = deps
  const company = await database.platform((tx) => companyById(tx, request.companyId))
  if (!company) throw new Error('There is no such company')
  const now = clock.now()
  const context = {
    timeZone: company.timeZone,
    currency: company.currency,
    today: isoDay(dayIn(company.timeZone, now)),
    now: now.toISOString(),
  }
  const spec = specOf(request.kind)
  const source = await openRecords(request.input)
  const notes = createNotes()
  const survey = await surveyRecords({
    database,
    source,
    spec,
    company,
    context,
    fixed: request.mapping ?? {},
    notes,
    onRows: (rows) => request.onProgress?.({ phase: 'survey', rows, total: undefined }),
  })
  const from = request.source ?? 'import'
  const started = {
    kind: request.kind,
    name: source.name,
    source: from,
    mapping: survey.mapping,
    dryRun: request.dryRun === true,
    actorName: request.actor.name,
  }
  const run: Omit<Run, 'importId' | 'transact'> = {
    deps,
    spec,
    plan: mergePlan(spec),
    survey,
    records: source,
    source: from,
    company: context,
    resolver: createResolver(from),
    notes,
    tally: newTally(),
    rejections: [],
    valueName: survey.mapping['value'] ?? 'value',
    roleGiven: survey.mapping['role'] !== undefined,
    taken: new Map(),
    onRows: (rows) => request.onProgress?.({ phase: 'merge', rows, total: survey.rows }),
  }
  const reportOf = (importId: string): ImportReport => ({
    kind: request.kind,
    ...run.tally,
    warnings: notes.warnings(),
    importId,
    mapping: survey.mapping,
    dryRun: started.dryRun,
  })
  const inCompany = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.withCompany(request.companyId, work)
  const importId = await inCompany((tx) => startImport(tx, started))
  try {
    if (started.dryRun) await rehearse(inCompany, (tx) => carryOut({ ...run, importId, transact: (work) => work(tx) }))
    else await carryOut({ ...run, importId, transact: inCompany })
    const report = reportOf(importId)
    await inCompany(async (tx) => {
      if (started.dryRun) await keepRejections(tx, importId, run.rejections)
      await finishImport(tx, importId, report)
      const { kind, created, updated, unchanged, rejected, unlinked } = report
      const detail = {
        kind,
        name: source.name,
        dryRun: started.dryRun,
        created,
        updated,
        unchanged,
        rejected,
        unlinked,
      }
      await recordAudit(tx, { actor: request.actor, action: 'import', object: 'import', objectId: importId, detail })
    })
    return report
  } catch (error) {
    await inCompany((tx) => failImport(tx, importId, error instanceof Error ? error.message : String(error)))
    throw error
  }
}

async function carryOut(run: Run): Promise<void> {
  await runRows(run)
  await run.transact((tx) => closeImport(tx, run))
}

const REHEARSED = Symbol('rehearsed')

/** Does the work in one transaction and takes all of it back. */
async function rehearse(
  inCompany: (work: (tx: Tx) => Promise<never>) => Promise<never>,
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await inCompany(async (tx) => {
      await work(tx)
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the way out of a transaction that shall not stay
      throw REHEARSED
    })
  } catch (error) {
    if (error !== REHEARSED) throw error
  }
}
