import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { isSignedBy, readSignature } from './signature.ts'

/** Messages of our own, signed with `openssl dgst -sha256 -mac HMAC`. */
const VECTORS = [
  {
    secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX',
    id: 'msg_openssl_1',
    timestamp: 1800000000,
    body: '{"customerId":"larch"}',
    signature: 'v1,Up6a9ZFxeiL+sN0hxLl34g3XFVe3X/Al2K2lDZ4dI9s=',
  },
  {
    secret: 'whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=',
    id: 'msg_openssl_2',
    timestamp: 1800000001,
    body: '{"name":"Süßholz & Söhne 🌲","n":1.0}',
    signature: 'v1,8wQUsTMWc+gwZdie5AxnduMvuspAz+0pZFyo48GZWOE=',
  },
  {
    secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    id: 'm.3',
    timestamp: 1,
    body: '',
    signature: 'v1,9Rm6UFvhEjhacNlyCgfDn4HHeL1zZ57gXx5L0iE1DMA=',
  },
  {
    secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==',
    id: 'msg_openssl_4',
    timestamp: 999999999999,
    body: '{\n\t"a": "\\u0041\\\\"\r\n}',
    signature: 'v1,M8SCuynqKVtUQOpsARf5naeAyEslafQF8fa2dp5vQCg=',
  },
]

const at = (seconds: number) => new Date(seconds * 1000)

describe('a signature', () => {
  it.each(VECTORS)('is that of openssl: $id', ({ secret, id, timestamp, body, signature }) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature }
    const signed = readSignature(headers, at(timestamp))
    expect(signed && isSignedBy(signed, body, [secret])).toBe(true)
    expect(signed && isSignedBy(signed, `${body} `, [secret])).toBe(false)
    expect(signed && isSignedBy(signed, body, [])).toBe(false)
  })

  const secret = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((key) => `whsec_${Buffer.from(key).toString('base64')}`)
  const id = fc.stringMatching(/^[\w.-]{1,40}$/)
  const time = fc.integer({ min: 1, max: 4_000_000_000 })

  it('is that of the reference library, whatever is signed, under any of several secrets and beside others', () => {
    fc.assert(
      fc.property(secret, secret, id, time, fc.string({ unit: 'grapheme' }), (ours, other, message, seconds, body) => {
        const sign = (by: string) => new Webhook(by).sign(message, at(seconds), body)
        const headers = {
          'webhook-id': message,
          'webhook-timestamp': String(seconds),
          'webhook-signature': `v1a,AAAA ${sign(other)} ${sign(ours)}`,
        }
        const signed = readSignature(headers, at(seconds))
        expect(signed && isSignedBy(signed, body, [`whsec_${Buffer.alloc(32).toString('base64')}`, ours])).toBe(true)
        expect(signed && isSignedBy({ ...signed, timestamp: seconds + 1 }, body, [ours])).toBe(false)
        expect(signed && isSignedBy({ ...signed, id: `${message}x` }, body, [ours])).toBe(false)
      }),
    )
  })

  it.each([
    ['exactly five minutes old', 300, true],
    ['older', 301, false],
    ['five minutes ahead', -300, true],
    ['further ahead', -301, false],
  ])('counts for five minutes, both ways: %s', (_how, age, counts) => {
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': '1800000000', 'webhook-signature': 'v1,AAAA' }
    expect(readSignature(headers, at(1_800_000_000 + age)) !== null).toBe(counts)
  })

  it.each(['', 'v1', 'v1,', 'v2,AAAA', ',', 'v1,A v1,', 'v1,\u00e4'])('of %j is nobody’s', (signature) => {
    const headers = { 'webhook-id': 'm', 'webhook-timestamp': '1800000000', 'webhook-signature': signature }
    const signed = readSignature(headers, at(1_800_000_000))
    expect(signed !== null && isSignedBy(signed, '{}', ['whsec_AAAA'])).toBe(false)
  })
})
