import { systemActor } from '../../src/base/actor.ts'
import { systemClock } from '../../src/base/clock.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { ticketSignals } from '../../src/stages/analyze/sentiment.ts'
import { runImport } from '../../src/stages/ingest/import/import.job.ts'
import type { Kind } from '../../src/stages/ingest/import/fields/field.ts'
import { serveTask } from '../child-task.ts'

/** What `renubu import KIND FILE` does once it is connected. */
export type ImportTask = {
  readonly url: string
  readonly companyId: string
  readonly kind: Kind
  readonly file: string
}

serveTask<ImportTask>(async ({ url, companyId, kind, file }) => {
  const database = await openDatabase({ url, applicationName: 'renubu bench import' })
  await database.platform((tx) => tx.run('select 1'))
  const deps = { database, clock: systemClock, readTicket: ticketSignals }
  const request = { companyId, actor: systemActor('bench'), kind, input: { path: file, raw: false } }
  return { run: () => runImport(deps, request), close: () => database.close() }
})
