import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import pino from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { oneApp } from '../../../test/app.ts'
import { testDatabase } from '../../../test/database.ts'
import { Problem } from './problem.contract.ts'

const written: string[] = []
const db = await testDatabase()
const app = await oneApp(db, {
  log: pino({ base: null }, { write: (line) => void written.push(line) }),
  limits: { requestTimeoutMs: 300 },
})
const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))

/** A connection, and everything that comes back by it until it ends. */
async function dial(): Promise<{ readonly socket: Socket; readonly answer: Promise<string> }> {
  const socket = connect(Number(port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (part: Buffer) => (heard += part.toString()))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return { socket, answer: once(socket, 'close').then(() => heard) }
}

function problemOf(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/content-type: application\/problem\+json/i)
  return Problem.parse(JSON.parse(body))
}

const POST = 'POST /api/session/sample HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\n'

describe('a client that is too slow', () => {
  it.each([
    ['never ends its headers', 'GET /healthz HTTP/1.1\r\nHost: loc'],
    ['sends half of its body and waits', `${POST}content-length: 1000\r\n\r\n{"companyId":`],
    ['sends a chunk and waits', `${POST}transfer-encoding: chunked\r\n\r\n5\r\n{"com\r\n`],
  ])('is cut off with a 408: one that %s', async (_, sent) => {
    const { socket, answer } = await dial()
    socket.write(sent)
    const problem = problemOf(await answer)
    expect(problem).toMatchObject({ status: 408, title: 'The request took too long to arrive' })
    expect(written.join('')).not.toMatch(/"level":50|database is away/)
  })

  it('is cut off too when it sends a byte now and then', async () => {
    const { socket, answer } = await dial()
    socket.write(`${POST}content-length: 100000\r\n\r\n`)
    const drip = setInterval(() => socket.writable && socket.write(' '), 20)
    onTestFinished(() => clearInterval(drip))
    expect(problemOf(await answer).status).toBe(408)
  })

  it('is in nobody’s way', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, dial))
    for (const { socket } of slow) socket.write('GET /healthz HTTP/1.1\r\n')
    const reply = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(reply.status).toBe(200)
    for (const { answer } of slow) expect(problemOf(await answer).status).toBe(408)
  })
})

describe('what is no request', () => {
  it.each([
    ['nonsense', 'hello\r\n\r\n', 400],
    ['another protocol', '\u0016\u0003\u0001\u0002', 400],
    ['two lengths', `${POST}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`, 400],
    ['a length and chunks', `${POST}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(70_000)}\r\n\r\n`, 400],
    ['a body that is shorter than it says', `${POST}content-length: 5000\r\n\r\n{}`, 408],
  ])('is told so: %s', async (_, sent, status) => {
    const { socket, answer } = await dial()
    socket.write(sent, 'latin1')
    expect(problemOf(await answer).status).toBe(status)
  })

  it('that is broken off in the middle is no fault of the database, and of nobody', async () => {
    written.splice(0)
    const { socket, answer } = await dial()
    socket.write(`${POST}content-length: 1000\r\n\r\n{"companyId":`)
    socket.resetAndDestroy()
    await answer
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    expect(written.join('')).not.toMatch(/"level":50|database is away/)
  })
})
