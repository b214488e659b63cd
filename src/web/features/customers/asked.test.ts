import { describe, expect, test } from 'vitest'
import { askedOf } from './asked.ts'

/** Without what is not asked. */
const given = (search: Record<string, unknown>): unknown => JSON.parse(JSON.stringify(askedOf(search)))

describe('what an address asks of the list of customers', () => {
  test.each([
    [
      { q: 'fern', plan: 'invest', sort: 'risk', order: 'desc' },
      { q: 'fern', plan: 'invest', sort: 'risk', order: 'desc' },
    ],
    [
      { owner: 'nobody', status: 'any' },
      { owner: 'nobody', status: 'any' },
    ],
    [{ owner: 'somebody', plan: 'gold', stage: 7, sort: 'id' }, {}],
    [{ q: '' }, {}],
    [{}, {}],
  ])('%j', (search, expected) => {
    expect(given(search)).toEqual(expected)
  })

  test('is never longer than the server takes', () => {
    expect(askedOf({ q: 'x'.repeat(500) }).q).toHaveLength(200)
  })
})
