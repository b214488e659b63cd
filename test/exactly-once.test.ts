import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { HOLD_REPLY, startApiProcess, type ApiProcess } from './api-process.ts'
import { DONE_ONCE, givenWorks, NOT_DONE, type Work } from './given-works.ts'
import { ownServer } from './own-server.ts'

// Requests with an Idempotency-Key at servers that lose their power, at the moments that matter: when the work is done and not yet kept, and
// when it is kept and not yet answered.

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const server = await ownServer()
const { owner } = server
const { newWorks, send } = await givenWorks(server)

const running: ApiProcess[] = []
const start = async (): Promise<ApiProcess> => {
  const started = await startApiProcess(server.place)
  running.push(started)
  return started
}
afterAll(() => Promise.all(running.map((each) => each.kill())))

let lasting: ApiProcess
beforeAll(async () => {
  lasting = await start()
})

/** Resolves when so many of the servers' statements wait for a lock: `relation` of a table, `advisory` of a key. */
const waitingFor = (event: 'relation' | 'advisory', count: number) =>
  vi.waitFor(
    async () => {
      const { rows } = await owner.query(
        `select from pg_stat_activity where application_name = 'renubu api' and wait_event_type = 'Lock' and wait_event = $1`,
        [event],
      )
      expect(rows).toHaveLength(count)
    },
    { timeout: 30_000, interval: 10 },
  )

const lost = (request: Promise<unknown>): Promise<'lost' | 'answered'> =>
  request.then(
    () => 'answered',
    () => 'lost',
  )

/** Sends a request again, and as another one: the first is answered as `answer` was, the second is refused, and nothing is done by either. */
async function holdsAt(to: ApiProcess, work: Work, { again, answer }: { again: string; answer: object }) {
  expect(await send(work, { to, again })).toEqual(answer)
  expect(await send({ ...work, body: work.other }, { to, again })).toMatchObject({ status: 422 })
  expect(await work.done()).toEqual(DONE_ONCE)
}

it('twenty times at once at two servers it is done once, and answered twenty times alike', async () => {
  const second = await start()
  const again = 'at once'
  for (const work of await newWorks()) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => send(work, { to: turn % 2 === 0 ? lasting : second, again })),
    )
    const [answer] = answers
    expect(answer?.status).toBeLessThan(300)
    expect(answers).toEqual(answers.map(() => answer))
    await holdsAt(second, work, { again, answer: { ...answer } })
  }
})

it('killed when the work is kept and not yet answered, the repeat is answered without doing it again', async () => {
  const works = await newWorks()
  const again = 'killed before its answer'
  const killed = await start()
  const asked = works.map((work) => lost(send(work, { to: killed, again, headers: { [HOLD_REPLY]: 'yes' } })))
  await killed.repliesHeld(works.length)
  for (const work of works) expect(await work.done()).toEqual(DONE_ONCE)
  await killed.kill()
  expect(await Promise.all(asked)).toEqual(works.map(() => 'lost'))

  const next = await start()
  for (const work of works) {
    const answer = await send(work, { to: next, again })
    expect(answer.status).toBeLessThan(300)
    expect(await work.done()).toEqual(DONE_ONCE)
    await holdsAt(lasting, work, { again, answer })
  }
})

it('killed when the work is done and not yet kept, it is done by who waited for it meanwhile, once', async () => {
  const works = await newWorks()
  const again = 'killed before it was kept'
  const killed = await start()
  const holder = await owner.connect()
  onTestFinished(() => holder.release(true))
  // Read by everybody, written by nobody: each work stops where it keeps its answer, its last statement.
  await holder.query('begin; lock table idempotency_keys in exclusive mode')
  const asked = works.map((work) => lost(send(work, { to: killed, again })))
  await waitingFor('relation', works.length)
  const repeats = works.map((work) => Promise.all([0, 1].map(() => send(work, { to: lasting, again }))))
  await waitingFor('advisory', 2 * works.length)
  await killed.kill()
  expect(await Promise.all(asked)).toEqual(works.map(() => 'lost'))
  for (const work of works) expect(await work.done()).toEqual(NOT_DONE)
  await holder.query('rollback')

  const answers = await Promise.all(repeats)
  for (const [index, work] of works.entries()) {
    const [answer, same] = answers[index] ?? []
    expect(answer?.status).toBeLessThan(300)
    expect(same).toEqual(answer)
    await holdsAt(lasting, work, { again, answer: { ...answer } })
  }
})
