import { afterAll, expect, it } from 'vitest'
import { createApiKey } from '../src/access/api-keys.store.ts'
import { startApiProcess, type ApiProcess } from './api-process.ts'
import { readEvents, type EventStream } from './event-stream.ts'
import { givenExecutions } from './given-executions.ts'
import { ownServer } from './own-server.ts'
import { eventually } from './patience.ts'

// Two API processes on one database, one of which loses its power and comes back.

const server = await ownServer()
const given = await givenExecutions(server)
const { key } = await createApiKey(server, { companyId: given.companyId, role: 'admin' })
const admin = { authorization: `Bearer ${key}` }
const running: ApiProcess[] = []
const streams: EventStream[] = []
afterAll(async () => {
  await Promise.all(streams.map((stream) => stream.close()))
  await Promise.all(running.map((each) => each.kill()))
})

async function started(): Promise<ApiProcess> {
  const process = await startApiProcess(server.place)
  running.push(process)
  return process
}

async function watch({ address }: ApiProcess, more: Readonly<Record<string, string>> = {}): Promise<EventStream> {
  // A process that has only just begun may be too busy to let anybody in.
  const stream = await eventually(async () => {
    const tried = await readEvents(`${address}/api/changes`, { ...admin, ...more })
    streams.push(tried)
    expect(tried.status).toBe(200)
    return tried
  })
  await eventually(() => expect(names(stream)).toContain('ready'))
  return stream
}

const names = ({ told }: EventStream): readonly string[] => told.map(({ event }) => event)
const changed = ({ told }: EventStream): readonly unknown[] => told.map(({ data }) => data['objectId'])

async function start({ address }: ApiProcess): Promise<string> {
  const id = await given.execution()
  const answer = await fetch(`${address}/api/workflows/${id}/start`, { method: 'POST', headers: admin })
  expect(answer.status).toBe(200)
  return id
}

it('what is done through one process is heard through the other, and who comes back after a crash is told to read anew', async () => {
  const [one, other] = await Promise.all([started(), started()])
  const [atOne, atOther] = await Promise.all([watch(one), watch(other)])
  const first = await start(one)
  for (const stream of [atOne, atOther]) await eventually(() => expect(changed(stream)).toContain(first))

  await one.kill()
  await eventually(() => expect(atOne.ended()).toBe(true))
  const missed = await start(other)
  await eventually(() => expect(changed(atOther)).toContain(missed))

  const last = atOne.told.at(-1)?.id ?? ''
  const again = await watch(await started(), { 'last-event-id': last })
  await eventually(() => expect(names(again)).toContain('resync'))
  const second = await start(other)
  await eventually(() => expect(changed(again)).toContain(second))
})
