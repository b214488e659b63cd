import { describe, expect, it } from 'vitest'
import { givenTwoCustomers } from '../../test/any-changes.ts'
import { FIRST, morningOf } from '../../test/change.ts'
import { testDatabase } from '../../test/database.ts'
import { usageRows } from '../../test/given-company.ts'
import { asOfGivesWhatThatDayGave, heldOn } from '../../test/lived-days.ts'
import { asOfGivesWhatThatDayOfTheYearGave } from '../../test/lived-years.ts'
import { isoDay } from '../base/day.ts'

// A change is judged by the same lives each time; `npm run test:long` looks for new ones.
const SEED = 3

const db = await testDatabase()

describe('a run as of a past day', () => {
  it('gives the figures that a run on that day gave, whatever kinds of facts have changed since', async () => {
    await asOfGivesWhatThatDayGave(db, { lives: 3, days: 6, seed: SEED })
  })

  it('gives them a year later as well: facts, rules, overrides and mistakes came and went', async () => {
    await asOfGivesWhatThatDayOfTheYearGave(db, { years: 2, everyDays: 28, seed: SEED })
  })

  it('keeps what has gone silent since the day that a run last found it true, as that day’s run did', async () => {
    const company = await givenTwoCustomers(db)
    const champion = (role: string) =>
      company.import('contacts', [{ externalId: 'p', customerExternalId: 'elm', name: 'Noor', role }])
    await champion('champion')
    for (const on of [FIRST, FIRST + 1, FIRST + 2]) {
      company.at(morningOf(on))
      await company.run('scheduled')
    }
    company.at(morningOf(FIRST + 3))
    await champion('user')
    await company.run('scheduled')
    const lived = await heldOn(company, FIRST + 3)
    expect(JSON.stringify(lived)).toContain(`,${String(FIRST + 2)}]`)
    await company.query('delete from customer_intelligence where as_of > $1::date', [isoDay(FIRST)])
    await company.run('as-of', FIRST + 3)
    expect(await heldOn(company, FIRST + 3)).toEqual(lived)
  })

  it('knows a derived renewal that was moved and then withdrawn by the name that it had', async () => {
    const company = await givenTwoCustomers(db)
    const record = (renewsIn: number) =>
      company.import('customers', [
        { externalId: 'elm', name: 'elm', renewalDate: isoDay(FIRST + renewsIn), lifecycleStage: 'mature' },
      ])
    await record(100)
    await company.run('scheduled')
    company.at(morningOf(FIRST + 7))
    await record(110)
    await company.run('scheduled')
    const renewals = () => company.query<{ derived: boolean }>('select id, derived from renewals')
    expect(await renewals()).toMatchObject([{ derived: true }])
    company.at(morningOf(FIRST + 14))
    await company.import('renewals', [{ externalId: 'r', customerExternalId: 'elm', date: isoDay(FIRST + 110) }])
    await company.run('scheduled')
    expect(await renewals()).toMatchObject([{ derived: false }])
    for (const on of [FIRST + 7, FIRST]) expect(await company.run('as-of', on)).toMatchObject({ analyzed: 0 })
  })

  it('tells trends against the book of those who were customers then', async () => {
    const company = await givenTwoCustomers(db)
    const names = Array.from({ length: 40 }, (_, index) => `n${String(index)}`)
    const book = (status: string) =>
      company.import(
        'customers',
        names.map((name) => ({ externalId: name, name, status, licensedUsers: 100, customerSince: '2026-01-01' })),
      )
    await book('active')
    await company.import('usage', [
      ...names.flatMap((name) => usageRows(name, { from: FIRST - 56, to: FIRST - 29, value: 100 })),
      ...names.flatMap((name) => usageRows(name, { from: FIRST - 28, to: FIRST - 1, value: 70 })),
      ...usageRows('elm', { from: FIRST - 56, to: FIRST - 1, value: 50 }),
    ])
    await company.run('scheduled')
    const lived = await heldOn(company, FIRST)
    // Its usage did not change, which is 30 more than what the book did.
    expect(JSON.stringify(lived)).toContain('active_users\\",0,30,')
    company.at(morningOf(FIRST + 9))
    await book('churned')
    await company.query('delete from customer_intelligence where as_of >= $1::date', [isoDay(FIRST)])
    await company.run('as-of', FIRST)
    expect(await heldOn(company, FIRST)).toEqual(lived)
  })
})
