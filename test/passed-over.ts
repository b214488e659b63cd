import fc from 'fast-check'
import { expect } from 'vitest'
import type { Actor } from '../src/base/actor.ts'
import { isoDay, type Day } from '../src/base/day.ts'
import { finish } from '../src/pipeline/finish.ts'
import { nextCustomers } from '../src/stages/analyze/customers-to-look-at.store.ts'
import { anyChange } from './any-changes.ts'
import { FIRST, memory, morningOf, type Change } from './change.ts'
import type { TestDatabase } from './database.ts'
import { givenTwoAtRest } from './at-rest.ts'
import type { GivenCompany } from './given-company.ts'
import { anySaid, say, type Said } from './lived-days.ts'

const ADA: Actor = { kind: 'person', id: null, name: 'ada' }

/** Some days in which hardly anything happens: what is told, what people say, and whether somebody finishes what is open. */
type QuietDays = {
  readonly days: number
  readonly changes: readonly Change[]
  readonly said: Said | null
  readonly finishes: boolean
}

const anyLife = fc.array(
  fc.record({
    days: fc.integer({ min: 1, max: 15 }),
    changes: fc.array(anyChange, { maxLength: 2 }),
    said: fc.option(anySaid, { freq: 3 }),
    finishes: fc.constantFrom(true, true, false),
  }),
  { minLength: 4, maxLength: 7 },
)

/** Ids are each company's own. */
const withoutIds = (rows: unknown): unknown =>
  JSON.parse(JSON.stringify(rows).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id'))

const STANDS = `
  select c.external_id, s.health, s.risk, s.opportunity, s.coverage, s.health_override, s.risk_override, s.health_decline, s.contract_status,
         s.stage, s.renewal_date, s.stage_date, s.gate,
         (select json_agg(json_build_array(i.as_of, i.inputs, i.factors) order by i.as_of, i.run_id) from customer_intelligence i
           where i.customer_id = c.id) as analyses,
         (select json_agg(json_build_array(e.workflow_id, e.status, e.stage, e.opened_on, e.due_at, e.closed_at, e.closed_because, e.held, e.trigger,
                                           e.trigger_off_since, e.priority_score, e.priority_factors)
                          order by e.opened_on, e.workflow_id, e.closed_at) from workflow_executions e where e.customer_id = c.id) as work,
         (select json_agg(json_build_array(r.date, r.decision_date, r.progress, r.arr_at_stake) order by r.date, r.progress) from renewals r
           where r.customer_id = c.id) as renewals,
         (select json_agg(json_build_array(t.title, t.due_on) order by t.title, t.due_on) from tasks t where t.customer_id = c.id) as tasks
    from customers c left join customer_standings s on s.customer_id = c.id order by c.external_id`

const standsIn = async (company: GivenCompany): Promise<unknown> => withoutIds(await company.query(STANDS))

/** Everything that is open is done by its owner. */
async function finishAll({ database, clock }: TestDatabase, company: GivenCompany): Promise<void> {
  const open = await company.query<{ id: string; customerId: string }>(
    `select id, customer_id as "customerId" from workflow_executions where closed_at is null order by workflow_id, opened_on`,
  )
  for (const { id, customerId } of open) {
    await database.withCompany(company.id, (tx) =>
      finish(tx, id, {
        customerId,
        event: { action: 'close', at: clock.now(), outcome: { status: 'success', reason: 'done elsewhere' } },
        actor: ADA,
        today: company.today(),
        nextStep: null,
      }),
    )
  }
}

type Counted = { readonly passedOver: number; readonly runs: number }

async function livedBeside(db: TestDatabase, life: readonly QuietDays[]): Promise<Counted> {
  const [passing, looking] = [await givenTwoAtRest(db), await givenTwoAtRest(db)]
  const sources = memory()
  let [on, passedOver, runs] = [FIRST, 0, 0]
  for (const { days, changes, said, finishes } of life) {
    passing.at(morningOf(on))
    for (const { kind, record } of changes) {
      const told = record(on, sources)
      for (const company of [passing, looking]) await company.import(kind, [told])
    }
    for (const company of [passing, looking]) {
      if (said) await say(db, company, said)
      if (finishes) await finishAll(db, company)
    }
    for (const until = on + days; on < until; on += 1) {
      passing.at(morningOf(on))
      passedOver += await passedOverOn(db, passing, on)
      await looking.query('update customer_standings set holds_until = null')
      for (const company of [passing, looking]) {
        expect(await company.run('scheduled')).toMatchObject({ status: 'finished', customers: 2 })
      }
      expect([isoDay(on), await standsIn(passing)]).toEqual([isoDay(on), await standsIn(looking)])
      runs += 1
    }
  }
  return { passedOver, runs }
}

const passedOverOn = ({ database }: TestDatabase, company: GivenCompany, on: Day): Promise<number> =>
  database.withCompany(company.id, async (tx) => {
    const look = { at: 'due', on, peopleMoved: false, oneIn: 1 } as const
    return (await nextCustomers(tx, { after: null, limit: 2, look })).passedOver
  })

type Size = { readonly lives: number; readonly seed?: number }

/** Whatever happens, runs that pass over whom nothing can have come of leave everything as runs do that look at everybody. */
export async function passingOverChangesNothing(db: TestDatabase, { lives, seed }: Size): Promise<void> {
  let [passedOver, runs] = [0, 0]
  await fc.assert(
    fc.asyncProperty(anyLife, async (life) => {
      const counted = await livedBeside(db, life)
      passedOver += counted.passedOver
      runs += counted.runs
    }),
    { numRuns: lives, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  )
  // Of two customers each.
  expect(passedOver).toBeGreaterThan(runs / 4)
}
