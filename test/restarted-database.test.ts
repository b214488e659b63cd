import { expect, it } from 'vitest'
import { signal } from '../src/platform/embedded/processes.ts'
import { fileFolder, postmasterPid, serverReplaced } from './embedded.ts'
import { eventually } from './patience.ts'
import { addressOf, servedFrom } from './served.ts'

const RECOVERED_MS = 10_000

const dataDir = fileFolder()
const { renubu, serve } = servedFrom(dataDir)

it('a database that is stopped at once and started again is a 503 meanwhile; the server is ready again within ten seconds, and all that it acknowledged is there', async () => {
  renubu('company', 'create', '--name', 'Elm', '--time-zone', 'UTC')
  const { key } = renubu<{ key: string }>('key', 'create', '--role', 'admin')
  const reader = renubu<{ key: string }>('key', 'create', '--role', 'admin')
  const server = serve('api')
  const address = await addressOf(server)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const asReader = { authorization: `Bearer ${reader.key}` }
  const isReady = async () => expect((await fetch(`${address}/readyz`)).status).toBe(200)
  await eventually(isReady)

  const acknowledged: string[] = []
  const refused: unknown[] = []
  const load = { on: true }
  const write = async (writer: number): Promise<void> => {
    for (let turn = 0; load.on; turn += 1) {
      const name = `made ${String(writer)}-${String(turn)}`
      const body = JSON.stringify({ name, role: 'viewer' })
      const answer = await fetch(`${address}/api/keys`, { method: 'POST', headers, body })
      const text = await answer.text()
      if (answer.status === 201) acknowledged.push(name)
      else {
        refused.push([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after'), text])
        await eventually(isReady)
      }
    }
  }
  const writers = [0, 1, 2].map(write)
  await eventually(() => expect(acknowledged.length).toBeGreaterThan(5))
  const pid = postmasterPid(dataDir)
  // Immediate shutdown: nothing is finished, nothing is written out.
  signal(pid, 'SIGQUIT')
  const killedAt = performance.now()
  await eventually(() => expect(serverReplaced(dataDir, pid)).toBe(true))
  await eventually(isReady)
  expect(performance.now() - killedAt).toBeLessThan(RECOVERED_MS)
  const before = acknowledged.length
  await eventually(() => expect(acknowledged.length).toBeGreaterThan(before))
  load.on = false
  await Promise.all(writers)

  expect(refused.length).toBeGreaterThan(0)
  for (const refusal of refused) {
    expect(refusal).toEqual([
      503,
      expect.stringContaining('application/problem+json'),
      expect.stringMatching(/^[1-9]/),
      expect.not.stringMatching(/\bat .*:\d+/),
    ])
  }
  const { items } = (await (await fetch(`${address}/api/keys`, { headers: asReader })).json()) as {
    items: { name: string }[]
  }
  const kept = items.map(({ name }) => name)
  const made = kept.filter((name) => name.startsWith('made'))
  expect(made).toEqual(expect.arrayContaining(acknowledged))
  expect(new Set(made).size).toBe(made.length)
  expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
})
