import type { Clock } from '../../../base/clock.ts'
import type { Database, Transact } from '../../../platform/postgres.ts'
import type { CompanyContext, KindSpec } from './fields/spec.ts'
import type { RejectedRow } from './imports.store.ts'
import type { MergePlan } from './merge-sql.ts'
import type { ReadTicket } from './parts.store.ts'
import type { RecordSource, Row } from './read/open-records.job.ts'
import type { Resolver } from './references.store.ts'
import type { ImportProgress, Notes, Tally } from './report.ts'
import type { Survey } from './survey.job.ts'

export type ImportDeps = MergeDeps & { readonly database: Database }

export type MergeDeps = {
  readonly clock: Clock
  /** Reads a ticket's text once, when it comes in. */
  readonly readTicket: ReadTicket
  /** How many rows one transaction takes; as many as are good for the kind unless given. */
  readonly rowsPerBatch?: number
}

/** One import on its way. */
export type Run = {
  readonly deps: MergeDeps
  readonly spec: KindSpec
  readonly plan: MergePlan
  readonly survey: Survey
  readonly records: RecordSource
  readonly source: string
  readonly company: CompanyContext
  readonly resolver: Resolver
  /** What the batches that are in have counted and noted. */
  readonly counted: { notes: Notes; tally: Tally }
  /** Where an earlier try of it had come to. */
  readonly resumed: Pick<ImportProgress, 'pass' | 'rows'>
  /** Batches that are in, those of earlier tries included. */
  readonly batches: { done: number }
  /** The customers that its rows name; undefined once they are too many to keep in mind, or an earlier try has taken some. */
  readonly named: { customers: Set<string> | undefined }
  /** All of it is taken back in the end. */
  readonly dryRun: boolean
  /** Kept here only by a dry run, which has no transaction of its own for them. */
  readonly rejections: RejectedRow[]
  readonly importId: string
  readonly transact: Transact
  /** A batch is made ready in its transaction while the one before it is merged in another. */
  readonly ahead: boolean
  /** What a usage row without a metric of its own counts. */
  readonly valueName: string
  readonly roleGiven: boolean
  /** E-mail addresses of people that this import has taken, with the external id that has them. */
  readonly taken: Map<string, string>
  readonly onRows: (rows: number) => void
}

/** A run while one of its batches is merged, which counts and notes by itself. */
export type Merging = Run & { readonly tally: Tally; readonly notes: Notes }

/** Most customers that an import remembers; when it names more, all that there are count as named. */
export const CUSTOMERS_IN_MIND = 50_000

/** Remembers customers that the rows name. */
export function keepInMind({ named }: Run, ids: Iterable<string>): void {
  const known = named.customers
  if (!known) return
  for (const id of ids) known.add(id)
  if (known.size > CUSTOMERS_IN_MIND) named.customers = undefined
}

/** A row as it came, by the names of its columns. */
export const recordOf = ({ records }: Run, row: Row): object =>
  Object.fromEntries(records.columns.flatMap((name, place) => (row[place] === undefined ? [] : [[name, row[place]]])))

export type Numbered = { readonly row: Row; readonly rowNumber: number }

/** All rows from the beginning, counted from one. */
export async function* numbered({ records }: Run): AsyncGenerator<Numbered> {
  let rowNumber = 0
  for await (const rows of records.read()) {
    for (const row of rows) {
      rowNumber += 1
      yield { row, rowNumber }
    }
  }
}

/** Some rows, as they came. */
export async function rowsAt(run: Run, rowNumbers: ReadonlySet<number>): Promise<ReadonlyMap<number, Row>> {
  const found = new Map<number, Row>()
  for await (const { row, rowNumber } of numbered(run)) {
    if (rowNumbers.has(rowNumber)) found.set(rowNumber, row)
    if (found.size === rowNumbers.size) break
  }
  return found
}
