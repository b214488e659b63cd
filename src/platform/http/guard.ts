import type { FastifyRequest } from 'fastify'
import { scopeOf, type Endpoint } from './endpoint.contract.ts'
import type { Refusal } from './problem.contract.ts'
import type { Caller } from './route.ts'

export const SESSION_COOKIE = 'renubu_session'

export type Admission = {
  callerOfSession(sealed: string): Promise<Caller | null>
  callerOfKey(key: string): Promise<Caller | null>
  noteDenied(caller: Caller, endpoint: Endpoint): Promise<void>
}

export type Guard = {
  /** Reads who asks; a refusal when the endpoint is not for him. */
  admit(request: FastifyRequest, endpoint: Endpoint): Promise<Refusal | null>
  /** Whether he would be admitted now: a session or a key may have ended while he was being answered. */
  stillAdmits(request: FastifyRequest, endpoint: Endpoint): Promise<boolean>
  /** Who asks, once he was admitted; null: nobody that we know. */
  callerOf(request: FastifyRequest): Caller | null
}

const NOT_SIGNED_IN: Refusal = { kind: 'not-signed-in', says: 'Sign in, then try again.' }
const NO_SUCH_KEY: Refusal = {
  kind: 'not-signed-in',
  says: 'This API key is not valid (any more). An admin can make a new one.',
}

/** Knows who asks: by API key where one was sent, else by session. */
export function guardOf(access: Admission): Guard {
  const callers = new WeakMap<FastifyRequest, Caller>()

  async function identify(request: FastifyRequest): Promise<Caller | Refusal> {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const [, key] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? []
      return (key === undefined ? null : await access.callerOfKey(key)) ?? NO_SUCH_KEY
    }
    const sealed = request.cookies[SESSION_COOKIE]
    return (sealed === undefined ? null : await access.callerOfSession(sealed)) ?? NOT_SIGNED_IN
  }

  return {
    admit: async (request, endpoint) => {
      const found = await identify(request)
      if ('kind' in found) return endpoint.roles === 'public' ? null : found
      callers.set(request, found)
      const refusal = refusalOf(found, endpoint)
      if (refusal) await access.noteDenied(found, endpoint)
      return refusal
    },
    stillAdmits: async (request, endpoint) => {
      const found = await identify(request)
      return !('kind' in found) && refusalOf(found, endpoint) === null
    },
    callerOf: (request) => callers.get(request) ?? null,
  }
}

function refusalOf(caller: Caller, endpoint: Endpoint): Refusal | null {
  if (endpoint.roles === 'public') return null
  if (!endpoint.roles.includes(caller.role)) {
    return { kind: 'forbidden', says: `This is for ${endpoint.roles.join(', ')} only; you are ${caller.role}.` }
  }
  const scope = scopeOf(endpoint)
  if (caller.scopes.length === 0 || caller.scopes.includes(scope)) return null
  return { kind: 'forbidden', says: `This API key lacks the scope ${scope}.` }
}
