import { describe, expect, test } from 'vitest'
import { read, testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import type { z } from 'zod'
import type { GetCustomerList } from './customer-list.contract.ts'

type List = z.output<(typeof GetCustomerList)['replies'][200]>

const db = await testDatabase({ now: new Date('2027-03-15T09:00:00Z') })
const app = await testApp(db)
const world = await givenWorld()

async function givenWorld() {
  const company = await givenCompany(db)
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
  ])
  await company.import('rates', [{ currency: 'EUR', date: '2027-01-01', rate: 1.1 }])
  await givenBook(company, {
    'Alder & Sons': { renewsIn: 40, arr: 100_000 },
    Birch: { renewsIn: 5, usage: [60, 2], championLeft: true, urgentTickets: 4 },
    'Cedar Corp': { renewsIn: 100, arr: 95_000, currency: 'EUR', plan: 'invest' },
    Damson: { renewsIn: 300, owner: 'ben' },
  })
  await company.run('scheduled')
  await company.import('customers', [
    { externalId: 'new', name: 'Elder', status: 'trial' },
    { externalId: 'gone', name: 'Fir', status: 'churned' },
  ])
  const [ada] = await company.query<{ id: string }>(`select id from users where name = 'Ada Quill'`)
  return { company, who: { companyId: company.id, userId: ada?.id ?? '' } }
}

const list = async (query: string): Promise<List> => {
  const { status, body } = await read<List>(app, world.who, `/api/customers/list?${query}`)
  expect(status).toBe(200)
  return body
}
const names = async (query: string): Promise<string[]> => (await list(query)).items.map(({ name }) => name)

describe('the list of customers', () => {
  test('has the active ones and trials by name, with where they stand and who has customers', async () => {
    const body = await list('')
    expect(body.items.map(({ name }) => name)).toEqual(['Alder & Sons', 'Birch', 'Cedar Corp', 'Damson', 'Elder'])
    expect(body).toMatchObject({ total: 5, nextCursor: null, isEmpty: false })
    expect(body.owners.map(({ name }) => name)).toEqual(['Ada Quill', 'Ben Oake'])
    expect(body.items[1]).toMatchObject({
      owner: { name: 'Ada Quill' },
      daysUntilRenewal: 5,
      plan: 'manage',
      status: 'active',
    })
    expect(body.items[4]).toMatchObject({ owner: null, health: null, renewalDate: null, stage: null })
  })

  test.each([
    ['a part of a name, whatever its signs', 'q=alder%20and', []],
    ['a name that is half typed', 'q=cedar%20cor', ['Cedar Corp']],
    ['a part of a name', 'q=LDER%20%26%20s', ['Alder & Sons']],
    ['signs of patterns, which mean themselves', 'q=%25', []],
    ['nobody’s', 'owner=nobody', ['Elder']],
    ['a plan', 'plan=invest', ['Cedar Corp']],
    ['those not looked at yet', 'health=unknown', ['Elder']],
    ['a status', 'status=churned', ['Fir']],
    ['every status', 'status=any&q=r', ['Alder & Sons', 'Birch', 'Cedar Corp', 'Elder', 'Fir']],
    ['what nobody fits', 'plan=invest&owner=nobody', []],
  ])('is narrowed to %s', async (_what, query, expected) => {
    const body = await list(query)
    expect(body.items.map(({ name }) => name)).toEqual(expected)
    expect(body.total).toBe(expected.length)
  })

  test('is narrowed to an owner, a stage and a band of health', async () => {
    const all = await list('')
    const ben = all.owners.find(({ name }) => name === 'Ben Oake')?.id ?? ''
    expect(await names(`owner=${ben}`)).toEqual(['Damson'])
    const [birch] = all.items.filter(({ name }) => name === 'Birch')
    expect(await names(`stage=${birch?.stage ?? ''}`)).toEqual(['Birch'])
    const bands = await Promise.all(['low', 'middle', 'good', 'unknown'].map((band) => names(`health=${band}`)))
    expect(bands.flat().toSorted()).toEqual(all.items.map(({ name }) => name))
  })

  test.each([
    ['sort=name&order=desc', ['Elder', 'Damson', 'Cedar Corp', 'Birch', 'Alder & Sons']],
    ['sort=renewal', ['Birch', 'Alder & Sons', 'Cedar Corp', 'Damson', 'Elder']],
    ['sort=renewal&order=desc', ['Damson', 'Cedar Corp', 'Alder & Sons', 'Birch', 'Elder']],
    // 95,000 euros are 104,500 dollars.
    ['sort=arr&order=desc&q=a', ['Cedar Corp', 'Alder & Sons', 'Damson']],
  ])('is sorted by %s, what is not known last', async (query, expected) => {
    expect(await names(query)).toEqual(expected)
  })

  test.each(
    ['name', 'renewal', 'arr', 'health', 'risk'].flatMap((sort) => [
      [sort, 'asc'],
      [sort, 'desc'],
    ]),
  )('comes page by page, nobody twice and nobody left out: %s %s', async (sort, order) => {
    const query = `sort=${sort}&order=${order}&status=any`
    const whole = await names(query)
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: List = await list(`${query}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    }
    expect(whole).toHaveLength(6)
    expect(seen).toEqual(whole)
  })

  test('refuses a place of another order', async () => {
    const { nextCursor } = await list('limit=2')
    const ask = (cursor: string) =>
      read(app, world.who, `/api/customers/list?sort=risk&cursor=${encodeURIComponent(cursor)}`)
    expect((await ask(nextCursor ?? '')).status).toBe(422)
    expect((await ask('nonsense')).status).toBe(422)
  })

  test('of a company without customers says so', async () => {
    const empty = await givenCompany(db)
    await empty.import('users', [{ externalId: 'al', name: 'Al Birch', email: 'al@example.org', role: 'admin' }])
    const [al] = await empty.query<{ id: string }>('select id from users')
    const { body } = await read<List>(app, { companyId: empty.id, userId: al?.id ?? '' }, '/api/customers/list')
    expect(body).toMatchObject({ items: [], total: 0, owners: [], isEmpty: true })
  })
})
