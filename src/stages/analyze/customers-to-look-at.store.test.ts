import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../test/given-company.ts'
import { day, isoDay } from '../../base/day.ts'
import type { Customers } from '../../spine/among-customers.store.ts'
import { countCustomers, nextCustomers, type Look } from './customers-to-look-at.store.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')

/** Customers in a row, each with a standing that holds, or (-) one that holds no longer. */
async function givenRow(row: string): Promise<GivenCompany> {
  const company = await givenCompany(db)
  await company.import(
    'customers',
    [...row].map((_, index) => ({ externalId: `c${String(index)}`, name: `c${String(index)}` })),
  )
  await company.query(
    `insert into customer_standings (company_id, customer_id, as_of, run_id, facts_version, health, risk, opportunity, coverage, holds_until)
     select c.company_id, c.id, $2::date - 1, c.id, v.version, 50, 50, 0, 1,
            case when substr($1, substr(c.external_id, 2)::int + 1, 1) = '-' then $2::date else $2::date + 3 end
       from customers c join facts_versions v on v.customer_id = c.id`,
    [row, isoDay(TODAY)],
  )
  return company
}

type Paging = { readonly limit: number; readonly oneIn?: number }

/** Whom each page looks at, by their places; a stretch as `from–to`. */
async function pagesOf(company: GivenCompany, { limit, oneIn = 1 }: Paging): Promise<string[]> {
  const ids = (await company.query<{ id: string }>('select id from customers order by id')).map(({ id }) => id)
  const placed = (due: Customers): string =>
    'first' in due
      ? `${String(ids.indexOf(due.first))}–${String(ids.indexOf(due.last))}`
      : due.map((id) => ids.indexOf(id)).join(' ')
  const look: Look = { at: 'due', on: TODAY, peopleMoved: false, oneIn }
  return db.database.withCompany(company.id, async (tx) => {
    const pages = []
    for (let after: string | null = null; ;) {
      const { last, isLast, due } = await nextCustomers(tx, { after, limit, look })
      pages.push(placed(due))
      if (isLast) return pages
      after = last
    }
  })
}

describe('the pages of whom a run looks at', () => {
  it.each<[string, string, Paging, string[]]>([
    ['one after the other, when all are looked at', '-----', { limit: 2 }, ['0–1', '2–3', '4–4']],
    ['as a list, when others lie between', '-.-.-', { limit: 5 }, ['0 2 4', '']],
    ['with nobody in it, when all are passed over', '...', { limit: 5 }, ['']],
    ['reaching farther, when few are looked at', '-..-..-', { limit: 2, oneIn: 3 }, ['0 3', '6–6']],
    ['never with more than asked for, however many are', '..------', { limit: 2, oneIn: 3 }, ['2–3', '4–5', '6–7']],
  ])('are %s', async (_, row, paging, pages) => {
    const company = await givenRow(row)
    expect(await pagesOf(company, paging)).toEqual(pages)
  })

  it('say how many are looked at and how many lie between', async () => {
    const company = await givenRow('-.--.')
    const look: Look = { at: 'due', on: TODAY, peopleMoved: false, oneIn: 2 }
    const reach = await db.database.withCompany(company.id, (tx) => nextCustomers(tx, { after: null, limit: 2, look }))
    expect(reach).toMatchObject({ looked: 2, passedOver: 1 })
  })

  it('are counted on the day of the standings by what is known, however long these hold', async () => {
    const company = await givenRow('-.--.')
    const count = (look: Parameters<typeof countCustomers>[1]) =>
      db.database.withCompany(company.id, (tx) => countCustomers(tx, look))
    await company.query(
      `update facts_versions set version = version + 1 where customer_id in (select id from customers limit 2)`,
    )
    expect([await count({ at: 'all' }), await count({ at: 'changed', oneIn: 1 })]).toEqual([5, 2])
  })
})
