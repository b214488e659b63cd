import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenDesk } from '../../test/given-desk.ts'

const NOW = new Date('2027-03-15T09:00:00Z')
const db = await testDatabase({ now: NOW })
const desk = await givenDesk(db)
const admin = await desk.person('Agda Frey', 'admin')

describe('a key that ends', () => {
  it.each([
    ['before it is made', '2027-03-15T08:59:59Z', 422],
    ['at the moment it is made', '2027-03-15T09:00:00Z', 422],
    ['long ago', '0001-01-01T00:00:00Z', 422],
    ['a second later', '2027-03-15T09:00:01Z', 201],
    ['never', null, 201],
  ])('%s', async (_when, expiresAt, status) => {
    const counted = () => desk.rows<{ count: number }>('select count(*)::int as count from api_keys')
    const [before] = await counted()
    const reply = await desk.post('/api/keys', { name: 'nightly', role: 'viewer', expiresAt }, { who: admin })
    expect(reply.status).toBe(status)
    const [after] = await counted()
    expect((after?.count ?? 0) - (before?.count ?? 0)).toBe(status === 201 ? 1 : 0)
  })
})
