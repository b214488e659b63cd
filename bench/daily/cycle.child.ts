import { systemClock } from '../../src/base/clock.ts'
import { runDaily } from '../../src/pipeline.ts'
import type { DailyRequest } from '../../src/pipeline/cycle.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { serveTask } from '../child-task.ts'

/** What `renubu run daily` does once it is connected, and what the worker does when a day's run is due. */
export type CycleTask = { readonly url: string; readonly request: DailyRequest }

serveTask<CycleTask>(async ({ url, request }) => {
  const database = await openDatabase({ url, applicationName: 'renubu bench cycle' })
  await database.platform((tx) => tx.run('select 1'))
  return { run: () => runDaily({ database, clock: systemClock }, request), close: () => database.close() }
})
