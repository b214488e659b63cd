import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { serverIsAway } from '../postgres.ts'
import { REFUSAL_STATUS, UNKNOWN, type Problem, type Refusal, type RefusalKind } from './problem.contract.ts'

const TITLES = {
  invalid: 'This request cannot be read',
  'not-signed-in': 'Please sign in',
  forbidden: 'Not allowed',
  unknown: 'Not found',
  'timed-out': 'The request took too long to arrive',
  conflict: 'Changed meanwhile',
  'too-large': 'Too large',
  'wrong-media-type': 'Not a form we read',
  unprocessable: 'This cannot be done as asked',
  'too-many': 'Too many requests',
  broken: 'Something on our side failed',
  busy: 'Too much to do just now',
  away: 'The database is away for a moment',
} as const satisfies Record<RefusalKind, string>

const KIND_OF_STATUS = new Map<number, RefusalKind>(
  (Object.keys(REFUSAL_STATUS) as RefusalKind[]).map((kind) => [REFUSAL_STATUS[kind], kind]),
)

/** The problem document of a refusal, with the fields that its endpoint declares beside the usual ones. */
export const problemOf = ({ kind, says, more }: Refusal, reference: string): Problem => ({
  ...more,
  type: `about:blank#${kind}`,
  title: TITLES[kind],
  status: REFUSAL_STATUS[kind],
  detail: says,
  reference,
})

/** Answers with a problem document. */
export function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const problem = problemOf(refusal, request.id)
  const { status } = problem
  if (status === 503) void reply.header('retry-after', '2')
  // Serialized here: the reply's schema is the endpoint's, and a problem may come before any endpoint is known.
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .serializer((value: unknown) => JSON.stringify(value))
    .type('application/problem+json')
    .send(problem)
}

// "Invalid input: expected string, received undefined" is what zod says of a field that is not there.
function faultWords(message: string): string {
  if (/received (undefined|null)$/.test(message)) return 'is missing'
  return `is not right (${message.replace(/^Invalid input: /, '')})`
}

/** An address that the router could not even read. It has not met the hooks, so what they would set is set here. */
export function answerUnreadable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' })
  const refusal: Refusal =
    error.code === 'FST_ERR_BAD_URL' ? { kind: 'invalid', says: 'This address cannot be read.' } : UNKNOWN
  void refuse(request, reply, refusal)
}

/** The one place where whatever was thrown becomes a problem document. Surprises are logged, expected ones are not. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const faults = error.validation.map(
      (fault) => `${fault.instancePath.slice(1).replaceAll('/', '.') || 'it'} ${faultWords(fault.message ?? '')}`,
    )
    return refuse(request, reply, {
      kind: 'invalid',
      says: `In ${error.validationContext ?? 'the request'}: ${faults.join('; ')}`,
    })
  }
  // The connection went before the body had come: nobody reads the answer, and its error looks like the database's.
  if (request.raw.destroyed && !request.raw.complete) {
    return refuse(request, reply, { kind: 'timed-out', says: 'The request did not arrive whole. Nothing was done.' })
  }
  if (serverIsAway(error)) {
    request.log.warn({ err: error, reference: request.id }, 'the database is away')
    return refuse(request, reply, { kind: 'away', says: 'Try again in a few seconds. Nothing was lost.' })
  }
  // A path that is written so that it means another one: there is no such file.
  if (error.code === 'FST_STATIC_FORBIDDEN_PATH') return refuse(request, reply, UNKNOWN)
  const kind = KIND_OF_STATUS.get(error.statusCode ?? 500)
  if (kind && kind !== 'broken')
    return refuse(request, reply, { kind, says: kind === 'unknown' ? UNKNOWN.says : error.message })
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return refuse(request, reply, { kind: 'invalid', says: error.message })
  }
  request.log.error({ err: error, reference: request.id, route: request.routeOptions.url }, 'a request failed')
  return refuse(request, reply, {
    kind: 'broken',
    says: `We have noted it under ${request.id}. Try again; nothing was saved half.`,
  })
}
