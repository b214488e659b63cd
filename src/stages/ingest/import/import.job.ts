import type { Actor } from '../../../base/actor.ts'
import type { Transact } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import type { Mapping } from './guess.ts'
import { failImport, startImport } from './imports.store.ts'
import { carryOut, endImport, lookAt, reportOf, type LookedAt } from './import-steps.job.ts'
import type { RecordInput } from './read/open-records.job.ts'
import type { ImportReport } from './report.ts'
import type { ImportDeps, MergeDeps } from './import-run.job.ts'

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
  /** Whoever has a pressing ticket is looked at now, unless whoever asks looks at all of them himself. */
  readonly looksHimself?: boolean
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
  const transact: Transact = (work) => deps.database.withCompany(request.companyId, work)
  const found = await lookAt(deps, request, transact)
  const importId = await transact((tx) => startImport(tx, startedOf(request, found)))
  try {
    return await importWith(deps, request, { found, importId, transact })
  } catch (error) {
    await transact((tx) => failImport(tx, importId, error instanceof Error ? error.message : String(error)))
    throw error
  }
}

/** The same for records at hand, in a transaction that somebody else has opened: all of it stays, or nothing. */
export async function importInto(
  transact: Transact,
  deps: MergeDeps,
  request: Omit<ImportRequest, 'dryRun' | 'onProgress'>,
): Promise<ImportReport> {
  const found = await lookAt(deps, request, transact)
  const importId = await transact((tx) => startImport(tx, startedOf(request, found)))
  return importWith(deps, request, { found, importId, transact, within: true })
}

const startedOf = (request: ImportRequest, { records, survey }: LookedAt) => ({
  kind: request.kind,
  name: records.name,
  source: request.source ?? 'import',
  mapping: survey.mapping,
  dryRun: request.dryRun === true,
  actorName: request.actor.name,
  total: survey.rows,
})

type Begun = {
  readonly found: LookedAt
  readonly importId: string
  readonly transact: Transact
  readonly within?: boolean
}

async function importWith(
  deps: MergeDeps,
  { companyId, source = 'import', dryRun = false, looksHimself = false, actor, onProgress }: ImportRequest,
  { found, importId, transact, within = false }: Begun,
): Promise<ImportReport> {
  const run = await carryOut({
    deps,
    found,
    importId,
    source,
    dryRun,
    transact,
    within,
    onRows: (rows) => onProgress?.({ phase: 'merge', rows, total: found.survey.rows }),
  })
  await transact((tx) => endImport(tx, run, { companyId, actor, looksHimself }))
  return reportOf(run)
}
