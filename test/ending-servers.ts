import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import pg from 'pg'
import { DIE_BEFORE_STATEMENT, HOLD_REPLY } from './api-process.ts'

// Loaded into a server before its program (`node --import`), so that it can be ended at an exact moment of a request that says so:
// between its work and its answer, or before one of its statements.

type Begun = { readonly request: IncomingMessage; readonly response: ServerResponse }

let left = Number.POSITIVE_INFINITY

subscribe('http.server.request.start', (message) => {
  const { request, response } = message as Begun
  const { [HOLD_REPLY]: hold, [DIE_BEFORE_STATEMENT]: statement } = request.headers
  left = statement === undefined ? left : Number(statement)
  if (hold !== undefined) holdReply(response)
})

/** The reply to what was done never leaves. Who started this server is told when it is there. */
function holdReply(response: ServerResponse): void {
  const end = response.end.bind(response)
  response.end = (...reply: unknown[]) => {
    // What was refused has done nothing, and may be asked again.
    if (response.statusCode >= 300) return end(...(reply as []))
    process.send?.('held')
    return response
  }
}

const send = pg.Client.prototype.query as (...words: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...words: unknown[]) {
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
  return send.apply(this, words)
} as typeof pg.Client.prototype.query
