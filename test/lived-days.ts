import fc from 'fast-check'
import { expect } from 'vitest'
import type { Actor } from '../src/base/actor.ts'
import { isoDay, type Day } from '../src/base/day.ts'
import { endOverride, notePulse, setOverride } from '../src/stages/analyze/said.store.ts'
import { raiseFacts } from '../src/spine/facts-version.store.ts'
import { anyChange, givenTwoCustomers } from './any-changes.ts'
import { FIRST, memory, morningOf, type Change } from './change.ts'
import type { TestDatabase } from './database.ts'
import { usageRows, type GivenCompany } from './given-company.ts'

const ADA: Actor = { kind: 'person', id: null, name: 'ada' }

/** What somebody says of a customer's figures on a day. */
export type Said = {
  readonly of: 'elm' | 'oak'
  readonly act: 'set' | 'end' | 'pulse'
  readonly figure: 'health' | 'risk'
  readonly value: number
  readonly days: number
  readonly colour: 'green' | 'amber' | 'red'
}

type LivedDay = { readonly changes: readonly Change[]; readonly said: Said | null }

export const anySaid: fc.Arbitrary<Said> = fc.record({
  of: fc.constantFrom('elm', 'oak'),
  act: fc.constantFrom('set', 'end', 'pulse'),
  figure: fc.constantFrom('health', 'risk'),
  value: fc.integer({ min: 0, max: 100 }),
  days: fc.integer({ min: 1, max: 4 }),
  colour: fc.constantFrom('green', 'amber', 'red'),
})

/** Days on which every kind of fact may change, and people say what they think. */
const anyLife = (length: { readonly minLength: number; readonly maxLength: number }): fc.Arbitrary<LivedDay[]> =>
  fc.array(
    fc.record({ changes: fc.array(anyChange, { minLength: 1, maxLength: 5 }), said: fc.option(anySaid) }),
    length,
  )

export async function say({ database }: TestDatabase, company: GivenCompany, said: Said): Promise<void> {
  await database.withCompany(company.id, async (tx) => {
    const found = await tx.row<{ id: string }>('select id from customers where external_id = $1', [said.of])
    const customerId = found?.id ?? ''
    const today = company.today()
    const { figure, value, colour } = said
    if (said.act === 'pulse') await notePulse(tx, { customerId, colour, line: '', day: today }, ADA)
    else if (said.act === 'end') await endOverride(tx, { customerId, figure, on: today })
    else {
      const override = {
        customerId,
        figure,
        value,
        reason: 'known better',
        note: '',
        from: today,
        until: today + said.days,
      }
      await setOverride(tx, override, ADA)
    }
    await raiseFacts(tx, 'select $1::uuid as customer_id', [customerId])
  })
}

/** Who lived through some days, on each of which there was a run. */
export type Lived = { readonly company: GivenCompany; readonly days: readonly Day[] }

/** Two customers with twelve weeks of usage behind them, in a company in which pulses weigh something. */
export async function givenTwoWithUsage(db: TestDatabase): Promise<GivenCompany> {
  const company = await givenTwoCustomers(db)
  await company.query(
    `insert into configurations (company_id, version, settings, created_by, adopted_at)
     values (app.company_id(), 1, '{"analyze":{"rules":{"weights":{"pulse":10}}}}', 'test', app.now())`,
  )
  for (const [externalId, value] of [
    ['elm', 60],
    ['oak', 40],
  ] as const) {
    await company.import('usage', usageRows(externalId, { from: FIRST - 83, to: FIRST - 5, value }))
  }
  return company
}

/** A company that lived through these days with a run on the evening of each. */
async function livedThrough(db: TestDatabase, life: readonly LivedDay[]): Promise<Lived> {
  const company = await givenTwoWithUsage(db)
  const sources = memory()
  for (const [index, { changes, said }] of life.entries()) {
    company.at(morningOf(FIRST + index))
    for (const { kind, record } of changes) await company.import(kind, [record(FIRST + index, sources)])
    if (said) await say(db, company, said)
    await company.run('scheduled')
  }
  company.at(morningOf(FIRST + life.length + 40))
  return { company, days: life.map((_, index) => FIRST + index) }
}

/** The analysis of each customer that held on a day, whole: figures, factors, inputs. */
export const heldOn = (company: GivenCompany, on: Day) =>
  company.query(
    `select distinct on (c.external_id) c.external_id, i.as_of, i.health, i.risk, i.opportunity, i.coverage, i.health_decline, i.profile,
            i.inputs::text, i.factors::text
       from customer_intelligence i join customers c on c.id = i.customer_id
      where i.as_of <= $1::date order by c.external_id, i.as_of desc, i.run_id desc`,
    [isoDay(on)],
  )

/**
 * Looked back at, each day gives what its own run gave. Beside the history that is there it only confirms, in any order; without that
 * history it writes the same again.
 */
export async function expectThePastAsItWas({ company, days }: Lived): Promise<void> {
  const lived = new Map<Day, unknown>()
  for (const on of days) lived.set(on, await heldOn(company, on))
  for (const on of days.toReversed()) {
    expect([isoDay(on), await company.run('as-of', on)]).toMatchObject([isoDay(on), { analyzed: 0 }])
  }
  await company.query('delete from customer_intelligence where as_of >= $1::date', [isoDay(FIRST)])
  for (const on of days) await company.run('as-of', on)
  for (const on of days) expect([isoDay(on), await heldOn(company, on)]).toEqual([isoDay(on), lived.get(on)])
}

/** `seed`: the same lives each time; left out, others each time. */
type Size = { readonly lives: number; readonly days: number; readonly seed?: number }

/** Whatever happens on some days, each of them can be looked back at. */
export async function asOfGivesWhatThatDayGave(db: TestDatabase, { lives, days: most, seed }: Size): Promise<void> {
  await fc.assert(
    fc.asyncProperty(anyLife({ minLength: 3, maxLength: most }), async (life) => {
      await expectThePastAsItWas(await livedThrough(db, life))
    }),
    // Each life costs seconds: a shorter one that fails too is not worth an hour.
    { numRuns: lives, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  )
}
