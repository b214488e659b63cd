import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Guard } from './guard.ts'
import { refuse } from './problems.ts'

const CALLER_PER_MINUTE = 600
// Ten busy integrations of one company; the next one waits, and other companies do not notice.
const COMPANY_PER_MINUTE = 6_000
// Somebody who tries keys or cookies.
const STRANGER_PER_MINUTE = 600

/** So many requests a minute for each caller and for each company; the usual headers say how many are left. */
export async function limit(app: FastifyInstance, guard: Guard): Promise<void> {
  await app.register(rateLimit, {
    // After the caller is known, before the body is read.
    hook: 'preParsing',
    max: (request) => (guard.callerOf(request) ? CALLER_PER_MINUTE : STRANGER_PER_MINUTE),
    timeWindow: '1 minute',
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
    max: COMPANY_PER_MINUTE,
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
