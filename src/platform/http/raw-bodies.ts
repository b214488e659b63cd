import type { FastifyInstance, FastifyRequest } from 'fastify'
import { DEEPEST, nestsDeeper } from './nesting.ts'

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
    if (body === '') {
      done(null, undefined)
      return
    }
    if (nestsDeeper(body)) {
      done(new TooDeep())
      return
    }
    void parse(request, body, (error, value) =>
      error === null && isUnstorable(body, value) ? done(new UnstorableText()) : done(error, value),
    )
  })
  return { of: (request) => bodies.get(request) ?? '' }
}

// PostgreSQL can hold neither U+0000 nor half of a surrogate pair. JSON.stringify writes exactly these as escapes.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(0000|d[89a-f])/i

const isUnstorable = (body: string, value: unknown): boolean =>
  UNSTORABLE.test(body) && UNSTORABLE.test(JSON.stringify(value))

class UnstorableText extends Error {
  readonly statusCode = 400
  constructor() {
    super('The body holds U+0000 or half of a surrogate pair, which no text can hold. Take it out and send it again.')
  }
}

class TooDeep extends Error {
  readonly statusCode = 400
  constructor() {
    super(`The body nests lists and records more than ${String(DEEPEST)} deep.`)
  }
}
