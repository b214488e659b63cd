import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TOO_SLOW } from './client-errors.ts'
import type { Endpoint } from './endpoint.contract.ts'
import { refuse } from './problems.ts'

/** How long a file may take: 500 MB over a slow line. */
export const FILE_TIMEOUT_MS = 1_800_000

/** Adds routes to a scope in which bodies of these forms, JSON among them, are handed on as they come. */
export async function takingFiles(
  app: FastifyInstance,
  forms: readonly string[],
  addRoutes: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser([...forms], (_request, body, handOn) => handOn(null, body))
    addRoutes(scope)
    done()
  })
}

/** Refuses a body that does not arrive in time; the server's own limit is that of files. */
export function limitArrival(
  request: FastifyRequest,
  reply: FastifyReply,
  { endpoint, timeoutMs }: { readonly endpoint: Endpoint; readonly timeoutMs: number },
): void {
  if (!endpoint.body || endpoint.consumes) return
  const late = setTimeout(() => {
    if (request.raw.complete || reply.sent) return
    void reply.header('connection', 'close')
    refuse(request, reply, TOO_SLOW)
  }, timeoutMs)
  late.unref()
  reply.raw.once('close', () => clearTimeout(late))
}
