import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problemOf } from './problems.ts'
import { REFUSAL_STATUS, type Refusal } from './problem.contract.ts'

export const TOO_SLOW: Refusal = {
  kind: 'timed-out',
  says: 'The request did not arrive whole in time. Nothing was done.',
}
const NO_HTTP: Refusal = { kind: 'invalid', says: 'This is no HTTP request that can be read.' }
const LONG_HEADERS: Refusal = { kind: 'invalid', says: 'The headers are too long; 16 KiB is the most.' }

const REFUSALS = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', TOO_SLOW],
  ['HPE_HEADER_OVERFLOW', LONG_HEADERS],
])

/** Answers, on the bare socket, what never became a request: too slow, too long, or no HTTP at all. The connection ends with it. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const refusal = REFUSALS.get(error.code ?? '') ?? NO_HTTP
  const status = REFUSAL_STATUS[refusal.kind]
  const body = JSON.stringify(problemOf(refusal, '000000'))
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/problem+json',
    `content-length: ${String(Buffer.byteLength(body))}`,
    'cache-control: no-store',
    'connection: close',
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}
