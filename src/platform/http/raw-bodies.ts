import type { FastifyInstance, FastifyRequest } from 'fastify'

export type RawBodies = { of(request: FastifyRequest): string }

/** Reads JSON as Fastify does (keys that would change a prototype are refused) and keeps the text, which signatures are made of. */
export function keepRawBodies(app: FastifyInstance): RawBodies {
  const bodies = new WeakMap<FastifyRequest, string>()
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    const body = text.toString()
    bodies.set(request, body)
    // A change without a body may still say that it is JSON.
    if (body === '') done(null, undefined)
    else void parse(request, body, done)
  })
  return { of: (request) => bodies.get(request) ?? '' }
}
