import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Who a session stands for, and until when (seconds since 1970). */
const Claims = z.object({ companyId: z.uuid(), userId: z.uuid(), until: z.int(), sessionId: z.uuid().optional() })
export type SessionToken = z.output<typeof Claims>

const signatureOf = (payload: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`session ${payload}`).digest()

/** Seals claims into a text that fits into a cookie. Readable by anybody, made by nobody without the secret. */
export function sealSession(claims: SessionToken, secret: string): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  return `${payload}.${signatureOf(payload, secret).toString('base64url')}`
}

/** The claims of a sealed text; undefined when it was forged, changed, or its time has passed. */
export function openSession(sealed: string, secret: string, now: Date): SessionToken | undefined {
  const [payload = '', signature = '', ...rest] = sealed.split('.')
  const given = Buffer.from(signature, 'base64url')
  const expected = signatureOf(payload, secret)
  if (rest.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  const claims = Claims.safeParse(parseJson(Buffer.from(payload, 'base64url').toString()))
  if (!claims.success || claims.data.until <= now.getTime() / 1000) return undefined
  return claims.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
