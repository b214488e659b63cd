import { expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import { actsIn } from '../../test/given-company-acts.ts'

const db = await testDatabase()

it('a second run of the day puts nothing before what was seen first and what somebody has begun', async () => {
  const company = await givenCompany(db)
  const { executionOf, act } = actsIn(company, db)
  const order = async () =>
    (
      await company.query<{ name: string }>(
        `select c.name from daily_summaries d, json_array_elements(d.cards) with ordinality as card(value, place)
           join customers c on c.id = (card.value ->> 'customerId')::uuid where d.day = '2027-03-15' order by place`,
      )
    ).map(({ name }) => name)
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await givenBook(company, { alder: { renewsIn: 20 }, beech: { renewsIn: 50 }, cedar: { renewsIn: 100 } })
  await company.run()
  expect(await order()).toEqual(['alder', 'beech', 'cedar'])

  await act(await executionOf('beech'), { action: 'start' })
  await givenBook(company, { maple: { renewsIn: 3, arr: 900_000, plan: 'invest' } })
  await company.run()
  expect(await order()).toEqual(['alder', 'beech', 'maple', 'cedar'])
})
