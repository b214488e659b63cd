import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isSignedBy, readSignature } from '../../src/stages/ingest/webhook/signature.ts'

const file = fileURLToPath(new URL('../../../shared/data/std-webhooks/vectors.json', import.meta.url))

type Vector = {
  readonly source: string
  readonly secret: string
  readonly id: string
  readonly timestamp: number
  readonly payload: string
  readonly signature: string
}

describe.skipIf(!existsSync(file))('the vectors of Standard Webhooks', () => {
  const { upstream } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly upstream: readonly Vector[] })
    : { upstream: [] }

  test('are there', () => expect(upstream.length).toBeGreaterThan(0))

  test.each(upstream)('$source', ({ secret, id, timestamp, payload, signature }) => {
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature }
    const signed = readSignature(headers, new Date(timestamp * 1000))
    expect(signed && isSignedBy(signed, payload, [secret])).toBe(true)
    expect(signed && isSignedBy(signed, payload.replace('2', '3'), [secret])).toBe(false)
  })
})
