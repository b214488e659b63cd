import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'

export type RunCause = 'scheduled' | 'by-hand' | 'first-import' | 'as-of'
export type RunPhase = 'customers' | 'assignment' | 'summaries' | 'done'

/** How far a run has come. */
export type RunCounts = {
  readonly customersTotal: number
  /** With something new; the others were confirmed, or overtaken by facts that came in meanwhile. */
  readonly analyzed: number
  readonly confirmed: number
  readonly overtaken: number
  readonly opened: number
  readonly closed: number
}

/** How far a run is, and what became of it. */
export type RunState = RunCounts & {
  readonly id: string
  readonly cause: RunCause
  readonly localDate: Day
  readonly status: 'running' | 'finished' | 'failed'
  readonly phase: RunPhase
  readonly lease: number
  /** The last customer that is done; null before the first. */
  readonly cursor: string | null
  readonly configurationVersion: number | null
  readonly error: string | null
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

/** A run as it stands. `Snapshot` is what the whole run reads alike, as JSON. */
export type Run<Snapshot> = RunState & { readonly snapshot: Snapshot | null }

const STATE = `id, cause, local_date as "localDate", status, phase, lease, cursor_customer as cursor, customers_total as "customersTotal",
  analyzed, confirmed, overtaken, opened, closed, configuration_version as "configurationVersion", error,
  started_at as "startedAt", finished_at as "finishedAt"`

const COLUMNS = `${STATE}, snapshot`

export type RunRequest = {
  readonly cause: RunCause
  readonly localDate: Day
  readonly startedBy: string
  /** Exactly this one, which was begun when it was asked for: whatever became of it meanwhile is the answer. */
  readonly runId?: string
}

/**
 * The run that answers a request: the one that was left unfinished, or, for the schedule, the day's own whatever became of it.
 * Whoever asks by hand takes up the day's scheduled run when that is what was left.
 */
export async function findRun<S>(tx: Tx, { cause, localDate, runId }: RunRequest): Promise<Run<S> | undefined> {
  if (runId !== undefined) return tx.row<Run<S>>(`select ${COLUMNS} from job_runs where id = $1`, [runId])
  return tx.row<Run<S>>(
    `select ${COLUMNS} from job_runs
      where kind = 'daily' and local_date = $2::date
        and (cause = $1 and (status = 'running' or cause = 'scheduled') or $1 = 'by-hand' and cause = 'scheduled' and status = 'running')
      order by started_at desc limit 1`,
    [cause, isoDay(localDate)],
  )
}

export async function startRun<S>(tx: Tx, { cause, localDate, startedBy }: RunRequest): Promise<Run<S>> {
  const run = await tx.row<Run<S>>(
    `insert into job_runs (company_id, kind, cause, local_date, started_by) values (app.company_id(), 'daily', $1, $2::date, $3)
     returning ${COLUMNS}`,
    [cause, isoDay(localDate), startedBy],
  )
  if (!run) throw new Error('The run was not written')
  return run
}

export type OneCustomer = {
  readonly localDate: Day
  readonly startedBy: string
  readonly configurationVersion: number
}

/** A run over one customer, apart from the daily one. Answers its id; `saveProgress` with the phase `done` ends it. */
export async function startRunOfOne(
  tx: Tx,
  { localDate, startedBy, configurationVersion }: OneCustomer,
): Promise<string> {
  const run = await tx.row<{ id: string }>(
    `insert into job_runs (company_id, kind, cause, local_date, started_by, configuration_version, customers_total)
     values (app.company_id(), 'event', 'by-hand', $1::date, $2, $3, 1) returning id`,
    [isoDay(localDate), startedBy, configurationVersion],
  )
  if (!run) throw new Error('The run was not written')
  return run.id
}

/** What the newest run of a day reads alike, when it was made under this configuration; undefined: there was none. */
export async function snapshotOfDay<S>(tx: Tx, day: Day, configurationVersion: number): Promise<S | undefined> {
  const run = await tx.row<{ snapshot: S }>(
    `select snapshot from job_runs
      where kind = 'daily' and cause in ('scheduled', 'by-hand') and local_date = $1::date and configuration_version = $2
        and snapshot is not null
      order by started_at desc limit 1`,
    [isoDay(day), configurationVersion],
  )
  return run?.snapshot
}

/** Takes a run that somebody left: from now on it is this process's, and whoever had it finds that it is not his any more. */
export async function takeOver<S>(tx: Tx, runId: string): Promise<Run<S>> {
  const run = await tx.row<Run<S>>(
    `update job_runs set lease = lease + 1, heartbeat_at = clock_timestamp(), status = 'running', finished_at = null, error = null
      where id = $1 returning ${COLUMNS}`,
    [runId],
  )
  if (!run) throw new Error(`There is no run ${runId}`)
  return run
}

/** What a run keeps for its whole length, written once at its beginning. */
export type RunPlan<S> = {
  readonly snapshot: S
  readonly configurationVersion: number
  readonly customersTotal: number
}

export async function planRun<S>(tx: Tx, runId: string, plan: RunPlan<S>): Promise<void> {
  await tx.run(
    `update job_runs set snapshot = $2, configuration_version = $3, customers_total = $4, heartbeat_at = clock_timestamp() where id = $1`,
    [runId, JSON.stringify(plan.snapshot), plan.configurationVersion, plan.customersTotal],
  )
}

export type Claim = Pick<RunState, 'id' | 'lease'>

/**
 * Locks the run's row to the end of the transaction and answers how far it really is: what a killed process was just committing is in.
 * Throws when another process has taken the run over.
 */
export async function claimRun(tx: Tx, { id, lease }: Claim): Promise<RunState> {
  const run = await tx.row<RunState>(`select ${STATE} from job_runs where id = $1 for update`, [id])
  if (run?.lease !== lease) throw new Error('This run was taken over by another process')
  return run
}

export type Progress = {
  readonly cursor: string | null
  readonly phase: RunPhase
  readonly counts: Omit<RunCounts, 'customersTotal'>
}

/** Adds to the counts, moves the cursor, and shows that the run is alive. Answers how far it is now. */
export async function saveProgress(tx: Tx, runId: string, { cursor, phase, counts }: Progress): Promise<RunState> {
  const run = await tx.row<RunState>(
    `update job_runs set cursor_customer = coalesce($2, cursor_customer), phase = $3, analyzed = analyzed + $4, confirmed = confirmed + $5,
            overtaken = overtaken + $6, opened = opened + $7, closed = closed + $8, heartbeat_at = clock_timestamp(),
            status = case $3 when 'done' then 'finished' else status end,
            finished_at = case $3 when 'done' then clock_timestamp() else finished_at end
      where id = $1 returning ${STATE}`,
    [runId, cursor, phase, counts.analyzed, counts.confirmed, counts.overtaken, counts.opened, counts.closed],
  )
  if (!run) throw new Error(`There is no run ${runId}`)
  return run
}

/** Notes why a run stopped; it can be taken up again. */
export async function noteError(tx: Tx, { id, lease }: Claim, error: string): Promise<void> {
  await tx.run('update job_runs set error = $3 where id = $1 and lease = $2', [id, lease, error])
}

/** Notes why a run that was asked for could not even begin; taken up again, it forgets it. */
export async function noteNotBegun(tx: Tx, runId: string, error: string): Promise<void> {
  await tx.run(`update job_runs set error = coalesce(error, $2) where id = $1 and status = 'running'`, [runId, error])
}

/** Gives up runs of earlier days that nobody finished: a later day's run looks at every customer anyway. */
export async function giveUpEarlierRuns(tx: Tx, day: Day): Promise<number> {
  return tx.run(
    `update job_runs set status = 'failed', finished_at = clock_timestamp(), error = coalesce(error, 'A later day came before it was done')
      where kind = 'daily' and cause in ('scheduled', 'by-hand') and status = 'running' and local_date < $1::date`,
    [isoDay(day)],
  )
}

/** The last run that looked at the present (not as of a past day) and had begun, but for this one. */
export async function lastBegun<S>(
  tx: Tx,
  runId: string,
): Promise<Pick<Run<S>, 'localDate' | 'status' | 'configurationVersion' | 'snapshot'> | undefined> {
  return tx.row(
    `select local_date as "localDate", status, configuration_version as "configurationVersion", snapshot from job_runs
      where kind = 'daily' and cause in ('scheduled', 'by-hand') and snapshot is not null and id <> $1
      order by local_date desc, started_at desc limit 1`,
    [runId],
  )
}

/** The last day before this one whose run was finished; null: there was none. The same whenever it is asked, of a past day too. */
export async function lastDayRunBefore(tx: Tx, day: Day): Promise<Day | null> {
  const row = await tx.row<{ day: Day | null }>(
    `select max(local_date) as day from job_runs
      where kind = 'daily' and cause in ('scheduled', 'by-hand') and status = 'finished' and local_date < $1::date`,
    [isoDay(day)],
  )
  return row?.day ?? null
}

type LastPlan<S> = { readonly localDate: Day; readonly snapshot: S }

/** What the last finished run that looked at the present read for everybody alike. */
export const lastPlan = <S>(tx: Tx): Promise<LastPlan<S> | undefined> =>
  tx.row<LastPlan<S>>(
    `select local_date as "localDate", snapshot from job_runs
      where kind = 'daily' and cause in ('scheduled', 'by-hand') and status = 'finished' and snapshot is not null
      order by local_date desc, started_at desc limit 1`,
  )

type EventRun = {
  readonly id: string
  readonly localDate: Day
  readonly startedBy: string
  readonly configurationVersion: number
  readonly counts: RunCounts
}

/** Writes down a look at some customers that was done in this transaction, because something happened. */
export async function recordEventRun(tx: Tx, run: EventRun): Promise<void> {
  const { customersTotal, analyzed, confirmed, overtaken, opened, closed } = run.counts
  await tx.run(
    `insert into job_runs (company_id, id, kind, cause, local_date, started_by, configuration_version, status, phase, finished_at,
                           customers_total, analyzed, confirmed, overtaken, opened, closed)
     values (app.company_id(), $1, 'event', 'event', $2::date, $3, $4, 'finished', 'done', clock_timestamp(), $5, $6, $7, $8, $9, $10)`,
    [
      run.id,
      isoDay(run.localDate),
      run.startedBy,
      run.configurationVersion,
      ...[customersTotal, analyzed, confirmed, overtaken, opened, closed],
    ],
  )
}

/** The days that runs of a cause were finished for. */
export async function finishedDays(tx: Tx, cause: RunCause): Promise<ReadonlySet<Day>> {
  const rows = await tx.rows<{ day: Day }>(
    `select local_date as day from job_runs where kind = 'daily' and cause = $1 and status = 'finished'`,
    [cause],
  )
  return new Set(rows.map(({ day }) => day))
}

/** One run of a company at a time: true when this transaction now holds the place. It goes with the process, at once when that is killed. */
export async function tryRunLock(tx: Tx): Promise<boolean> {
  const answer = await tx.row<{ held: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('daily run ' || app.company_id()::text, 0)) as held`,
  )
  return answer?.held === true
}

/** Whether the company's unfinished run shows no life: its process hangs, or the machine is gone and the server has not noticed. */
export async function runIsSilent(tx: Tx, seconds: number): Promise<boolean> {
  const answer = await tx.row<{ silent: boolean }>(
    `select coalesce(max(heartbeat_at) < clock_timestamp() - make_interval(secs => $1), false) as silent
       from job_runs where kind = 'daily' and status = 'running'`,
    [seconds],
  )
  return answer?.silent === true
}

/**
 * Waits until nobody else decides about the company's customers, and keeps others from it to the end of the transaction. Answers which
 * turn this is: the one after the last means that nobody has decided in between.
 */
export async function holdDecisionLock(tx: Tx): Promise<number> {
  const row = await tx.row<{ turn: number }>(
    `insert into decision_turns (company_id) values (app.company_id())
     on conflict (company_id) do update set turn = decision_turns.turn + 1 returning turn`,
  )
  if (!row) throw new Error('A turn to decide has no number')
  return row.turn
}

/** A run as people watch it. */
export type WatchedRun = RunCounts & {
  readonly id: string
  readonly kind: 'daily' | 'nightly' | 'weekly' | 'event'
  readonly cause: RunCause | 'event'
  readonly day: Day
  readonly status: Run<unknown>['status']
  readonly phase: RunPhase
  readonly error: string | null
  readonly startedBy: string
  readonly startedAt: Date
  readonly finishedAt: Date | null
}

const WATCHED = `select id, kind, cause, local_date as day, status, phase, customers_total as "customersTotal", analyzed, confirmed, overtaken,
  opened, closed, error, started_by as "startedBy", started_at as "startedAt", finished_at as "finishedAt" from job_runs`

export const watchedRun = (tx: Tx, id: string): Promise<WatchedRun | undefined> =>
  tx.row<WatchedRun>(`${WATCHED} where id = $1`, [id])

/** The runs that were begun before another (null: all), the newest first; their ids are ordered by time. */
export const watchedRuns = (tx: Tx, before: string | null, limit: number): Promise<WatchedRun[]> =>
  tx.rows<WatchedRun>(`${WATCHED} where $1::uuid is null or id < $1 order by id desc limit $2`, [before, limit])

/** Two people who ask for a run at the same moment get one. Ends with the transaction. */
export async function askOneAtATime(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('asking for a run ' || app.company_id()::text, 0))`)
}
