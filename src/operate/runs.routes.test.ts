import { describe, expect, it } from 'vitest'
import { ask, read, testApp, type Somebody } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenCompany, givenHealthyCustomer, type GivenCompany } from '../../test/given-company.ts'
import type { Role } from '../access/role.ts'
import { createUser } from '../access/users.store.ts'
import { silentLog } from '../platform/log.ts'
import { tasksOf } from '../tasks.ts'

const db = await testDatabase()
const app = await testApp(db)
const tasks = tasksOf({ ...db, log: silentLog })

type Run = {
  readonly id: string
  readonly status: string
  readonly cause: string
  readonly day: string
  readonly phase: string
  readonly error: string | null
  readonly progress: { readonly done: number; readonly total: number }
}
type Job = { readonly task: string; readonly payload: { readonly runId: string; readonly companyId: string } }

let people = 0

const personIn = async ({ id: companyId }: GivenCompany, role: Role): Promise<Somebody> => ({
  companyId,
  userId: (await createUser(db, { companyId, name: `${role} ${String((people += 1))}`, role })).id,
})

const given = async () => {
  const company = await givenCompany(db)
  await givenHealthyCustomer(company, 'birch', 20)
  const manager = await personIn(company, 'manager')
  const start = (body: object = {}, who = manager) =>
    ask<{ id: string; detail: string }>(app, who, {
      method: 'POST',
      url: '/api/runs',
      body: { kind: 'daily', ...body },
    })
  const look = async (id: string, who = manager) => (await read<Run>(app, who, `/api/runs/${id}`)).body
  const jobs = async () =>
    (
      await db.owner.query<Job>(
        `select t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where j.payload ->> 'companyId' = $1 order by j.id`,
        [company.id],
      )
    ).rows
  /** What the worker does with each job that waits, once. */
  const work = async () => {
    for (const { task, payload } of await jobs())
      await tasks[task]?.(payload, { log: silentLog, attempt: 1, signal: new AbortController().signal })
  }
  return { company, manager, start, look, jobs, work }
}

describe('a run that somebody asks for', () => {
  it('is accepted with what to watch, and the worker does exactly that one', async () => {
    const { company, start, look, work } = await given()
    const { status, body } = await start()
    expect(status).toBe(202)
    expect(await look(body.id)).toMatchObject({
      kind: 'daily',
      cause: 'by-hand',
      day: '2027-03-15',
      status: 'running',
      phase: 'customers',
      progress: { done: 0, total: 0 },
      startedBy: expect.stringMatching(/^manager/) as unknown,
      finishedAt: null,
    })
    await work()
    expect(await look(body.id)).toMatchObject({
      status: 'finished',
      phase: 'done',
      error: null,
      progress: { done: 1, total: 1 },
      counts: { analyzed: 1, confirmed: 0, overtaken: 0, closed: 0 },
    })
    await work()
    expect(await company.query(`select cause, status from job_runs where cause <> 'first-import'`)).toEqual([
      { cause: 'by-hand', status: 'finished' },
    ])
  })

  it('is one, however many ask at the same moment', async () => {
    const { company, start, jobs } = await given()
    const answers = await Promise.all(Array.from({ length: 6 }, () => start()))
    expect(new Set(answers.map(({ status, body }) => `${String(status)} ${body.id}`)).size).toBe(1)
    expect(await jobs()).toHaveLength(1)
    expect(await company.query('select id from job_runs')).toHaveLength(1)
    expect(await company.query(`select action from audit_log where object = 'run'`)).toEqual([{ action: 'run' }])
  })

  it('is another one when the first is done, and looks at what has changed since', async () => {
    const { start, look, work } = await given()
    const { body: first } = await start()
    await work()
    const { body: second } = await start()
    expect(second.id).not.toBe(first.id)
    await work()
    expect(await look(second.id)).toMatchObject({ status: 'finished', progress: { done: 0, total: 0 } })
  })

  it('is the scheduled one while that is at work', async () => {
    const { company, start, jobs } = await given()
    const [scheduled] = await company.query<{ id: string }>(
      `insert into job_runs (company_id, kind, cause, local_date, started_by) values (app.company_id(), 'daily', 'scheduled', '2027-03-15', 'schedule') returning id`,
    )
    expect((await start()).body.id).toBe(scheduled?.id)
    expect(await jobs()).toEqual([])
  })

  it('takes up one that stopped without an end', async () => {
    const { company, start, look, work } = await given()
    const [left] = await company.query<{ id: string }>(
      `insert into job_runs (company_id, kind, cause, local_date, started_by, heartbeat_at)
       values (app.company_id(), 'daily', 'scheduled', '2027-03-15', 'schedule', clock_timestamp() - interval '1 hour') returning id`,
    )
    const { body } = await start()
    expect(body.id).toBe(left?.id)
    await work()
    expect(await look(body.id)).toMatchObject({ cause: 'scheduled', status: 'finished' })
  })

  it('goes on with the same run after a failure, which it names', async () => {
    const { company, start, look, jobs, work } = await given()
    const { body } = await start()
    await db.owner.query(
      `insert into configurations (company_id, version, settings, created_by, adopted_at) values ($1, 1, '{"queue": 1}', 'x', now())`,
      [company.id],
    )
    await expect(work()).rejects.toThrow(/no part "queue"/)
    expect(await look(body.id)).toMatchObject({
      status: 'running',
      error: expect.stringMatching(/no part "queue"/) as unknown,
    })
    await db.owner.query('delete from configurations where company_id = $1', [company.id])
    await work()
    expect(await look(body.id)).toMatchObject({ status: 'finished', error: null })
    expect(await jobs()).toHaveLength(1)
  })

  it('as of a past day writes that day’s analyses, and a day that has not come is refused', async () => {
    const { company, start, look, work } = await given()
    const { body } = await start({ asOf: '2027-02-01' })
    await work()
    expect(await look(body.id)).toMatchObject({ cause: 'as-of', day: '2027-02-01', status: 'finished' })
    expect(await company.query('select id from workflow_executions')).toEqual([])
    expect((await start({ asOf: '2027-03-16' })).status).toBe(422)
    expect((await start({ asOf: '0000-01-01' })).body.detail).toMatch(
      /^0000-01-01 is no day that has come; today is 2027-03-15/,
    )
    expect((await start({ asOf: '2027-02-29' })).status).toBe(400)
  })

  it.each([
    ['viewer', 403, 403],
    ['csm', 200, 403],
    ['manager', 200, 202],
    ['admin', 200, 202],
  ] as const)('may be watched and asked for by a %s: %i, %i', async (role, watches, asks) => {
    const { company, start } = await given()
    const who = await personIn(company, role)
    expect((await read(app, who, '/api/runs')).status).toBe(watches)
    expect((await start({}, who)).status).toBe(asks)
  })

  it('is its company’s own', async () => {
    const [ours, theirs] = [await given(), await given()]
    const { body } = await ours.start()
    expect((await read(app, theirs.manager, `/api/runs/${body.id}`)).status).toBe(404)
    expect((await read<{ items: Run[] }>(app, theirs.manager, '/api/runs')).body.items).toEqual([])
    expect((await theirs.start()).body.id).not.toBe(body.id)
  })
})

it('runs are listed, the newest first, a page at a time', async () => {
  const { start, manager } = await given()
  const ids: string[] = []
  for (const asOf of ['2027-01-01', '2027-01-02', '2027-01-03']) ids.unshift((await start({ asOf })).body.id)
  type Page = { readonly items: readonly Run[]; readonly nextCursor: string | null }
  const first = (await read<Page>(app, manager, '/api/runs?limit=2')).body
  const rest = (await read<Page>(app, manager, `/api/runs?limit=2&cursor=${first.nextCursor ?? ''}`)).body
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids)
  expect(rest.nextCursor).toBeNull()
  expect((await read(app, manager, '/api/runs?cursor=x')).status).toBe(422)
})

it('an earlier configuration that is adopted again decides tomorrow’s run', async () => {
  const { company } = await given()
  const admin = await personIn(company, 'admin')
  const save = (settings: object) =>
    ask(app, admin, { method: 'POST', url: '/api/configuration', body: { settings, adopt: true } })
  const scoreOn = async (day: string) => {
    company.at(`${day}T09:00:00Z`)
    await company.run('scheduled')
    const [run] = await company.query<{ score: number }>(
      'select priority_score as score from workflow_executions where closed_at is null',
    )
    return run?.score
  }
  await save({ prioritize: { weighted: { weights: { arr: 0 } } } })
  const without = await scoreOn('2027-03-15')
  await save({ prioritize: { weighted: { weights: { arr: 100 } } } })
  const withMuch = await scoreOn('2027-03-16')
  expect(withMuch).toBeGreaterThan((without ?? 0) + 500)
  await ask(app, admin, { method: 'POST', url: '/api/configuration/versions/1/adopt' })
  expect(await scoreOn('2027-03-17')).toBe(without)
  expect(
    await company.query(
      `select configuration_version as version from job_runs where cause = 'scheduled' order by local_date`,
    ),
  ).toEqual([1, 2, 3].map((version) => ({ version })))
  company.at('2027-03-15T09:00:00Z')
})
