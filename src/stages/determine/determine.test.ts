import { describe, expect, it } from 'vitest'
import {
  TODAY,
  givenAnalysis,
  givenClock,
  givenFacts,
  givenRenewalRun,
  givenRest,
  givenRun,
} from '../../../test/given-customer.ts'
import { renewalScope } from '../../spine/rest.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import type { Analysis } from '../analyze/analysis.ts'
import type { CustomerFacts } from '../analyze/facts.ts'
import type { DetermineInput } from './context.ts'
import type { Decision, Determination } from './decision.ts'
import { DEFAULT_SETTINGS, FOUR_STAGE_SETTINGS } from './determine.defaults.ts'
import { determine } from './determine.ts'

const CADENCE = { contactDays: 60, qbrDays: 180 }

type World = Partial<Omit<DetermineInput, 'facts' | 'analysis'>> & {
  readonly facts?: Partial<CustomerFacts>
  readonly figures?: Parameters<typeof givenAnalysis>[0]
  readonly analysis?: Partial<Omit<Analysis, 'risk' | 'opportunity' | 'health'>>
}

const decided = (world: World, settings = DEFAULT_SETTINGS): Determination =>
  determine(
    {
      facts: givenFacts(world.facts),
      analysis: givenAnalysis(world.figures ?? {}, world.analysis),
      open: world.open ?? [],
      rests: world.rests ?? [],
      cadence: world.cadence ?? CADENCE,
    },
    { settings, today: TODAY },
  )

/** Each decision in a word or three. */
const says = (decision: Decision): string => {
  switch (decision.kind) {
    case 'open':
      return `open ${decision.workflowId}${decision.held ? ' held' : ''}`
    case 'close':
      return `close ${decision.outcome}`
    default:
      return decision.kind
  }
}
const saying = (world: World, settings = DEFAULT_SETTINGS): readonly string[] =>
  decided(world, settings).decisions.map(says)

const renewing = (days: number, known = {}): Pick<World, 'analysis'> => ({
  analysis: { renewals: [givenClock(days, known)] },
})

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
    const usage = {
      metric: 'active_users',
      changePercent: 0,
      netChangePercent: null,
      direction: 'flat',
      current: 9,
      before: 9,
      lastDay: TODAY - 1,
    } as const
    const stalled = givenRun({ workflowId: 'onboarding-stalled', family: 'cadence' })
    expect(saying({ facts: { lifecycleStage: 'onboarding' }, open: [stalled], analysis: { usage } })).toEqual([
      'withdraw',
    ])
    expect(saying({ facts: { lifecycleStage: 'onboarding' }, open: [stalled] })).toEqual([])
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

describe('rests', () => {
  const risk = (known: object, days = 250) => ({ ...renewing(days), ...known })
  const rest = (known: Partial<ReturnType<typeof givenRest>> = {}, then = {}) =>
    givenRest({
      family: 'risk',
      scope: 'risk',
      until: TODAY - 1,
      ...known,
      whileUnchanged: {
        input: 'risk.health',
        risk: 75,
        factors: ['risk.health'],
        fellBelow: false,
        anchor: null,
        ...then,
      },
    })

  it.each([
    ['within its 30 days', rest({ until: TODAY }), 99, 0],
    ['after them, with nothing new', rest(), 80, 0],
    ['after them, when risk rose by ten', rest(), 85, 1],
    ['after them, when it had been calm in between', rest({}, { fellBelow: true }), 75, 1],
    ['after them, with a new factor', rest({}, { factors: ['risk.other'] }), 75, 1],
    ['called bad data, as long as the data are the same', rest({ reason: 'bad-data', until: TODAY - 99 }), 99, 0],
    ['called bad data, when they changed', rest({ reason: 'bad-data' }, { input: 'risk.other' }), 75, 1],
  ])('risk %s', (_, resting, value, opens) => {
    const found = decided(risk({ figures: { risk: value }, rests: [resting] }))
    expect(found.decisions.filter(({ kind }) => kind === 'open')).toHaveLength(opens)
    expect(found.resting).toHaveLength(1 - opens)
  })

  it('remembers that it was calm', () => {
    expect(decided(risk({ figures: { risk: 40 }, rests: [rest()] })).decisions).toMatchObject([
      { kind: 'note-rest', restId: 'rest1', whileUnchanged: { fellBelow: true } },
    ])
  })

  it('a stage that was dealt with rests until the next, unless the date moved to another season', () => {
    const done = (anchor: number) =>
      givenRest({
        family: 'renewal',
        scope: renewalScope('r1', 'urgent'),
        whileUnchanged: { input: '', risk: null, factors: [], fellBelow: false, anchor },
      })
    expect(saying({ ...renewing(20), rests: [done(TODAY + 20)] })).toEqual([])
    expect(saying({ ...renewing(14), rests: [done(TODAY + 14)] })).toEqual(['open critical-intervention'])
    expect(saying({ ...renewing(20), rests: [done(TODAY - 345)] })).toEqual(['open urgent-action'])
  })

  it.each([
    ['opportunity', { figures: { opportunity: 80 } }, 'opportunity'],
    ['strategic', { facts: { accountPlan: 'invest' } }, 'strategic-planning'],
    [
      'cadence',
      { analysis: { renewals: [givenClock(250)], lastTwoWayOn: TODAY - 99, lastQbrOn: TODAY - 170 } },
      'health-check',
    ],
  ] as const)('%s rests to its day', (family, known, scope) => {
    const world = { ...renewing(250), ...known }
    expect(decided(world).decisions).toHaveLength(1)
    expect(decided({ ...world, rests: [givenRest({ family, scope, until: TODAY })] }).decisions).toEqual([])
    expect(decided({ ...world, rests: [givenRest({ family, scope, until: TODAY - 1 })] }).decisions).toHaveLength(1)
  })
})

describe('keeping in touch', () => {
  const silent = (contact: number | null, qbr: number | null, days = 250) => ({
    analysis: {
      renewals: [givenClock(days)],
      lastTwoWayOn: contact === null ? null : TODAY - contact,
      lastQbrOn: qbr === null ? null : TODAY - qbr,
    },
  })

  it.each([
    ['within the cadence', silent(60, 100), []],
    ['beyond it', silent(61, 170), ['open health-check']],
    ['a QBR counts as contact', silent(61, 20), []],
    ['no QBR for long', silent(10, 181), ['open qbr']],
    ['a renewal is open anyway', silent(61, 170, 100), ['open standard-renewal']],
  ])('%s', (_, world, opens) => {
    expect(saying(world)).toEqual(opens)
  })

  it('a contact that was made takes the card away, and so does something bigger', () => {
    const run = givenRun({ workflowId: 'health-check', family: 'cadence' })
    expect(saying({ ...silent(3, 100), open: [run] })).toEqual(['withdraw'])
    expect(saying({ ...silent(99, 100, 100), open: [run] })).toEqual(['open standard-renewal', 'withdraw'])
    expect(saying({ ...silent(99, 170), open: [run] })).toEqual([])
  })

  it('a book with no contact on record is spread over the interval', () => {
    const opened = Array.from({ length: 600 }, (_, index) =>
      saying({
        ...silent(null, 10),
        facts: { customerId: `c${String(index)}` },
        analysis: { renewals: [givenClock(250)], lastTwoWayOn: null, lastQbrOn: null },
      }),
    )
    const count = opened.flat().filter((word) => word === 'open health-check').length
    expect(count).toBeGreaterThan(2)
    expect(count).toBeLessThan(30)
  })
})

describe('a key contact who left', () => {
  const left = (leftOn: number) => ({
    ...renewing(250),
    facts: { contacts: [{ role: 'champion' as const, active: false, leftOn }] },
  })

  it('opens its workflow once', () => {
    const [open] = decided(left(TODAY - 2)).decisions
    expect(open).toMatchObject({
      kind: 'open',
      workflowId: 'executive-contact-loss',
      eventKey: 'contact-left:2027-03-13',
    })
    const run = givenRun({ workflowId: 'executive-contact-loss', family: 'event', eventKey: 'contact-left:2027-03-13' })
    expect(saying({ ...left(TODAY - 2), open: [run] })).toEqual([])
    expect(
      saying({ ...left(TODAY - 2), rests: [givenRest({ family: 'event', scope: 'event:contact-left:2027-03-13' })] }),
    ).toEqual([])
    expect(saying(left(TODAY - 15))).toEqual([])
  })
})

it('a customer with nothing due is monitored', () => {
  expect(decided(renewing(250))).toMatchObject({ gate: null, decisions: [], monitored: true })
  expect(
    decided({ ...renewing(250), open: [givenRun({ workflowId: 'win-back', family: 'opportunity', started: true })] })
      .monitored,
  ).toBe(false)
})
