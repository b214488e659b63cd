import { systemClock } from '../../src/base/clock.ts'
import { saveProgress } from '../../src/operate/runs.store.ts'
import { assignUnowned, writeSummaries } from '../../src/pipeline/after-pages.ts'
import { findOrStart, prepare } from '../../src/pipeline/begin.ts'
import { processPage } from '../../src/pipeline/page.ts'
import { runReport, type RunReport } from '../../src/pipeline/run-report.ts'
import { reload } from '../../src/pipeline/pages.ts'
import { openDatabase } from '../../src/platform/postgres.ts'
import { serveTask } from '../child-task.ts'
import type { CycleTask } from './cycle.child.ts'
import { oneByOne } from './one-by-one.ts'

// The naive way: one customer after the other, each read by a dozen prepared statements, decided like everybody and saved in a
// transaction of its own. What comes before and after the customers is the cycle's own.

serveTask<CycleTask>(async ({ url, request }) => {
  const database = await openDatabase({ url, applicationName: 'renubu bench naive' })
  const deps = { database, clock: systemClock }
  const { companyId } = request
  const ids = await database.withCompany(companyId, async (tx) =>
    (await tx.rows<{ id: string }>('select id from customers where archived_at is null order by id')).map(
      ({ id }) => id,
    ),
  )
  const run = async (): Promise<RunReport> => {
    const begun = await findOrStart(deps, companyId, request)
    const cycle = await prepare(deps, companyId, begun)
    for (const id of ids) {
      await database.withCompany(companyId, async (tx) => {
        const counts = await processPage(oneByOne(tx), cycle, [id])
        await saveProgress(oneByOne(tx), begun.id, { cursor: id, phase: 'customers', counts })
      })
    }
    await database.withCompany(companyId, (tx) =>
      saveProgress(tx, begun.id, { cursor: null, phase: 'assignment', counts: NOTHING }),
    )
    await assignUnowned(deps, cycle, begun)
    await writeSummaries(deps, cycle, begun)
    return runReport(await reload(deps, cycle, begun))
  }
  return { run, close: () => database.close() }
})

const NOTHING = { analyzed: 0, confirmed: 0, overtaken: 0, opened: 0, closed: 0 }
