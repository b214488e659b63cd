import { createHmac, timingSafeEqual } from 'node:crypto'

/** A request's headers by their names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a delivery says of itself, once its signature is known to be good. */
export type Signed = { readonly id: string; readonly timestamp: number; readonly signatures: readonly string[] }

/** Standard Webhooks: how old, or how far ahead of our clock, a message may be. */
const TOLERANCE_SECONDS = 5 * 60
const LONGEST_ID = 255
// Senders add one signature for each of their secrets; nobody has so many.
const MOST_SIGNATURES = 20

/** Reads the three headers; null when one is missing or malformed, or the time is not about now. Costs nothing: asked before anything is looked up. */
export function readSignature(headers: Headers, now: Date): Signed | null {
  const [id, time, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name])
  if (typeof id !== 'string' || typeof time !== 'string' || typeof signature !== 'string') return null
  if (!/^[\u0021-\u007e]+$/.test(id) || id.length > LONGEST_ID || !/^[1-9]\d{0,11}$/.test(time)) return null
  const timestamp = Number(time)
  if (Math.abs(Math.floor(now.getTime() / 1000) - timestamp) > TOLERANCE_SECONDS) return null
  const signatures = signature
    .split(' ')
    .slice(0, MOST_SIGNATURES)
    .flatMap((each) => (each.startsWith('v1,') ? [each.slice(3)] : []))
  return signatures.length === 0 ? null : { id, timestamp, signatures }
}

/** Whether one of the signatures is of these bytes under one of the secrets (`whsec_…`). */
export function isSignedBy({ id, timestamp, signatures }: Signed, body: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    const expected = signatureOf(secret, `${id}.${String(timestamp)}.${body}`)
    return signatures.map((each) => same(Buffer.from(each), expected)).includes(true)
  })
}

const signatureOf = (secret: string, content: string): Buffer =>
  Buffer.from(
    createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(content)
      .digest('base64'),
  )

const same = (given: Buffer, expected: Buffer): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected)
