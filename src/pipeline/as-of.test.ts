import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIRST, givenTwoCustomers, morningOf } from '../../test/any-changes.ts'
import { testDatabase } from '../../test/database.ts'
import { usageRows, type GivenCompany } from '../../test/given-company.ts'
import { anyLife, livedThrough } from '../../test/lived-days.ts'
import { isoDay, type Day } from '../base/day.ts'

const db = await testDatabase()

/** The analysis of each customer that held on a day, whole: figures, factors, inputs. */
const heldOn = (company: GivenCompany, on: Day) =>
  company.query(
    `select distinct on (c.external_id) c.external_id, i.as_of, i.health, i.risk, i.opportunity, i.coverage, i.health_decline, i.profile,
            i.inputs::text, i.factors::text
       from customer_intelligence i join customers c on c.id = i.customer_id
      where i.as_of <= $1::date order by c.external_id, i.as_of desc, i.run_id desc`,
    [isoDay(on)],
  )

describe('a run as of a past day', () => {
  it('gives the figures that a run on that day gave, whatever kinds of facts have changed since', async () => {
    await fc.assert(
      fc.asyncProperty(anyLife({ minLength: 3, maxLength: 6 }), async (life) => {
        const { company, days } = await livedThrough(db, life)
        const lived = new Map<Day, unknown>()
        for (const on of days) lived.set(on, await heldOn(company, on))
        // In any order beside the history that is there, it only confirms.
        for (const on of days.toReversed()) expect(await company.run('as-of', on)).toMatchObject({ analyzed: 0 })
        // Without that history, it writes the same again.
        await company.query('delete from customer_intelligence where as_of >= $1::date', [isoDay(FIRST)])
        for (const on of days) await company.run('as-of', on)
        for (const on of days) expect([isoDay(on), await heldOn(company, on)]).toEqual([isoDay(on), lived.get(on)])
      }),
      { numRuns: 3 },
    )
  }, 120_000)

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
    expect(JSON.stringify(lived)).toContain('netChangePercent\\":30')
    company.at(morningOf(FIRST + 9))
    await book('churned')
    await company.query('delete from customer_intelligence where as_of >= $1::date', [isoDay(FIRST)])
    await company.run('as-of', FIRST)
    expect(await heldOn(company, FIRST)).toEqual(lived)
  })
})
