import { describe, expect, it } from 'vitest'
import { givenClock, givenRenewalRun, givenRest, givenRun, TODAY } from '../../../test/given-customer.ts'
import { decided, saying, renewing } from '../../../test/given-decision.ts'
import { renewalScope } from '../../spine/rest.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import { FOUR_STAGE_SETTINGS } from './determine.defaults.ts'

describe('the stage of a renewal moves on', () => {
  const before = (days: number, known: Partial<OpenExecution> & { workflowId: string }) =>
    givenRenewalRun(givenClock(days, { date: TODAY + 30, stageDate: TODAY + 30 }), known)

  it('what nobody began is superseded, its snooze passed on', () => {
    const until = new Date('2027-03-20T09:00:00Z')
    const snoozed = before(31, { workflowId: 'contract-finalization', status: 'snoozed', snoozedUntil: until })
    expect(decided({ ...renewing(30), open: [snoozed] }).decisions).toMatchObject([
      { kind: 'open', workflowId: 'urgent-action', supersedes: [snoozed.id], snoozedUntil: until },
    ])
  })

  it('but no snooze reaches into the critical stage', () => {
    const snoozed = before(15, {
      workflowId: 'urgent-action',
      status: 'snoozed',
      snoozedUntil: new Date('2027-03-20T09:00:00Z'),
    })
    expect(decided({ ...renewing(14), open: [snoozed] }).decisions).toMatchObject([
      { workflowId: 'critical-intervention', snoozedUntil: null },
    ])
  })

  it('what was begun goes on and is marked while it is early', () => {
    const begun = before(91, { workflowId: 'standard-renewal', started: true })
    const found = decided({ ...renewing(90), open: [begun] }).decisions
    expect(found).toMatchObject([{ kind: 'mark', executionId: begun.id, stage: 'negotiate' }])
  })

  it('from urgent on the new one opens beside what was begun, which folds under it', () => {
    const begun = before(31, { workflowId: 'contract-finalization', started: true })
    expect(decided({ ...renewing(30), open: [begun] }).decisions).toMatchObject([
      { kind: 'open', workflowId: 'urgent-action', folds: [begun.id], supersedes: [] },
    ])
  })

  it('an escalated one is in somebody’s hands and is kept', () => {
    const escalated = before(31, { workflowId: 'contract-finalization', status: 'escalated' })
    expect(decided({ ...renewing(30), open: [escalated] }).decisions).toMatchObject([
      { kind: 'open', folds: [escalated.id] },
    ])
  })

  it('a stage that falls back because risk did is no new conversation', () => {
    const clock = givenClock(5, { stage: 'critical' })
    const emergency = givenRenewalRun(givenClock(5), { workflowId: 'emergency-retention' })
    const world = { analysis: { renewals: [clock] } }
    expect(saying({ ...world, open: [emergency] }, FOUR_STAGE_SETTINGS)).toEqual([])
    const rest = givenRest({ family: 'renewal', scope: renewalScope('r1', 'emergency') })
    expect(saying({ ...world, rests: [rest] }, FOUR_STAGE_SETTINGS)).toEqual([])
  })

  it('a date that was put off takes back what is too early, and re-dates what goes on', () => {
    const clock = givenClock(250)
    const early = givenRenewalRun(givenClock(20), { workflowId: 'urgent-action' })
    expect(saying({ analysis: { renewals: [clock] }, open: [early] })).toEqual(['withdraw'])
    const same = givenRenewalRun(givenClock(25), { workflowId: 'urgent-action' })
    expect(decided({ ...renewing(20), open: [same] }).decisions).toMatchObject([
      { kind: 'mark', input: expect.stringContaining('2027-04-04') as string },
    ])
  })

  it('strategic planning that nobody began makes way for the first renewal workflow', () => {
    const planned = givenRun({ workflowId: 'strategic-planning', family: 'strategic', input: 'invest' })
    const found = decided({ ...renewing(180), facts: { accountPlan: 'invest' }, open: [planned] }).decisions
    expect(found).toMatchObject([{ kind: 'open', workflowId: 'renewal-preparation', supersedes: [planned.id] }])
  })
})

describe('what a renewal asks for', () => {
  it('a price agreed by word leaves the paper', () => {
    expect(saying(renewing(5, { progress: 'verbal' }))).toEqual(['open contract-finalization'])
  })

  it.each([
    [45, 'contract-finalization', 65, ['assess-risk']],
    [75, 'negotiation-prep', 60, ['assess-risk']],
    [75, 'negotiation-prep', 59, []],
    [100, 'standard-renewal', 65, []],
  ])('at %i days %s with risk %i begins with %o', (days, workflowId, risk, leadingSteps) => {
    const found = decided({ ...renewing(days), figures: { risk } }).decisions
    expect(found).toMatchObject([{ kind: 'open', workflowId, leadingSteps }])
  })

  it('two renewals have their own workflows', () => {
    const renewals = [givenClock(20), givenClock(100, { renewalId: 'r2' })]
    expect(saying({ analysis: { renewals } })).toEqual(['open urgent-action', 'open standard-renewal'])
  })

  it('a minor one has no card', () => {
    const renewals = [givenClock(200), givenClock(20, { renewalId: 'r2', minor: true })]
    expect(saying({ analysis: { renewals } })).toEqual([])
  })

  it('due on the last working day of its band', () => {
    // 24 days from Monday 15 March is Thursday 8 April; its band ends 15 days before, on Wednesday 24 March.
    expect(decided(renewing(24)).decisions).toMatchObject([{ dueOn: TODAY + 9 }])
    // What opens after its band is due at once.
    expect(decided(renewing(-3)).decisions).toMatchObject([{ dueOn: TODAY }])
  })

  it('is signed or lost: its executions close with that', () => {
    const run = givenRenewalRun(givenClock(20), { workflowId: 'urgent-action' })
    const closed = {
      id: 'r1',
      derived: false,
      contractIds: [],
      date: TODAY + 20,
      decisionDate: null,
      arrAtStake: null,
      closedOn: TODAY,
    } as const
    for (const progress of ['signed', 'lost'] as const) {
      const facts = { renewals: [{ ...closed, progress }] }
      expect(saying({ facts, open: [run], analysis: { renewals: [givenClock(385, { renewalId: 'r2' })] } })).toEqual([
        `close ${progress}`,
      ])
    }
  })

  it('is gone: what nobody began goes too', () => {
    const run = givenRenewalRun(givenClock(20), { workflowId: 'urgent-action' })
    const other = { analysis: { renewals: [givenClock(300, { renewalId: 'r2' })] } }
    expect(saying({ open: [run], ...other })).toEqual(['withdraw'])
    expect(saying({ open: [{ ...run, started: true, status: 'in_progress' }], ...other })).toEqual([])
  })

  it('with four stages is monitored from afar, unless something is planned', () => {
    const far = { analysis: { renewals: [givenClock(250, { stage: 'monitor' })] } }
    expect(saying(far, FOUR_STAGE_SETTINGS)).toEqual(['open monitor'])
    expect(saying({ ...far, facts: { accountPlan: 'invest' } }, FOUR_STAGE_SETTINGS)).toEqual([
      'open strategic-planning',
    ])
  })
})

describe('risk and opportunity', () => {
  const calm = renewing(250)

  it('nothing is done twice', () => {
    const risky = givenRun({ workflowId: 'out-of-band-risk', family: 'risk', input: 'risk.health' })
    expect(saying({ ...calm, figures: { risk: 75 }, open: [risky] })).toEqual([])
    expect(saying({ ...calm, figures: { risk: 61 }, open: [risky] })).toEqual([])
  })

  it('what nobody began goes after seven days of calm, not before', () => {
    const risky = (triggerOffSince: number | null) =>
      givenRun({ workflowId: 'out-of-band-risk', family: 'risk', input: 'risk.health', triggerOffSince })
    const figures = { risk: 50 }
    expect(decided({ ...calm, figures, open: [risky(null)] }).decisions).toMatchObject([
      { kind: 'mark', triggerOffSince: TODAY },
    ])
    expect(saying({ ...calm, figures, open: [risky(TODAY - 6)] })).toEqual([])
    expect(saying({ ...calm, figures, open: [risky(TODAY - 7)] })).toEqual(['withdraw'])
    expect(decided({ ...calm, figures: { risk: 65 }, open: [risky(TODAY - 6)] }).decisions).toMatchObject([
      { kind: 'mark', triggerOffSince: null },
    ])
    expect(saying({ ...calm, figures, open: [{ ...risky(TODAY - 60), started: true }] })).toEqual([])
  })

  it('a risk that comes into the band changes its name, not its date', () => {
    const risky = givenRun({ workflowId: 'out-of-band-risk', family: 'risk', dueOn: TODAY - 2 })
    const found = decided({ ...renewing(120), figures: { risk: 75 }, open: [risky] }).decisions
    expect(found).toContainEqual(
      expect.objectContaining({ workflowId: 'in-band-risk', supersedes: [risky.id], dueOn: TODAY - 2 }),
    )
  })

  it('nobody sells while it burns', () => {
    const both = { ...calm, figures: { risk: 75, opportunity: 70 } }
    expect(saying(both)).toEqual(['open out-of-band-risk', 'open out-of-band-opportunity held'])
    const selling = givenRun({
      workflowId: 'out-of-band-opportunity',
      family: 'opportunity',
      input: 'opportunity.growth',
      started: true,
    })
    expect(saying({ ...both, open: [selling] })).toEqual(['open out-of-band-risk', 'hold'])
    expect(saying({ ...calm, figures: { opportunity: 70 }, open: [{ ...selling, held: true }] })).toEqual(['release'])
  })

  it('an override counts instead of the figure', () => {
    expect(saying({ analysis: { renewals: [givenClock(250)], override: { health: null, risk: 80 } } })).toEqual([
      'open out-of-band-risk',
    ])
  })
})
