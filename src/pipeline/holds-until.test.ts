import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts, anyOverride } from '../../test/any-facts.ts'
import { anyTerms, factsOfTerms } from '../../test/any-terms.ts'
import { givenCycle, givenSubject } from '../../test/given-cycle.ts'
import { givenFacts, TODAY } from '../../test/given-customer.ts'
import { renewal } from '../../test/given-facts.ts'
import { performed } from '../../test/given-life.ts'
import { CONVERSION } from '../../test/golden-analyses.ts'
import type { Day } from '../base/day.ts'
import { Today } from '../base/today.ts'
import type { Rest } from '../spine/rest.ts'
import { inputsOf } from '../stages/analyze/analysis-inputs.ts'
import { decideCustomer, type Subject } from './decide-customer.ts'
import { holdsUntil } from './outcome.ts'
import { planPage } from './plan-page.ts'

const near = (before: number, after: number): fc.Arbitrary<Day> =>
  fc.integer({ min: TODAY - before, max: TODAY + after })

const anyRest: fc.Arbitrary<Rest> = fc
  .record({
    place: fc.constantFrom(
      ['risk', 'risk'] as const,
      ['opportunity', 'opportunity'] as const,
      ['strategic', 'strategic-planning'] as const,
      ['cadence', 'health-check'] as const,
      ['cadence', 'qbr'] as const,
      ['renewal', 'renewal:r0:prepare'] as const,
      ['renewal', 'renewal:unknown:question'] as const,
    ),
    from: near(60, 0),
    until: fc.option(near(10, 60), { nil: null }),
    fellBelow: fc.boolean(),
  })
  .map(({ place: [family, scope], from, until, fellBelow }) => ({
    id: scope,
    customerId: 'c1',
    family,
    scope,
    reason: 'completed',
    from,
    until,
    whileUnchanged: { input: '', risk: 80, factors: [], fellBelow, anchor: null },
  }))

const anySubject: fc.Arbitrary<Subject> = fc
  .record({
    facts: anyFacts,
    before: fc.option(anyFacts, { nil: null }),
    terms: anyTerms,
    plan: fc.constantFrom(null, 'invest', 'manage'),
    recordDate: fc.option(near(250, 400), { nil: null }),
    overrides: fc.array(anyOverride, { maxLength: 2 }),
    rests: fc.uniqueArray(anyRest, { selector: ({ scope }) => scope, maxLength: 4 }),
  })
  .map(({ facts, before, terms, plan, recordDate, overrides, rests }) =>
    givenSubject({
      earlier: before && { asOf: TODAY - 30, inputs: inputsOf(before, new Today(TODAY - 30)) },
      facts: {
        ...facts,
        ...factsOfTerms(terms, CONVERSION),
        accountPlan: plan,
        renewalDate: recordDate,
        overrides,
      },
      rests,
    }),
  )

/** What a run makes of a customer on a day. */
function runOn(day: Day, subject: Subject, today = new Today(day)) {
  const cycle = givenCycle({ day, knowledge: { day, timeZone: 'UTC', mode: 'now' }, confirmedOn: day - 1 })
  const verdict = decideCustomer({ ...subject, today }, cycle)
  const changes = planPage([{ verdict }], cycle)
  return { verdict, changes, holds: holdsUntil(verdict, changes) }
}

type Run = ReturnType<typeof runOn>

/** The customer as the next run finds it, when nobody has done anything. */
function after(subject: Subject, { verdict, changes }: Run): Subject {
  const { open, rests } = performed(
    { today: TODAY, open: subject.open, rests: subject.rests, count: subject.open.length },
    verdict.determination.decisions,
  )
  const scores = new Map(changes.scores.map(({ executionId, priority }) => [executionId, priority]))
  const scored = open.map((run) => {
    const score = scores.get(run.id)
    return score ? { ...run, score: score.value, factors: score.factors } : run
  })
  return { ...subject, facts: verdict.facts, last: verdict.kept, open: scored, rests }
}

/** What somebody would notice of it. */
const noticed = ({ verdict: { kept, renewals, tasks, determination }, changes }: Run) => ({
  ...kept,
  asOf: null,
  renewals,
  tasks,
  determination,
  changes,
})

const LOOKED_AHEAD = 200

describe('a customer of whom nothing new is known', () => {
  it('is decided about alike on every day before its verdict holds no longer', () => {
    let [settled, holding, working] = [0, 0, 0]
    fc.assert(
      fc.property(anySubject, (subject) => {
        let found = subject
        for (let turn = 0; turn < 4; turn += 1) found = after(found, runOn(TODAY - 1, found))
        const today = new Today(TODAY)
        const run = runOn(TODAY, found, today)
        if (run.holds === null) return
        settled += 1
        if (run.holds > TODAY + 1) holding += 1
        if (run.holds > TODAY + 1 && found.open.length > 0) working += 1
        const next = after(found, run)
        const said = noticed(run)
        for (let day = TODAY + 1; day < Math.min(today.changesOn, TODAY + LOOKED_AHEAD); day += 1) {
          expect(noticed(runOn(day, next)), `on day ${String(day - TODAY)}`).toEqual(said)
        }
      }),
      { numRuns: 3000 },
    )
    // Nothing would be gained by it, were nearly all of them to be looked at tomorrow.
    expect(settled).toBeGreaterThan(500)
    expect(holding / settled).toBeGreaterThan(0.3)
    expect(working).toBeGreaterThan(100)
  })

  it('is seen within a week, whatever its verdict says', () => {
    const facts = givenFacts({
      renewals: [renewal({ date: TODAY + 300, contractIds: [] })],
      engagement: { lastTwoWayOn: TODAY, lastQbrOn: TODAY, threads: 3 },
    })
    expect(runOn(TODAY, givenSubject({ facts })).holds).toBe(TODAY + 7)
  })
})
