import { isoDay } from './base/day.ts'
import { noteError, type RunState } from './operate/runs.store.ts'
import { assignUnowned, writeSummaries } from './pipeline/after-pages.ts'
import { whileAlone } from './pipeline/alone.ts'
import { findOrStart, isLive, prepare, type CycleRun } from './pipeline/begin.ts'
import type { CycleDeps, DailyRequest } from './pipeline/cycle.ts'
import { eachPage, reload } from './pipeline/pages.ts'
import { runReport, type RunReport } from './pipeline/run-report.ts'
import { weeksBefore } from './pipeline/weeks-before.ts'

/**
 * The day of a company: every customer is analyzed, what is due is determined, scored and given to somebody, and everybody's order of
 * the day is written. One scheduled run per day; a second call answers with the first one's result. Killed at any moment, the next
 * call goes on behind the last page. As of a past day it writes analyses only.
 */
export async function runDaily(deps: CycleDeps, request: DailyRequest): Promise<RunReport> {
  return whileAlone(deps, request.companyId, async () => {
    if (isLive(request.cause)) {
      for (const week of await weeksBefore(deps, request)) await runThrough(deps, week)
    }
    return runThrough(deps, request)
  })
}

async function runThrough(deps: CycleDeps, request: DailyRequest): Promise<RunReport> {
  const run = await findOrStart(deps, request.companyId, request)
  if (run.status !== 'running') return runReport(run)
  try {
    return runReport(await goThrough(deps, request.companyId, run))
  } catch (error) {
    await noteFailure(deps, request.companyId, { run, error })
    throw error
  }
}

async function goThrough(deps: CycleDeps, companyId: string, run: CycleRun): Promise<RunState> {
  const cycle = await prepare(deps, companyId, run)
  await eachPage(deps, cycle, run) // load → analyze → determine → score → save, 1,000 customers at a time
  await assignUnowned(deps, cycle, run)
  await writeSummaries(deps, cycle, run)
  return reload(deps, cycle, run)
}

type Failure = { readonly run: CycleRun; readonly error: unknown }

async function noteFailure({ database }: CycleDeps, companyId: string, { run, error }: Failure): Promise<void> {
  const reason = `${isoDay(run.localDate)}: ${error instanceof Error ? error.message : String(error)}`
  await database.withCompany(companyId, (tx) => noteError(tx, run, reason)).catch(() => undefined)
}
