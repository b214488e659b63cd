import { z } from 'zod'
import { recordAudit } from '../access/audit.store.ts'
import { companyById } from '../access/companies.store.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, parseDay } from '../base/day.ts'
import { err, ok, type Result } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../platform/http/route.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { GetRun, GetRuns, StartRun } from './runs.contract.ts'
import {
  askOneAtATime,
  findRun,
  runIsSilent,
  startRun,
  watchedRun,
  watchedRuns,
  type RunRequest,
  type WatchedRun,
} from './runs.store.ts'

// As for the schedule's own: a page is saved each time, so one that is killed often still comes to its end.
const ATTEMPTS = 25
// A run that works saves a page every few seconds.
const SILENT_SECONDS = 30

type Deps = { readonly database: Database; readonly clock: Clock }

/** Asking for runs, and watching them. */
export function runRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    act(StartRun, database, async (tx, { body, caller }) => {
      const asked = await requestOf(tx, body.asOf, { caller, clock })
      return asked.ok ? ok({ id: await begin(tx, asked.value, caller) }) : asked
    }),
    act(GetRuns, database, async (tx, { query }) => {
      const before = query.cursor === undefined ? null : z.uuid().safeParse(positionOf(query.cursor)?.[0]).data
      if (before === undefined) return err(NO_CURSOR)
      const { items, nextCursor } = cut(await watchedRuns(tx, before, query.limit + 1), query.limit, ({ id }) => [id])
      return ok({ items: items.map(shown), nextCursor })
    }),
    act(GetRun, database, async (tx, { params }) => {
      const run = await watchedRun(tx, params.id)
      return run ? ok(shown(run)) : err(UNKNOWN)
    }),
  ]
}

type Asking = { readonly caller: Caller; readonly clock: Clock }

async function requestOf(
  tx: Tx,
  asOf: string | undefined,
  { caller, clock }: Asking,
): Promise<Result<RunRequest, Refusal>> {
  const company = await companyById(tx, caller.companyId)
  if (!company) throw new Error('The company of this transaction is gone')
  const today = dayIn(company.timeZone, clock.now())
  if (asOf === undefined) return ok({ cause: 'by-hand', localDate: today, startedBy: caller.name })
  const past = parseDay(asOf)
  if (past === undefined || past > today)
    return err({ kind: 'unprocessable', says: `${asOf} is no day that has come; today is ${isoDay(today)}.` })
  return ok({ cause: 'as-of', localDate: past, startedBy: caller.name })
}

/** The row and its job, or the run that is at it already. One that stopped without ending is taken up again. */
async function begin(tx: Tx, request: RunRequest, caller: Caller): Promise<string> {
  await askOneAtATime(tx)
  const running = await findRun(tx, request)
  const run = running ?? (await startRun(tx, request))
  if (running && !(await runIsSilent(tx, SILENT_SECONDS))) return running.id
  const { localDate, startedBy } = request
  const payload = {
    companyId: caller.companyId,
    runId: run.id,
    cause: run.cause,
    localDate: isoDay(localDate),
    startedBy,
  }
  await enqueue(tx, 'asked-run', payload, { key: `asked-run:${run.id}`, maxAttempts: ATTEMPTS })
  const detail = { kind: 'daily', cause: run.cause, day: isoDay(localDate) }
  await recordAudit(tx, { actor: actorOf(caller), action: 'run', object: 'run', objectId: run.id, detail })
  return run.id
}

function shown({ day, startedAt, finishedAt, customersTotal, ...run }: WatchedRun) {
  const { analyzed, confirmed, overtaken, opened, closed, ...rest } = run
  const done = analyzed + confirmed + overtaken
  return {
    ...rest,
    day: isoDay(day),
    // Customers may come while it runs.
    progress: { done, total: Math.max(done, customersTotal) },
    counts: { analyzed, confirmed, overtaken, opened, closed },
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
