import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newApiKey, readApiKey } from './api-key.ts'

it('a key carries its company, and two keys never share a hash', () => {
  fc.assert(
    fc.property(fc.uuid(), (companyId) => {
      const [one, two] = [newApiKey(companyId), newApiKey(companyId)]
      expect(readApiKey(one)?.companyId).toBe(companyId)
      expect(readApiKey(one)?.hash).not.toBe(readApiKey(two)?.hash)
      expect(readApiKey(one)?.hash).toBe(readApiKey(one)?.hash)
    }),
  )
})

it('what is no key is not looked up', () => {
  const key = newApiKey('01a2031c-56a4-7da7-87f5-14a9dd01d243')
  for (const text of [
    '',
    'Bearer',
    key.toUpperCase(),
    ` ${key}`,
    `${key}\n`,
    key.replace('rnb', 'abc'),
    key.slice(1),
  ]) {
    expect(readApiKey(text), JSON.stringify(text)).toBeUndefined()
  }
})
