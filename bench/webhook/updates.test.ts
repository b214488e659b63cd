import { expect, it } from 'vitest'
import { isSignedBy, readSignature } from '../../src/stages/ingest/webhook/signature.ts'
import { CustomerUpdate } from '../../src/stages/ingest/webhook/update.contract.ts'
import { updateOf } from './updates.ts'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const at = new Date('2027-03-15T09:00:00Z')

it('an update is one that is taken: signed, of the form, and of its own customer', () => {
  const { headers, body = '', path } = updateOf(7, { secret, address: '/there', at })
  const signed = readSignature(headers, at)
  expect(signed && isSignedBy(signed, body, [secret])).toBe(true)
  expect(CustomerUpdate.parse(JSON.parse(body))).toMatchObject({ customerId: 'c-7', tickets: [{ id: 't-7' }] })
  expect(path).toBe('/there')
  expect(updateOf(8, { secret, address: '/there', at }).headers['webhook-id']).not.toBe(headers['webhook-id'])
})
