import { sealSession } from '../../src/access/session-token.ts'
import { SESSION_COOKIE } from '../../src/platform/http/guard.ts'
import { COMPANY } from '../company.ts'
import type { HttpRequest } from './load.child.ts'

// In the year 2096.
const UNTIL = 4_000_000_000

/** Who asks, and with which secret his session is sealed. */
export type Asker = { readonly secret: string; readonly userId: string }

const as = ({ secret, userId }: Asker): Record<string, string> => ({
  cookie: `${SESSION_COOKIE}=${sealSession({ companyId: COMPANY, userId, until: UNTIL }, secret)}`,
})

export const get = (asker: Asker, path: string): HttpRequest => ({
  method: 'GET',
  path,
  headers: as(asker),
  body: undefined,
})

export const post = (asker: Asker, path: string, body: object): HttpRequest => ({
  method: 'POST',
  path,
  headers: { ...as(asker), 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
