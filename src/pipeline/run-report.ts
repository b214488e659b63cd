import { isoDay } from '../base/day.ts'
import type { RunCause, RunState } from '../operate/runs.store.ts'

/** What became of a run, as scripts read it. */
export type RunReport = {
  readonly runId: string
  readonly cause: RunCause
  readonly day: string
  readonly status: RunState['status']
  readonly customers: number
  readonly analyzed: number
  readonly confirmed: number
  readonly overtaken: number
  readonly opened: number
  readonly closed: number
  /** From its start to its end, pauses between a kill and the going on included. */
  readonly seconds: number | null
}

export const runReport = (run: RunState): RunReport => ({
  runId: run.id,
  cause: run.cause,
  day: isoDay(run.localDate),
  status: run.status,
  customers: run.customersTotal,
  analyzed: run.analyzed,
  confirmed: run.confirmed,
  overtaken: run.overtaken,
  opened: run.opened,
  closed: run.closed,
  seconds: run.finishedAt && Math.round((run.finishedAt.getTime() - run.startedAt.getTime()) / 100) / 10,
})
