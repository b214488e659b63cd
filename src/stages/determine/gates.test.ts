import { describe, expect, it } from 'vitest'
import { givenClock, givenRenewalRun, givenRest, givenRun, TODAY } from '../../../test/given-customer.ts'
import { decided, saying, says, renewing } from '../../../test/given-decision.ts'
import { renewalScope } from '../../spine/rest.ts'
import { becauseSentence } from './because.ts'

describe('behind a gate', () => {
  it.each([
    ['churned', { status: 'churned' }, []],
    ['churned', { lifecycleStage: 'churned' }, []],
    ['test', { status: 'test' }, []],
    ['internal', { status: 'internal' }, []],
    ['digital', { touch: 'digital' }, []],
    ['onboarding', { lifecycleStage: 'onboarding', customerSince: TODAY - 10 }, []],
    ['onboarding', { customerSince: TODAY - 89 }, ['open onboarding-stalled']],
  ] as const)('%s: nothing opens but its own rule (%o)', (reason, facts, opens) => {
    const found = decided({ facts, figures: { risk: 95, opportunity: 95 }, ...renewing(3) })
    expect(found.gate?.reason).toBe(reason)
    expect(found.decisions.map(says)).toEqual(opens)
    expect(found.monitored).toBe(false)
  })

  it('a customer of 90 days, or of whom the lifecycle says otherwise, is not onboarding any more', () => {
    expect(decided({ facts: { customerSince: TODAY - 90 }, ...renewing(200) }).gate).toBeNull()
    expect(
      decided({ facts: { customerSince: TODAY - 5, lifecycleStage: 'adopting' }, ...renewing(200) }).gate,
    ).toBeNull()
  })

  it('stalled onboarding goes again when both contact and use are there', () => {
    const stalled = givenRun({ workflowId: 'onboarding-stalled', family: 'cadence' })
    const onboarding = (daysOfUse: readonly (number | null)[]) =>
      saying({
        facts: {
          lifecycleStage: 'onboarding',
          usage: [{ metric: 'active_users', lastDay: TODAY - 1, days: daysOfUse }],
        },
        open: [stalled],
      })
    // Three weeks of use are no trend yet.
    expect(onboarding(Array.from({ length: 21 }, () => 9))).toEqual(['withdraw'])
    expect(onboarding([9, ...Array.from({ length: 14 }, () => 0)])).toEqual([])
    expect(onboarding([9, ...Array.from({ length: 13 }, () => null)])).toEqual(['withdraw'])
    expect(saying({ facts: { lifecycleStage: 'onboarding' }, open: [stalled] })).toEqual([])
  })

  it('a stalled onboarding waits for a conversation that somebody has begun', () => {
    const facts = { lifecycleStage: 'onboarding', customerSince: TODAY - 40 } as const
    const check = (started: boolean) => givenRun({ workflowId: 'health-check', family: 'cadence', started })
    expect(saying({ facts, open: [check(true)] })).toEqual([])
    expect(saying({ facts, open: [check(false)] })).toEqual(['open onboarding-stalled', 'withdraw'])
  })

  it('a stalled onboarding names what stands still and nothing else', () => {
    const because = (lastTwoWayOn: number | null, usage: number | null) =>
      decided({
        facts: {
          lifecycleStage: 'onboarding',
          customerSince: TODAY - 40,
          usage: usage === null ? [] : [{ metric: 'logins', lastDay: TODAY - usage, days: [3] }],
        },
        analysis: { lastTwoWayOn },
      }).decisions.flatMap((decision) => (decision.kind === 'open' ? becauseSentence(decision.because) : []))
    expect(because(TODAY - 3, null)).toEqual(['Nobody has used it yet and they started 40 days ago.'])
    expect(because(TODAY - 20, 2)).toEqual(['There was no two-way contact for 20 days and they started 40 days ago.'])
    expect(because(null, 15)).toEqual([
      'Nobody has used it for 15 days, no contact is on record and they started 40 days ago.',
    ])
    expect(because(TODAY - 14, 14)).toEqual([])
  })

  it('what nobody began goes away; what was begun closes when the customer left', () => {
    const open = [
      givenRun({ workflowId: 'in-band-risk', family: 'risk' }),
      givenRun({ workflowId: 'qbr', family: 'cadence', started: true }),
    ]
    expect(saying({ facts: { status: 'churned' }, open })).toEqual(['withdraw', 'close churned'])
    expect(saying({ facts: { status: 'internal' }, open })).toEqual(['withdraw', 'close out-of-scope'])
    expect(saying({ facts: { touch: 'digital' }, open })).toEqual(['withdraw'])
  })
})

describe('a renewal that is long past', () => {
  it('is still an emergency on the 30th day, and a question after it', () => {
    expect(saying(renewing(-30))).toEqual(['open emergency-retention'])
    const asked = decided(renewing(-31))
    expect(asked.gate).toMatchObject({ reason: 'renewal-past', stops: 'all' })
    expect(asked.decisions.map(says)).toEqual(['open confirm-renewal-outcome'])
  })

  it('is asked about once', () => {
    const clock = givenClock(-40)
    const question = givenRenewalRun(clock, { workflowId: 'confirm-renewal-outcome', stage: null })
    expect(saying({ ...renewing(-40), open: [question] })).toEqual([])
    const answered = givenRest({ family: 'renewal', scope: renewalScope('r1', 'question') })
    expect(saying({ ...renewing(-40), rests: [answered] })).toEqual([])
  })

  it('takes the place of the emergency that nobody began, and stands beside the one that somebody did', () => {
    const clock = givenClock(-40)
    const waiting = givenRenewalRun(clock, { workflowId: 'emergency-retention' })
    expect(decided({ ...renewing(-40), open: [waiting] }).decisions).toMatchObject([
      { kind: 'open', supersedes: [waiting.id], folds: [] },
    ])
    const begun = givenRenewalRun(clock, { workflowId: 'emergency-retention', started: true })
    expect(decided({ ...renewing(-40), open: [begun] }).decisions).toMatchObject([
      { kind: 'open', supersedes: [], folds: [begun.id] },
    ])
  })

  it('closes no gate while another renewal is ahead', () => {
    const renewals = [givenClock(-40), givenClock(20, { renewalId: 'r2' })]
    const found = decided({ analysis: { renewals } })
    expect(found.gate).toBeNull()
    expect(found.decisions.map(says)).toEqual(['open urgent-action', 'open confirm-renewal-outcome'])
  })
})

describe('an unknown renewal date', () => {
  it('is asked for, and stops only what needs it', () => {
    const found = decided({ figures: { risk: 80 }, facts: { accountPlan: 'invest' } })
    expect(found.gate).toMatchObject({ reason: 'renewal-unknown', stops: 'renewal' })
    expect(found.decisions.map(says)).toEqual(['open confirm-renewal-date', 'open out-of-band-risk'])
  })

  it('is not asked for twice, nor right after a signature, and the question goes when the date comes', () => {
    const asked = givenRun({ workflowId: 'confirm-renewal-date', family: 'renewal' })
    expect(saying({ open: [asked] })).toEqual([])
    expect(saying({ rests: [givenRest({ family: 'renewal', scope: renewalScope(null, 'question') })] })).toEqual([])
    const signed = {
      id: 'r0',
      derived: false,
      contractIds: [],
      date: TODAY,
      decisionDate: null,
      arrAtStake: null,
      progress: 'signed',
      closedOn: TODAY - 9,
    } as const
    expect(saying({ facts: { renewals: [signed] } })).toEqual([])
    expect(saying({ open: [asked], ...renewing(200) })).toEqual(['withdraw'])
  })
})
