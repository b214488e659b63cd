import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { day, isoDay } from '../base/day.ts'
import { copyLine } from './copy-lines.ts'
import { openDatabase } from './postgres.ts'

const db = await testDatabase()
const {
  rows: [company],
} = await db.owner.query<{ id: string }>(
  `insert into companies (name, time_zone) values ('Nordlicht', 'Europe/Berlin') returning id`,
)
const {
  rows: [other],
} = await db.owner.query<{ id: string }>(
  `insert into companies (name, time_zone) values ('Südwind', 'Europe/Berlin') returning id`,
)

describe('a transaction of a company', () => {
  it('sees its own rows and nobody else’s', async () => {
    await db.database.withCompany(company!.id, (tx) =>
      tx.run(`insert into teams (company_id, name) values ($1, 'North')`, [company!.id]),
    )
    const names = (id: string) =>
      db.database.withCompany(id, (tx) => tx.rows<{ name: string }>('select name from teams'))
    expect(await names(company!.id)).toEqual([{ name: 'North' }])
    expect(await names(other!.id)).toEqual([])
    expect(await db.database.platform((tx) => tx.rows('select name from teams'))).toEqual([])
  })
})
