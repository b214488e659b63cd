import { once } from 'node:events'
import { expect, it } from 'vitest'
import { dailyDueOn } from '../src/operate/daily-schedule.ts'
import { connectDatabase } from '../src/platform/connect.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { fileFolder } from './embedded.ts'
import { eventually } from './patience.ts'
import { addressOf, servedFrom } from './served.ts'

// Two servers and two workers, each a process of its own, on one database, all started at the same moment.

const dataDir = fileFolder()
const { renubu, serve, running } = servedFrom(dataDir)

/** A zone in which it is past six now, so that the day's run is due at once. */
const zone =
  ['Pacific/Kiritimati', 'Asia/Tokyo', 'Europe/Berlin', 'America/Denver'].find((name) =>
    dailyDueOn(name, new Date()),
  ) ?? 'Pacific/Pago_Pago'

const lines = (log: readonly string[], words: string): readonly string[] => log.filter((line) => line.includes(words))

it('share the work: each company’s day is run once, both servers answer alike, and all of them end when they are asked to', async () => {
  const { id: companyId } = renubu<{ id: string }>('company', 'create', '--name', 'Elm', '--time-zone', zone)
  const { key } = renubu<{ key: string }>('key', 'create', '--role', 'admin')

  const servers = [serve('api'), serve('api')]
  const workers = [serve('worker'), serve('worker')]
  const addresses = await Promise.all(servers.map(addressOf))
  const connection = await connectDatabase(parseEnvironment({ RENUBU_DATA_DIR: dataDir }))
  const runs = () =>
    connection.database.withCompany(companyId, (tx) =>
      tx.rows<{ status: string; lease: number }>(`select status, lease from job_runs where cause = 'scheduled'`),
    )
  await eventually(async () => expect(await runs()).toMatchObject([{ status: 'finished' }]))
  for (const { log } of workers) {
    await eventually(() => expect(lines(log, 'the worker is ready')).toHaveLength(1))
  }
  expect(await runs(), 'taken up by one, and by nobody after it').toEqual([{ status: 'finished', lease: 1 }])

  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': 'one' }
  const body = JSON.stringify({ name: 'made once', role: 'viewer' })
  const answers = await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async (turn) => {
      const answer = await fetch(`${addresses[turn % 2] ?? ''}/api/keys`, { method: 'POST', headers, body })
      return [answer.status, await answer.text()]
    }),
  )
  expect(new Set(answers.map(([status]) => status))).toEqual(new Set([201]))
  expect(new Set(answers.map(([, text]) => text)).size).toBe(1)
  await eventually(async () =>
    expect(await (await fetch(`${addresses[0] ?? ''}/metrics`)).text()).toMatch(
      /renubu_jobs_done_total\{task="daily"\} [1-9]/,
    ),
  )
  await connection.close()

  const ended = running.map((child) => once(child, 'exit'))
  for (const child of running) child.kill('SIGTERM')
  expect(await Promise.all(ended)).toEqual(running.map(() => [0, null]))
  for (const { log } of [...servers, ...workers]) expect(log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
})
