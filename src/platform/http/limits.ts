import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Guard } from './guard.ts'
import { refuse } from './problems.ts'

export type RequestsPerMinute = { readonly caller: number; readonly company: number; readonly stranger: number }

export const REQUESTS_PER_MINUTE: RequestsPerMinute = {
  caller: 600,
  // Ten busy integrations of one company; the next one waits, and other companies do not notice.
  company: 6_000,
  // Somebody who tries keys or cookies.
  stranger: 600,
}

type Guessable = { readonly perMinute: number; readonly isPublic: boolean; readonly guard: Guard }

/**
 * The limit of an endpoint that somebody could guess at: whoever he says he is, it counts where he comes from. What only people have, such as
 * a password, is never asked of a key, which guesses nothing there.
 */
export const attempts = ({ perMinute, isPublic, guard }: Guessable) => ({
  max: (request: FastifyRequest) =>
    isPublic || guard.callerOf(request)?.keyId == null ? perMinute : REQUESTS_PER_MINUTE.caller,
  keyGenerator: (request: FastifyRequest) => request.ip,
})

/** So many requests a minute for each caller and for each company; the usual headers say how many are left. */
export async function limit(app: FastifyInstance, guard: Guard, perMinute: RequestsPerMinute): Promise<void> {
  await app.register(rateLimit, {
    // After the caller is known, before the body is read.
    hook: 'preParsing',
    max: (request) => (guard.callerOf(request) ? perMinute.caller : perMinute.stranger),
    timeWindow: '1 minute',
    // Of the web app's files a browser asks for twenty at once, and a whole office may come from one address.
    // By the route and not by the address, which can be written in several ways.
    allowList: (request) => request.routeOptions.url?.startsWith('/api/') !== true,
    keyGenerator: (request) => {
      const caller = guard.callerOf(request)
      return caller ? `${caller.companyId} ${caller.keyId ?? caller.userId ?? ''}` : request.ip
    },
    errorResponseBuilder: (_request, { after }) => ({
      statusCode: 429,
      message: `Too many requests. Try again in ${after}.`,
    }),
  })
  const companyLimit = app.createRateLimit({
    max: perMinute.company,
    timeWindow: '1 minute',
    keyGenerator: (request: FastifyRequest) => guard.callerOf(request)?.companyId ?? request.ip,
  })
  app.addHook('preParsing', async (request, reply) => {
    if (!guard.callerOf(request)) return
    const found = await companyLimit(request)
    if (found.isAllowed || !found.isExceeded) return
    void reply.header('retry-after', String(found.ttlInSeconds))
    await refuse(request, reply, {
      kind: 'too-many',
      says: `Your company sends too many requests. Try again in ${String(found.ttlInSeconds)} seconds.`,
    })
  })
}
