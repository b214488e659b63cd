import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import pino from 'pino'
import type pg from 'pg'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { createCompany } from '../../access/companies.store.ts'
import { PROJECT_ROOT } from '../environment.ts'
import { silentLog } from '../log.ts'
import { enqueue } from './enqueue.ts'
import { takeBack } from './heartbeat.ts'
import { openJobsPool } from './pool.ts'
import { prepareJobs } from './schema.ts'
import { startWorker, type Task } from './worker.ts'
import { eventually } from '../../../test/patience.ts'

const db = await testDatabase()
const company = await createCompany(db, { name: 'Nordlicht', timeZone: 'Europe/Berlin' })

async function workerWith(tasks: Readonly<Record<string, Task>>) {
  const worker = await startWorker({ jobsUrl: db.urls.jobsUrl, tasks, log: silentLog })
  onTestFinished(() => worker.stop())
  return worker
}

const put = (task: string, payload: object, options = {}) =>
  db.database.withCompany(company.id, (tx) => enqueue(tx, task, payload, options))
const waiting = async (task: string) =>
  (
    await db.owner.query<{ attempts: number; locked: boolean }>(
      `select attempts, locked_at is not null as locked from graphile_worker.jobs where task_identifier = $1`,
      [task],
    )
  ).rows

/** Who is taken for dead once the last beats lie so many seconds back: one that was on its way when its worker ended may still come in. */
async function takenBackAfter(seconds: number, pool: pg.Pool): Promise<readonly string[]> {
  await db.owner.query(`update jobs.workers set beat_at = beat_at - make_interval(secs => $1)`, [seconds])
  return takeBack(pool)
}

beforeEach(() => db.owner.query('delete from jobs.workers'))

describe('a job', () => {
  it('is done by a worker soon after the transaction that put it', async () => {
    const seen: unknown[] = []
    await workerWith({ greet: async (payload) => void seen.push(payload) })
    await put('greet', { name: 'Ida' })
    await eventually(() => expect(seen).toEqual([{ name: 'Ida' }]))
    await eventually(async () => expect(await waiting('greet')).toEqual([]))
  })

  it('does not exist when its transaction fell through', async () => {
    const work = db.database.withCompany(company.id, async (tx) => {
      await enqueue(tx, 'never', {})
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await waiting('never')).toEqual([])
  })

  it('of a key takes the place of the waiting one', async () => {
    await put('keyed', { turn: 1 }, { key: 'k' })
    await put('keyed', { turn: 2 }, { key: 'k' })
    expect(await waiting('keyed')).toHaveLength(1)
  })

  it('is told in one line, with what it took and never with what it is about', async () => {
    const written: string[] = []
    const log = pino({ base: null }, { write: (line) => void written.push(line) })
    const worker = await startWorker({
      jobsUrl: db.urls.jobsUrl,
      log,
      tasks: { told: async () => undefined, untold: () => Promise.reject(new Error('no')) },
    })
    await put('told', { name: 'Ida' })
    await put('untold', { name: 'Ida' }, { maxAttempts: 1 })
    const lines = () => written.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ task }) => task)
    await eventually(() => expect(lines()).toHaveLength(2))
    await worker.stop()
    const about = { job: expect.any(String) as string, attempt: 1, ms: expect.any(Number) as number }
    expect(lines().sort((a, b) => Number(a['level']) - Number(b['level']))).toMatchObject([
      { level: 30, msg: 'job done', task: 'told', ...about },
      { level: 50, msg: 'job failed for the last time: renubu jobs --failed', task: 'untold', ...about },
    ])
    expect(written.join('')).not.toContain('Ida')
  })

  it('that throws is tried again, and given up after its tries', async () => {
    const attempts: number[] = []
    await workerWith({
      poison: async (_payload, { attempt }) => {
        attempts.push(attempt)
        throw new Error('indigestible')
      },
      fine: async () => undefined,
    })
    await put('poison', {}, { maxAttempts: 2 })
    await put('fine', {})
    await eventually(async () => expect(await waiting('fine')).toEqual([]))
    await eventually(() => expect(attempts).toEqual([1, 2]))
    await eventually(async () => expect(await waiting('poison')).toEqual([{ attempts: 2, locked: false }]))
  })
})

describe('the queue', () => {
  it('is closed to the application but for the one door', async () => {
    const peek = db.database.platform((tx) => tx.rows('select from graphile_worker._private_jobs'))
    await expect(peek).rejects.toThrow(/permission denied/)
    const others = db.database.platform((tx) => tx.rows('select from jobs.workers'))
    await expect(others).rejects.toThrow(/permission denied/)
  })

  it('is made once however many prepare it', async () => {
    await Promise.all([prepareJobs(db.urls), prepareJobs(db.urls)])
    await put('still', {})
    expect(await waiting('still')).toHaveLength(1)
  })
})

describe('a worker that is killed', () => {
  it('gives its job back as soon as another one on this host looks, not in four hours', async () => {
    await put('long', {})
    const child = workerProcess()
    await eventually(async () => expect(await waiting('long')).toEqual([{ attempts: 1, locked: true }]))
    await eventually(async () => expect((await db.owner.query('select from jobs.workers')).rowCount).toBe(1))
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    const pool = openJobsPool(db.urls.jobsUrl, 1, silentLog)
    onTestFinished(() => pool.end())
    expect(await takeBack(pool), 'fresh: its namesake may live on another host').toEqual([])
    await eventually(async () => expect(await takenBackAfter(6, pool)).toHaveLength(1))
    expect(await waiting('long')).toEqual([{ attempts: 1, locked: false }])
    const done: number[] = []
    await workerWith({ long: async (_payload, { attempt }) => void done.push(attempt) })
    await eventually(() => expect(done).toEqual([2]))
  })

  it('elsewhere is taken for dead after thirty silent seconds, not before', async () => {
    const pool = openJobsPool(db.urls.jobsUrl, 1, silentLog)
    onTestFinished(() => pool.end())
    const silentFor = (seconds: number) =>
      pool.query(
        `insert into jobs.workers values ('far', 'another host', 1, clock_timestamp() - make_interval(secs => $1))
         on conflict (id) do update set beat_at = excluded.beat_at`,
        [seconds],
      )
    await silentFor(25)
    expect(await takeBack(pool)).toEqual([])
    await silentFor(31)
    expect(await takeBack(pool)).toEqual(['far'])
  })

  it('by its job, again and again, is not killed for ever: the job is given up after five tries, and the others are done', async () => {
    await put('bomb', {})
    const pool = openJobsPool(db.urls.jobsUrl, 1, silentLog)
    onTestFinished(() => pool.end())
    for (let tries = 1; tries <= 5; tries += 1) {
      const child = workerProcess()
      if (child.exitCode === null) await once(child, 'exit')
      expect(await waiting('bomb')).toEqual([{ attempts: tries, locked: true }])
      // It may have died before its first heartbeat: then its lock alone tells of it.
      await db.owner.query(`update graphile_worker._private_jobs set locked_at = locked_at - interval '31 seconds'`)
      await eventually(async () => expect(await takenBackAfter(6, pool)).toHaveLength(1))
    }
    const seen: string[] = []
    await workerWith({ bomb: async () => void seen.push('bomb'), after: async () => void seen.push('after') })
    await put('after', {})
    await eventually(() => expect(seen).toEqual(['after']))
    expect(await waiting('bomb')).toEqual([{ attempts: 5, locked: false }])
  })
})

describe('a worker that was taken for dead and wakes', () => {
  it('leaves its job to the one that has it now, whatever becomes of its own try', async () => {
    await put('held', {})
    const sleeper = workerProcess()
    const held = (attempts: number) => [{ attempts, locked: true }]
    await once(sleeper, 'message')
    await eventually(async () => expect((await db.owner.query('select from jobs.workers')).rowCount).toBe(1))
    sleeper.kill('SIGSTOP')
    const pool = openJobsPool(db.urls.jobsUrl, 1, silentLog)
    onTestFinished(() => pool.end())
    await eventually(async () => expect(await takenBackAfter(31, pool)).toHaveLength(1))
    const work = Promise.withResolvers<undefined>()
    await workerWith({ held: () => work.promise })
    await eventually(async () => expect(await waiting('held')).toEqual(held(2)))
    sleeper.kill('SIGCONT')
    sleeper.kill('SIGUSR2')
    const failedTries = `select failed_tries::int from jobs.totals where task = 'held'`
    await eventually(async () => expect((await db.owner.query(failedTries)).rows).toEqual([{ failed_tries: 1 }]))
    expect(await waiting('held')).toEqual(held(2))
    work.resolve(undefined)
    await eventually(async () => expect(await waiting('held')).toEqual([]))
  })
})

/** A process of its own: its jobs never end, or fail when it hears SIGUSR2, and it says when one has begun; a bomb ends it. */
function workerProcess(): ChildProcess {
  const module = (name: string) => JSON.stringify(join(PROJECT_ROOT, 'src', 'platform', name))
  const code = `
    import { startWorker } from ${module('jobs/worker.ts')}
    import { silentLog } from ${module('log.ts')}
    const task = () => new Promise((_, reject) => {
      process.once('SIGUSR2', () => reject(new Error('too late')))
      process.send('begun')
    })
    await startWorker({ jobsUrl: process.argv[1], log: silentLog, tasks: { long: task, held: task, bomb: () => process.exit(1) } })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, db.urls.jobsUrl], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}
