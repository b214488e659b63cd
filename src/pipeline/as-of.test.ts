import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIRST } from '../../test/any-changes.ts'
import { testDatabase } from '../../test/database.ts'
import type { GivenCompany } from '../../test/given-company.ts'
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
})
