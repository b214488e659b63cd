import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testApp } from '../../../../test/app.ts'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports } from '../../../../test/given-import.ts'
import { createApiKey } from '../../../access/api-keys.store.ts'
import { specOf } from '../import/fields/catalogue.ts'
import { KINDS, type Kind } from '../import/fields/field.ts'

const db = await testDatabase()
const app = await testApp(db)

// Chance makes it: what repeats itself is packed by the database, and fits where it is too long.
const LONG = randomBytes(15_000).toString('base64')

const CUSTOMER = { customerExternalId: 'c1' }
const AT = '2027-03-01T10:00:00Z'

const SHORT: Readonly<Record<Kind, object>> = {
  customers: { externalId: 'c2', name: 'Fern' },
  contacts: { ...CUSTOMER, externalId: 'k1', name: 'Ida Voss' },
  contracts: { ...CUSTOMER, externalId: 'v1', startDate: '2026-01-01', endDate: '2027-12-31', value: 10 },
  renewals: { ...CUSTOMER, externalId: 'r1', date: '2027-12-31' },
  opportunities: { ...CUSTOMER, externalId: 'o1', name: 'More seats', amount: 5 },
  usage: { ...CUSTOMER, date: '2027-03-01', metric: 'logins', value: 3 },
  tickets: { ...CUSTOMER, externalId: 't1', subject: 'Slow', createdAt: AT },
  engagements: { ...CUSTOMER, externalId: 'e1', kind: 'call', at: AT },
  events: { ...CUSTOMER, externalId: 'x1', kind: 'login', at: AT },
  products: { externalId: 'p1', name: 'Core' },
  users: { email: 'ida@fern.example', name: 'Ida Voss', role: 'csm' },
  invoices: { ...CUSTOMER, externalId: 'i1', date: '2027-02-01', amount: 10 },
  surveys: { ...CUSTOMER, externalId: 's1', kind: 'nps', score: 9, at: AT },
  rates: { currency: 'EUR', day: '2027-03-01', rate: 1.1 },
}

describe('a text of twenty thousand characters', () => {
  test.each(KINDS)('in any field of %s is kept or refused by its row, and stops nothing', async (kind) => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    const { key } = await createApiKey(db, { companyId: company.id, role: 'admin' })
    for (const { name } of specOf(kind).fields) {
      const reply = await app.inject({
        method: 'POST',
        url: `/api/${kind}/bulk`,
        headers: { authorization: `Bearer ${key}` },
        payload: { records: [{ ...SHORT[kind], [name]: LONG }] },
      })
      expect([name, reply.statusCode]).toEqual([name, 200])
      const { rejections } = reply.json<{ rejections: readonly { readonly reason: string }[] }>()
      for (const { reason } of rejections) expect(reason.length).toBeLessThan(300)
    }
  })

  test.each([
    ['customers', 'name', 600],
    ['users', 'team', 600],
    ['usage', 'metric', 120],
    ['usage', 'feature', 120],
    ['usage', 'externalId', 300],
  ] as const)('%s: of %s %i characters of any script are kept, and one more is told', async (kind, name, most) => {
    const company = await givenImports(db)
    await company.import('customers', [{ externalId: 'c1', name: 'Birch' }])
    // Four bytes each, no two alike.
    const text = String.fromCodePoint(...Array.from({ length: most }, (_, at) => 0x1f300 + at))
    const record = { externalId: 'first', ...SHORT[kind], [name]: text }
    expect(await company.import(kind, [record])).toMatchObject({ created: 1, rejected: 0 })
    expect(await company.import(kind, [{ ...record, [name]: `${text}x` }])).toMatchObject({ created: 0, rejected: 1 })
  })
})
