import { buildHttp } from '../../src/api.ts'
import { fixedClock } from '../../src/base/clock.ts'
import { parseEnvironment } from '../../src/platform/environment.ts'
import { createLog } from '../../src/platform/log.ts'
import { withDatabase } from '../company.ts'
import type { Scratch } from '../scratch.ts'
import type { HttpRequest } from './load.child.ts'

/** The moment at which everybody asks: a Monday morning, after the day's run. */
export const NOW = new Date('2027-03-15T09:00:00Z')

/** Lends the API on a database, in this process and without a network. Whatever is not answered with a success is an error. */
export function inApp<T>(
  scratch: Scratch,
  name: string,
  work: (ask: (request: HttpRequest) => Promise<void>) => Promise<T>,
): Promise<T> {
  return withDatabase(scratch, name, async (database) => {
    const app = await buildHttp({
      environment: parseEnvironment({ RENUBU_SAMPLE: 'off', LOG_LEVEL: 'silent' }),
      database,
      authUrl: scratch.urls(name).authUrl,
      clock: fixedClock(NOW),
      log: createLog('error'),
      secret: scratch.secret,
      ready: () => Promise.resolve({ ready: true, says: 'Ready.' }),
      limits: { eventLoopDelayMs: 0 },
    })
    try {
      return await work(async ({ method, path: url, headers, body }) => {
        const reply = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
        if (reply.statusCode >= 300) throw new Error(`${method} ${url}: ${String(reply.statusCode)} ${reply.body}`)
      })
    } finally {
      await app.close()
    }
  })
}
