import { beforeAll, describe, expect, it } from 'vitest'
import { cookieOf, read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../test/given-company.ts'
import type { FoundCustomer } from './search.contract.ts'

const db = await testDatabase()
const app = await testApp(db)
let company: GivenCompany
let other: GivenCompany

const NAMES = ['Alder Bank', 'Bank of Elm', 'Riverbank', 'Bankside', 'Elm & Ash 100%', 'Über Órbita', 'Larch_Pine']

beforeAll(async () => {
  ;[company, other] = [await givenCompany(db), await givenCompany(db)]
  for (const each of [company, other]) {
    await each.import('users', [
      { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
      { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
    ])
  }
  await company.import(
    'customers',
    NAMES.map((name, index) => ({ externalId: name, name, arr: 10_000 + index, ownerEmail: 'ada@example.org' })),
  )
  await other.import('customers', [{ externalId: 'Bank', name: 'Bank of theirs' }])
})

async function found(q: string, who = 'ada'): Promise<readonly FoundCustomer[]> {
  const [person] = await company.query<{ id: string }>('select id from users where external_id = $1', [who])
  const somebody = { companyId: company.id, userId: person?.id ?? '' }
  const { status, body } = await read<{ customers: FoundCustomer[] }>(
    app,
    somebody,
    `/api/search?q=${encodeURIComponent(q)}`,
  )
  expect(status).toBe(200)
  return body.customers
}

const names = async (q: string) => (await found(q)).map(({ name }) => name)

describe('searching', () => {
  it('finds what begins with the words first, then a word that does, then what holds them', async () => {
    expect(await names('bank')).toEqual(['Bankside', 'Bank of Elm', 'Alder Bank', 'Riverbank'])
    expect(await names(' BANK OF ')).toEqual(['Bank of Elm'])
    expect(await names('nobody')).toEqual([])
  })

  it('takes every sign for itself', async () => {
    expect(await names('100%')).toEqual(['Elm & Ash 100%'])
    expect(await names('h_p')).toEqual(['Larch_Pine'])
    expect(await names('\\')).toEqual([])
    expect(await names('über ó')).toEqual(['Über Órbita'])
  })

  it('says whose it is and what the reader may do to it', async () => {
    const [mine] = await found('riverbank')
    expect(mine).toMatchObject({ name: 'Riverbank', owner: 'Ada Quill', stage: null, arr: { amount: 10_002 } })
    expect(mine?.can).toContain('act')
    expect((await found('riverbank', 'ben'))[0]?.can).not.toContain('act')
  })

  it('leaves out what was archived', async () => {
    await company.query(`update customers set archived_at = app.now() where name = 'Bankside'`)
    expect(await names('bankside')).toEqual([])
    await company.query(`update customers set archived_at = null where name = 'Bankside'`)
  })

  it('wants words', async () => {
    const [person] = await company.query<{ id: string }>(`select id from users where external_id = 'ada'`)
    const headers = { cookie: cookieOf({ companyId: company.id, userId: person?.id ?? '' }) }
    expect((await app.inject({ url: '/api/search?q=%20', headers })).statusCode).toBe(400)
  })
})
