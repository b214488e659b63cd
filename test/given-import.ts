import { createCompany } from '../src/access/companies.store.ts'
import { systemActor } from '../src/base/actor.ts'
import { exportRecords, type ExportRequest } from '../src/stages/ingest/export/export.job.ts'
import { KINDS, type Kind } from '../src/stages/ingest/import/fields/field.ts'
import { runImport, type ImportRequest } from '../src/stages/ingest/import/import.job.ts'
import type { ImportReport } from '../src/stages/ingest/import/report.ts'
import { undoImport, type UndoReport } from '../src/stages/ingest/import/undo.job.ts'
import type { TestDatabase } from './database.ts'

type Input = string | readonly object[]
type More = Partial<Pick<ImportRequest, 'source' | 'mapping' | 'dryRun' | 'actor'>> & { readonly raw?: boolean }

/** A company whose records come in, go out and are taken back; everything through the real jobs. */
export type GivenImports = {
  readonly id: string
  /** Imports records, or the file at a path. */
  readonly import: (kind: Kind, input: Input, more?: More) => Promise<ImportReport>
  readonly undo: (importId: string) => Promise<UndoReport>
  readonly export: (kind: Kind, more?: Partial<ExportRequest>) => Promise<string>
  /** The exported records of a kind, read back as JSON. */
  readonly records: (kind: Kind) => Promise<Record<string, unknown>[]>
  /** Every kind as JSON: two companies that hold the same give the same. */
  readonly everything: () => Promise<Record<Kind, string>>
  readonly query: <T>(sql: string, params?: readonly unknown[]) => Promise<T[]>
}

let count = 0

// So that the longer files of the tests come in several.
const rowsPerBatch = 1_000

export async function givenImports(db: TestDatabase, timeZone = 'UTC'): Promise<GivenImports> {
  count += 1
  const { id } = await createCompany(db, { name: `Importing company ${String(count)}`, timeZone })
  const exported = async (kind: Kind, more: Partial<ExportRequest> = {}): Promise<string> => {
    const pieces: string[] = []
    await exportRecords(db, { companyId: id, kind, format: 'json', ...more }, (piece) => {
      pieces.push(piece)
    })
    return pieces.join('')
  }
  return {
    id,
    import: (kind, input, { raw = false, ...more } = {}) =>
      runImport(
        { ...db, rowsPerBatch },
        {
          companyId: id,
          actor: systemActor('test'),
          kind,
          input: typeof input === 'string' ? { path: input, raw } : { name: `${kind}.json`, records: input },
          ...more,
        },
      ),
    undo: async (importId) => {
      const undone = await undoImport(db, { companyId: id, actor: systemActor('test'), importId })
      if (!undone.ok) throw new Error(undone.refusal)
      return undone.value
    },
    export: exported,
    records: async (kind) => JSON.parse(await exported(kind)) as Record<string, unknown>[],
    everything: async () => {
      const all: Partial<Record<Kind, string>> = {}
      for (const kind of KINDS) all[kind] = await exported(kind)
      return all as Record<Kind, string>
    },
    query: (sql, params) => db.database.withCompany(id, (tx) => tx.rows(sql, params)),
  }
}
