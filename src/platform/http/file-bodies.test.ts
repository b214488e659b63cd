import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { endpoint, FileBody } from './endpoint.contract.ts'
import { limitArrival, takingFiles } from './file-bodies.ts'

afterEach(() => vi.useRealTimers())

const BODY_TIMEOUT_MS = 30_000
const replies = { 200: z.object({}) }
const Plain = endpoint('POST /plain', { summary: '', area: 'records', roles: 'public', body: z.object({}), replies })
const File = endpoint('POST /file', {
  summary: '',
  area: 'imports',
  roles: 'public',
  body: FileBody,
  consumes: ['text/csv', 'application/json'],
  replies,
})

/** A server with an address for JSON and one for files; `arrived` is told of each request when its head is there. */
async function givenServer(arrived: () => void = () => undefined) {
  const app: FastifyInstance = Fastify()
  const add = (scope: FastifyInstance, which: typeof Plain | typeof File): void => {
    scope.route({
      method: 'POST',
      url: which.path,
      onRequest: async (request, reply) => {
        limitArrival(request, reply, { endpoint: which, timeoutMs: BODY_TIMEOUT_MS })
        arrived()
      },
      handler: async ({ body }) => {
        if (which === Plain) return { body }
        const pieces: Uint8Array[] = []
        for await (const piece of body as AsyncIterable<Uint8Array>) pieces.push(piece)
        return { file: Buffer.concat(pieces).toString() }
      },
    })
  }
  add(app, Plain)
  await takingFiles(app, File.consumes, (scope) => add(scope, File))
  await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return app
}

describe('a file in the body', () => {
  test('is handed on as it came, JSON among them, while other addresses read JSON', async () => {
    const app = await givenServer()
    const post = async (url: string, payload: string, form = 'application/json') =>
      (await app.inject({ method: 'POST', url, payload, headers: { 'content-type': form } })).body
    expect(await post('/file', '{"a": 1 }')).toBe('{"file":"{\\"a\\": 1 }"}')
    expect(await post('/plain', '{"a": 1 }')).toBe('{"body":{"a":1}}')
    expect(await post('/plain', 'a,b', 'text/csv')).toContain('415')
    expect(await post('/file', 'a', 'text/html')).toContain('415')
  })
})

describe('a body that never comes to its end', () => {
  async function halfSent(path: string) {
    let told = (): void => undefined
    const arrived = new Promise<void>((resolve) => (told = resolve))
    const app = await givenServer(() => told())
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { port } = app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let answer = ''
    socket.on('data', (part: Buffer) => (answer += part.toString())).on('error', () => undefined)
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"`,
    )
    await arrived
    return { socket, answer: () => answer }
  }

  test('is refused after half a minute, and its connection ends', async () => {
    const { socket, answer } = await halfSent('/plain')
    vi.advanceTimersByTime(BODY_TIMEOUT_MS - 1)
    expect(answer()).toBe('')
    const ended = once(socket, 'end')
    vi.advanceTimersByTime(1)
    await ended
    expect(answer()).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close[\s\S]*did not arrive whole in time/i)
  })

  test('has more time when it is a file', async () => {
    const { socket, answer } = await halfSent('/file')
    vi.advanceTimersByTime(BODY_TIMEOUT_MS * 2)
    vi.useRealTimers()
    const answered = once(socket, 'data')
    socket.write('x'.repeat(96))
    await answered
    expect(answer()).toMatch(/^HTTP\/1\.1 200 /)
  })
})
