import { beforeAll, describe, expect, it } from 'vitest'
import { commandLineOn } from '../../test/command-line.ts'
import { testDatabase } from '../../test/database.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'
import { silentLog } from '../platform/log.ts'
import { startWorker } from '../platform/jobs/worker.ts'
import { eventually } from '../../test/patience.ts'

const db = await testDatabase({ schema: 'none' })
const renubu = commandLineOn(db)
let companyId: string
beforeAll(async () => {
  const made = await renubu('company', 'create', '--name', 'Nordlicht', '--time-zone', 'UTC', '--json')
  companyId = made.json<{ id: string }>().id
})
const put = (task: string, options = {}) =>
  db.database.withCompany(companyId, (tx) => enqueue(tx, task, { about: 'a customer’s name' }, options))

type Listed = { readonly jobs: readonly { readonly id: string; readonly task: string; readonly state: string }[] }
const listed = async (...words: string[]) => (await renubu('jobs', ...words, '--json')).json<Listed>().jobs

/** Works until the queue has nothing more that can be tried. */
async function workOff(poisonIsCured: boolean): Promise<readonly string[]> {
  const done: string[] = []
  const worker = await startWorker({
    jobsUrl: db.urls.jobsUrl,
    log: silentLog,
    tasks: {
      fine: async () => void done.push('fine'),
      poison: async () => {
        if (!poisonIsCured) throw new Error('indigestible')
        done.push('poison')
      },
    },
  })
  const tried = `update graphile_worker._private_jobs set run_at = clock_timestamp() where attempts between 1 and 4 and locked_at is null`
  await eventually(async () => {
    // The pauses between tries grow to minutes; here nobody waits for them.
    await db.owner.query(tried)
    await db.owner.query(`notify "jobs:insert", '{"r":1,"count":1}'`)
    expect((await listed()).every(({ state }) => state === 'dead')).toBe(true)
  })
  await worker.stop()
  return done
}

describe('a job that always fails', () => {
  it('is given up after five tries while the others flow, is named with its reason, and can be tried again', async () => {
    await put('poison')
    for (let count = 0; count < 20; count += 1) await put('fine')
    expect(await workOff(false)).toHaveLength(20)
    const [dead, ...others] = await listed('--failed')
    expect(others).toEqual([])
    expect(dead).toMatchObject({ task: 'poison', state: 'dead', tries: 5, mostTries: 5, error: 'indigestible' })

    const doctor = await renubu('doctor', '--json')
    expect(doctor.code).toBe(1)
    expect(doctor.stdout).toContain('jobs were given up: 1 of poison')
    const { rows } = await db.owner.query(`select done::int, failed_tries::int from jobs.totals order by task`)
    expect(rows).toEqual([
      { done: 20, failed_tries: 0 },
      { done: 0, failed_tries: 5 },
    ])

    expect((await renubu('jobs', '--retry', dead?.id ?? '')).stdout).toContain('will be tried again')
    expect(await listed('--failed')).toEqual([])
    expect(await workOff(true)).toEqual(['poison'])
    expect(await listed()).toEqual([])
  })

  it('is not shown with what it is about', async () => {
    await put('later', { runAt: new Date(Date.now() + 3_600_000) })
    expect(await listed()).toMatchObject([{ task: 'later', state: 'waiting' }])
    for (const words of [['jobs'], ['jobs', '--json']]) expect((await renubu(...words)).stdout).not.toContain('name')
  })
})

it.each([
  ['999999', 'There is no waiting job 999999'],
  ['9999999999999999999', 'number of a job'],
  ['-1', 'number of a job'],
  ["1'; drop table customers; --", 'number of a job'],
])('a job %s is refused: %s', async (id, says) => {
  const { code, stderr } = await renubu('jobs', `--retry=${id}`)
  expect(code).toBe(1)
  expect(stderr).toContain(says)
})
