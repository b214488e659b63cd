import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORM = 'v1.'

/** What the sealed text belongs to, e.g. a company and a purpose: it cannot be opened as anything else's. */
type Sealing = { readonly secret: string; readonly belongsTo: string }

// A key of its own, so that what is signed with the secret elsewhere says nothing about it.
const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'renubu', 'secrets at rest, version 1', 32))

/** Encrypts a text for the database: AES-256-GCM under a key derived from the installation's secret. */
export function sealText(text: string, { secret, belongsTo }: Sealing): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(belongsTo))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return FORM + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** The text again; undefined when it was changed, belongs to something else, or was sealed under another secret. */
export function openText(sealed: string, { secret, belongsTo }: Sealing): string | undefined {
  if (!sealed.startsWith(FORM)) return undefined
  const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(belongsTo)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}
