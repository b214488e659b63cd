import { describe, expect, it } from 'vitest'
import { givenAnalysis, givenClock, givenFacts, givenRenewalRun, givenRun, TODAY } from '../../test/given-customer.ts'
import {
  givenCycle,
  givenDecisions,
  givenMember,
  givenOpening,
  givenSubject,
  givenVerdict,
} from '../../test/given-cycle.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import type { Decision } from '../stages/determine/decision.ts'
import type { Verdict } from './decide-customer.ts'
import { planPage, type Decided } from './plan-page.ts'
import { scoreOf } from './signals-of.ts'

const cycle = givenCycle({}, [givenMember('u1'), givenMember('u2')])

const decidedOf = (verdict: Verdict, open: readonly OpenExecution[] = []): Decided => ({
  subject: givenSubject({ facts: verdict.facts, open }),
  verdict: { ...verdict, open },
})

const planOf = (verdict: Verdict, open: readonly OpenExecution[] = []) => planPage([decidedOf(verdict, open)], cycle)

const risky = (known: Partial<OpenExecution> = {}) =>
  givenRun({ workflowId: 'in-band-risk', family: 'risk', assignedBecause: 'owner', ...known })

/** The same run as it was scored today for a customer of whom nothing changed. */
function scoredToday(run: OpenExecution, verdict: Verdict): OpenExecution {
  const { facts, analysis } = verdict
  const { value, factors } = scoreOf(
    { ...run, inProgress: run.status === 'in_progress' },
    { facts, analysis, assignedTo: run.assignedTo ?? 'u1', cycle },
  )
  return { ...run, score: value, factors }
}

describe('what is opened', () => {
  it('is the owner’s at once, with its score', () => {
    const verdict = givenDecisions([givenOpening()])
    const [opening] = planOf(verdict).openings
    expect(opening).toMatchObject({ customerId: 'c1', assignedTo: 'u1', assignedBecause: 'owner', approval: 'none' })
    const fresh = { ...givenOpening(), inProgress: false, nextDueStepAt: null }
    const { facts, analysis } = verdict
    expect(opening?.priority).toEqual(scoreOf(fresh, { facts, analysis, assignedTo: 'u1', cycle }))
  })

  it('waits unscored for the ordered pass where nobody owns the customer', () => {
    const verdict = givenDecisions([givenOpening()], { facts: givenFacts({ ownerId: null }) })
    expect(planOf(verdict).openings).toMatchObject([
      { assignedTo: null, assignedBecause: null, priority: null, decision: { dueOn: TODAY + 7 } },
    ])
  })

  it('is dated to the return of an owner who is away, where it can wait', () => {
    const away = givenMember('u1', { absence: { from: TODAY - 1, to: TODAY + 11, coverId: null } })
    const opening = givenOpening({ workflowId: 'strategic-planning', family: 'strategic', dueOn: TODAY + 7 })
    const [planned] = planPage([decidedOf(givenDecisions([opening]))], givenCycle({}, [away])).openings
    expect(planned).toMatchObject({ assignedTo: 'u1', decision: { dueOn: TODAY + 14 } })
  })
})

describe('what is open already', () => {
  it('is left alone when it scores what it scored', () => {
    const verdict = givenVerdict()
    const plan = planOf(verdict, [scoredToday(risky(), verdict)])
    expect(plan).toEqual({ openings: [], changes: [], assignments: [], scores: [] })
  })

  it('is left alone on a later day too: days left on an earlier day are the same date', () => {
    const far = (days: number) => givenVerdict({ analysis: givenAnalysis({}, { renewals: [givenClock(days)] }) })
    const run = scoredToday(risky(), far(110))
    const tomorrow = { ...cycle, day: TODAY + 1 }
    const verdict = far(109)
    expect(planPage([decidedOf(verdict, [run])], tomorrow).scores).toEqual([])
    expect(planOf(verdict, [run]).scores, 'a date that came a day nearer by itself').toHaveLength(1)
  })

  it('is scored anew when the customer’s figures moved', () => {
    const run = scoredToday(risky(), givenVerdict())
    const worse = givenVerdict({ analysis: givenAnalysis({ risk: 95 }) })
    const [change] = planOf(worse, [run]).scores
    expect(change?.executionId).toBe(run.id)
    expect(change?.priority.value).toBeGreaterThan(run.score ?? Infinity)
  })

  it('has no score while nobody has it', () => {
    expect(planOf(givenVerdict(), [risky({ assignedTo: null })]).scores).toEqual([])
  })

  it('is scored for the one who takes it over, in the same page', () => {
    const verdict = givenVerdict({ facts: givenFacts({ ownerId: 'u2' }) })
    const run = risky()
    const plan = planOf(verdict, [run])
    expect(plan.assignments).toMatchObject([{ executionId: run.id, assignedTo: 'u2', because: 'owner' }])
    expect(plan.scores.map(({ executionId }) => executionId)).toEqual([run.id])
  })

  it.each<[string, (id: string) => Decision]>([
    ['superseded', (id) => givenOpening({ supersedes: [id] })],
    ['withdrawn', (executionId) => ({ kind: 'withdraw', executionId, because: [] })],
    ['closed', (executionId) => ({ kind: 'close', executionId, outcome: 'signed', because: [] })],
  ])('is neither scored nor handed over when it is %s', (_, decide) => {
    const run = risky()
    const verdict = givenDecisions([decide(run.id)], { facts: givenFacts({ ownerId: 'u2' }) })
    const plan = planOf(verdict, [run])
    expect(plan.scores).toEqual([])
    expect(plan.assignments).toEqual([])
  })

  it('goes on when it folds under a newer one', () => {
    const clock = givenClock(5)
    const old = givenRenewalRun(clock, { workflowId: 'negotiation-prep', started: true })
    const opening = givenOpening({
      workflowId: 'emergency-retention',
      family: 'renewal',
      renewalId: 'r1',
      folds: [old.id],
    })
    const verdict = givenDecisions([opening], { analysis: givenAnalysis({}, { renewals: [clock] }) })
    expect(planOf(verdict, [old]).scores.map(({ executionId }) => executionId)).toEqual([old.id])
  })
})

describe('a page', () => {
  it('keeps each customer’s decisions to itself, whatever stands beside it', () => {
    const first = givenDecisions([givenOpening()])
    const second = givenDecisions([{ kind: 'release', executionId: 'e9' }], {
      facts: givenFacts({ customerId: 'c2', ownerId: 'u2' }),
    })
    const third = givenVerdict({ facts: givenFacts({ customerId: 'c3' }) })
    const decided = [decidedOf(first), decidedOf(second), decidedOf(third, [risky()])]
    const together = planPage(decided, cycle)
    const apart = decided.map((each) => planPage([each], cycle))
    expect(together).toEqual({
      openings: apart.flatMap(({ openings }) => openings),
      changes: apart.flatMap(({ changes }) => changes),
      assignments: apart.flatMap(({ assignments }) => assignments),
      scores: apart.flatMap(({ scores }) => scores),
    })
    expect(together.changes).toEqual([{ kind: 'release', executionId: 'e9' }])
  })

  it('without customers comes to nothing', () => {
    expect(planPage([], cycle)).toEqual({ openings: [], changes: [], assignments: [], scores: [] })
  })
})
