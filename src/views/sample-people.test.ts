import { expect, test } from 'vitest'
import type { z } from 'zod'
import { testApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { givenBook } from '../../test/given-book.ts'
import { givenCompany } from '../../test/given-company.ts'
import type { GetSamplePeople } from './sample-people.contract.ts'

type People = z.output<(typeof GetSamplePeople)['replies'][200]>

const db = await testDatabase()

test('names the people of sample companies with what awaits them, and nobody of a company that is real', async () => {
  const [shown, hidden] = [await givenCompany(db), await givenCompany(db)]
  for (const company of [shown, hidden]) {
    await company.import('users', [
      { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
      { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
      { externalId: 'gone', name: 'Al Gone', email: 'gone@example.org', role: 'csm' },
    ])
    await givenBook(company, { near: { renewsIn: 12 }, far: { renewsIn: 100 } })
    await company.run('scheduled')
    await company.query(`update users set active = false where name = 'Al Gone'`)
  }
  await db.owner.query('update companies set sample = true where id = $1', [shown.id])
  const app = await testApp(db)
  const { companies } = (await app.inject('/api/sample-people')).json<People>()
  expect(companies).toMatchObject([
    {
      id: shown.id,
      customers: 2,
      people: [
        { name: 'Ada Quill', role: 'csm', cards: 2, top: { customer: 'near', days: 12 } },
        { name: 'Mo Tarn', role: 'manager', cards: 0, top: null },
      ],
    },
  ])
})
