import { beforeEach, describe, expect, it } from 'vitest'
import { givenTwoAtRest } from '../../test/at-rest.ts'
import { FIRST, morningOf } from '../../test/change.ts'
import { testDatabase } from '../../test/database.ts'
import type { GivenCompany } from '../../test/given-company.ts'
import { isoDay } from '../base/day.ts'

const db = await testDatabase()
let company: GivenCompany

// The first run finds renewals and says when to look again from the second on.
beforeEach(async () => {
  company = await givenTwoAtRest(db)
  for (const on of [FIRST, FIRST + 1]) await runOn(on)
})

async function runOn(on: number) {
  company.at(morningOf(on))
  return company.run('scheduled', on)
}

/** Whom a run looked at: their standings are right again, which were spoiled before it. */
async function lookedAtOn(on: number): Promise<string[]> {
  await company.query(`update customer_standings set coverage = 0.99`)
  await runOn(on)
  const rows = await company.query<{ name: string }>(
    `select c.external_id as name from customer_standings s join customers c on c.id = s.customer_id
      where s.coverage <> 0.99 order by 1`,
  )
  return rows.map(({ name }) => name)
}

describe('on the next day a run looks at', () => {
  it('nobody of whom nothing can have come, and counts them as confirmed', async () => {
    expect(await lookedAtOn(FIRST + 2)).toEqual([])
    expect(await company.run('by-hand', FIRST + 2)).toMatchObject({ customers: 0 })
    const [run] = await company.query(
      `select customers_total as total, analyzed, confirmed, status from job_runs where local_date = $1::date and cause = 'scheduled'`,
      [isoDay(FIRST + 2)],
    )
    expect(run).toEqual({ total: 2, analyzed: 0, confirmed: 2, status: 'finished' })
  })

  it.each<[string, () => Promise<unknown>, readonly string[]]>([
    [
      'whom something new is known of',
      () =>
        company.import('invoices', [{ externalId: 'i', customerExternalId: 'elm', date: isoDay(FIRST), amount: 10 }]),
      ['elm'],
    ],
    [
      'whose standing holds no longer',
      () =>
        company.query(
          `update customer_standings s set holds_until = $1::date from customers c where c.id = s.customer_id and c.external_id = 'oak'`,
          [isoDay(FIRST + 2)],
        ),
      ['oak'],
    ],
    [
      'whose open work somebody has touched',
      () =>
        company.query(
          `update customer_standings s set work_version = 4 from customers c where c.id = s.customer_id and c.external_id = 'oak'`,
        ),
      ['oak'],
    ],
    [
      'everybody under other rules',
      () =>
        company.query(
          `insert into configurations (company_id, version, settings, created_by, adopted_at)
           values (app.company_id(), 2, '{}', 'test', app.now())`,
        ),
      ['elm', 'oak'],
    ],
    [
      'everybody when a product is called otherwise',
      () => company.import('products', [{ externalId: 'product-0', name: 'another', listPrice: 1 }]),
      ['elm', 'oak'],
    ],
    [
      'everybody after a run that was not finished',
      () => company.query(`update job_runs set status = 'failed' where local_date = $1::date`, [isoDay(FIRST + 1)]),
      ['elm', 'oak'],
    ],
  ])('%s', async (_, happens, lookedAt) => {
    await happens()
    expect(await lookedAtOn(FIRST + 2)).toEqual(lookedAt)
  })

  it('everybody, when those of whom more was known were seen by something else in between', async () => {
    await company.import('tickets', [
      { externalId: 't', customerExternalId: 'elm', createdAt: morningOf(FIRST), status: 'open', subject: 'Question' },
    ])
    expect(await company.run('by-hand', FIRST + 1)).toMatchObject({ customers: 1 })
    expect(await lookedAtOn(FIRST + 2)).toEqual(['elm', 'oak'])
  })

  it('everybody, without asking who, where nearly all have news', async () => {
    const told = ['elm', 'oak'].map((of) => ({
      externalId: of,
      customerExternalId: of,
      date: isoDay(FIRST),
      amount: 10,
    }))
    await company.import('invoices', told)
    expect(await lookedAtOn(FIRST + 2)).toEqual(['elm', 'oak'])
    expect(
      await company.query(`select snapshot -> 'look' as look from job_runs where local_date = $1::date`, [
        isoDay(FIRST + 2),
      ]),
    ).toEqual([{ look: { at: 'all' } }])
  })

  it('whoever has work open when somebody is away', async () => {
    await company.import('customers', [
      { externalId: 'oak', name: 'oak', accountPlan: 'invest', ownerEmail: 'ada@example.org' },
    ])
    for (const on of [FIRST + 2, FIRST + 3]) await runOn(on)
    expect(await company.query('select workflow_id as workflow from workflow_executions')).toEqual([
      { workflow: 'strategic-planning' },
    ])
    await company.query(`update customer_standings set holds_until = $1::date`, [isoDay(FIRST + 9)])
    expect(await lookedAtOn(FIRST + 4)).toEqual([])
    const absences = [{ from: isoDay(FIRST + 5), to: isoDay(FIRST + 6) }]
    await company.import('users', [{ externalId: 'ada', name: 'ada', email: 'ada@example.org', role: 'csm', absences }])
    expect(await lookedAtOn(FIRST + 5)).toEqual(['oak'])
  })

  it('everybody within a week', async () => {
    const looked = []
    for (const days of [2, 3, 4, 5, 6, 7, 8]) looked.push(...(await lookedAtOn(FIRST + days)))
    expect([...new Set(looked)].sort()).toEqual(['elm', 'oak'])
  })
})
