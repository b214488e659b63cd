import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acted, BIRTH, decideOn, performed, type Act, type DayFacts, type Life } from '../../../test/given-life.ts'
import { TODAY } from '../../../test/given-customer.ts'
import type { OpenExecution } from '../../spine/open-execution.ts'
import { CUSTOMER_STATUSES, RENEWAL_PROGRESS, TICKET_PRIORITIES, TOUCHES } from '../../spine/words.ts'
import type { Decision, OpenDecision } from './decision.ts'
import { DEFAULT_SETTINGS } from './determine.defaults.ts'
import { QUESTIONS } from './resting.ts'

/** A day in which something may come to be known, and people do something. */
type Day = { readonly passes: number; readonly facts: Partial<DayFacts>; readonly acts: readonly Act[] }

const openProgress = fc.constantFrom(...RENEWAL_PROGRESS.filter((word) => word !== 'signed' && word !== 'lost'))
const renewal = fc.record({
  renewalId: fc.constantFrom('r1', 'r2'),
  date: fc.integer({ min: -60, max: 260 }).map((days) => TODAY + days),
  progress: openProgress,
})
const renewals = fc.uniqueArray(renewal, { selector: ({ renewalId }) => renewalId, maxLength: 2 })
const ago = fc.nat({ max: 220 }).map((days) => TODAY - days)
const figure = fc.constantFrom(10, 49, 55, 59, 62, 69, 75, 90, 100)
const ticket = fc.record({
  openedOn: fc.nat({ max: 12 }).map((days) => TODAY - days),
  closedOn: fc.constantFrom(null, TODAY),
  priority: fc.constantFrom(...TICKET_PRIORITIES),
  reopened: fc.constant(false),
  firstReplyHours: fc.constant(null),
  resolutionHours: fc.constant(null),
  sentiment: fc.constant(null),
  leaving: fc.constant(false),
})
const known = fc.record(
  {
    // Most customers are simply active: else nothing but gates would be looked at.
    status: fc.oneof({ weight: 12, arbitrary: fc.constant('active' as const) }, fc.constantFrom(...CUSTOMER_STATUSES)),
    touch: fc.oneof({ weight: 6, arbitrary: fc.constant('mid' as const) }, fc.constantFrom(...TOUCHES)),
    lifecycleStage: fc.oneof(
      { weight: 8, arbitrary: fc.constant('mature' as const) },
      fc.constantFrom('onboarding' as const, 'churned' as const),
    ),
    accountPlan: fc.constantFrom('invest' as const, 'manage' as const),
    tickets: fc.array(ticket, { maxLength: 3 }),
    contacts: fc.array(
      fc.record({
        role: fc.constantFrom('champion' as const, 'user' as const),
        active: fc.boolean(),
        leftOn: fc.constantFrom(null, TODAY - 3, TODAY + 4),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
)

const day: fc.Arbitrary<Day> = fc.record({
  passes: fc.constantFrom(1, 1, 2, 7, 20, 40),
  facts: fc.record(
    {
      risk: figure,
      opportunity: figure,
      renewals,
      closed: fc.constantFrom([], [{ renewalId: 'r1', progress: 'signed' as const }]),
      known,
      lastTwoWayOn: fc.option(ago),
      lastQbrOn: fc.option(ago),
    },
    { requiredKeys: [] },
  ),
  acts: fc.array(
    fc.record({
      which: fc.nat({ max: 5 }),
      does: fc.constantFrom('start', 'finish', 'finish', 'snooze', 'escalate', 'not-relevant', 'bad-data'),
    }),
    { maxLength: 3 },
  ),
})

const CALM: DayFacts = {
  risk: 10,
  opportunity: 10,
  renewals: [{ renewalId: 'r1', date: TODAY + 130, progress: 'none' }],
  closed: [],
  known: { lifecycleStage: 'mature' },
  lastTwoWayOn: TODAY - 10,
  lastQbrOn: TODAY - 10,
}

type Look = {
  readonly before: Life
  readonly after: Life
  readonly facts: DayFacts
  readonly decisions: readonly Decision[]
  readonly gate: string | null
  readonly stopsAll: boolean
}

/** Lives through the days and looks at each morning. */
function liveThrough(days: readonly Day[], look: (morning: Look) => void): void {
  let life: Life = BIRTH
  let facts = CALM
  for (const { passes, facts: news, acts } of days) {
    const closed = news.closed ?? facts.closed
    const gone = new Set(closed.map(({ renewalId }) => renewalId))
    facts = { ...facts, ...news, closed, known: { ...facts.known, ...news.known } }
    facts = { ...facts, renewals: facts.renewals.filter(({ renewalId }) => !gone.has(renewalId)) }
    const { decisions, gate } = decideOn(life, facts)
    const after = performed(life, decisions)
    look({ before: life, after, facts, decisions, gate: gate?.reason ?? null, stopsAll: gate?.stops === 'all' })
    life = acts.reduce((now, act) => acted(now, act, facts), after)
    life = { ...life, today: life.today + passes }
  }
}

const whatever = (look: (morning: Look) => void): void => {
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 12 }), (days) => liveThrough(days, look)),
    { numRuns: 300 },
  )
}

const openings = (decisions: readonly Decision[]): readonly OpenDecision[] =>
  decisions.filter((decision) => decision.kind === 'open')

const begun = (run: OpenExecution): boolean => run.started || run.status === 'escalated'

describe('whatever happens over the days', () => {
  it('a family has at most one execution open that leads, a renewal one of its own, an event one of its kind', () => {
    whatever(({ after }) => {
      const places = after.open
        .filter(({ foldedUnder }) => foldedUnder === null)
        .map(({ family, renewalId, eventKey }) => [family, renewalId, eventKey].join(' '))
      expect(new Set(places).size).toBe(places.length)
    })
  })

  it('what has been decided is not decided again', () => {
    whatever(({ after, facts }) => {
      expect(decideOn(after, facts).decisions).toEqual([])
    })
  })

  it('what somebody has begun is never taken away but by an outcome', () => {
    whatever(({ before, decisions }) => {
      const hands = new Set(before.open.filter(begun).map(({ id }) => id))
      const taken = decisions.flatMap((decision) => {
        if (decision.kind === 'open') return decision.supersedes
        return decision.kind === 'withdraw' ? [decision.executionId] : []
      })
      expect(taken.filter((id) => hands.has(id))).toEqual([])
    })
  })

  it('behind a gate nothing opens but its own question, and nothing that nobody began stays', () => {
    const own: Readonly<Record<string, readonly string[]>> = {
      onboarding: ['onboarding-stalled'],
      'renewal-past': ['confirm-renewal-outcome'],
    }
    whatever(({ after, decisions, gate, stopsAll }) => {
      if (!stopsAll) return
      const allowed = own[gate ?? ''] ?? []
      expect(openings(decisions).filter(({ workflowId }) => !allowed.includes(workflowId))).toEqual([])
      expect(after.open.filter((run) => !begun(run) && !allowed.includes(run.workflowId))).toEqual([])
    })
  })

  it('a rest is never broken by waiting alone', () => {
    whatever(({ before, decisions }) => {
      for (const { workflowId, family } of openings(decisions)) {
        if (family !== 'opportunity' && family !== 'strategic') continue
        const scope = family === 'opportunity' ? family : workflowId
        const rest = before.rests.find((each) => each.scope === scope)
        const word = rest?.reason === 'not-relevant' || rest?.reason === 'bad-data'
        if (rest && !word) expect(before.today).toBeGreaterThan(rest.until ?? Infinity)
      }
    })
  })

  it('risk that was dealt with comes back after its 30 days only, and with a reason', () => {
    whatever(({ before, decisions, facts }) => {
      const rest = before.rests.find(({ scope }) => scope === 'risk')
      if (!rest || rest.reason !== 'completed') return
      if (!openings(decisions).some(({ family, supersedes }) => family === 'risk' && supersedes.length === 0)) return
      expect(before.today).toBeGreaterThan(rest.until ?? Infinity)
      const { fellBelow, risk, factors } = rest.whileUnchanged
      const rose = facts.risk >= (risk ?? 0) + DEFAULT_SETTINGS.rest.riskRise
      expect(fellBelow || rose || !factors.includes('risk.health')).toBe(true)
    })
  })

  it('a renewal of the next 180 days is in somebody’s hands, asked about, or was dealt with', () => {
    whatever(({ before, after, facts, stopsAll }) => {
      if (stopsAll) return
      for (const { renewalId, date } of facts.renewals) {
        if (date - before.today > 180) continue
        const held = after.open.some((run) => run.renewalId === renewalId)
        const dealt = before.rests.some(({ scope }) => scope.startsWith(`renewal:${renewalId}:`))
        expect(held || dealt).toBe(true)
      }
    })
  })

  it('nothing stays open for a renewal that was signed or lost', () => {
    whatever(({ after, facts }) => {
      const closed = facts.closed.map(({ renewalId }) => renewalId)
      expect(after.open.filter(({ renewalId }) => renewalId !== null && closed.includes(renewalId))).toEqual([])
    })
  })

  it('an opportunity is held while it burns, and only then', () => {
    whatever(({ after }) => {
      const burns = after.open.some(
        ({ family, stage }) =>
          family === 'risk' || (family === 'renewal' && (stage === 'critical' || stage === 'emergency')),
      )
      for (const run of after.open.filter(({ family }) => family === 'opportunity')) expect(run.held).toBe(burns)
    })
  })

  it('keeping in touch never opens beside a renewal or a risk', () => {
    whatever(({ after, decisions }) => {
      const asks = openings(decisions).some(
        ({ family, workflowId }) => family === 'cadence' && workflowId !== 'onboarding-stalled',
      )
      const bigger = after.open.some(
        ({ family, workflowId }) => (family === 'renewal' || family === 'risk') && !QUESTIONS.includes(workflowId),
      )
      expect(asks && bigger).toBe(false)
    })
  })

  it('what folds is led by one of the same renewal that is open', () => {
    whatever(({ after }) => {
      for (const run of after.open.filter(({ foldedUnder }) => foldedUnder !== null)) {
        const lead = after.open.find(({ id }) => id === run.foldedUnder)
        if (lead) expect(lead.renewalId).toBe(run.renewalId)
      }
    })
  })

  it('every opening explains itself', () => {
    whatever(({ decisions }) => {
      for (const { because, rule, dueOn, trigger } of openings(decisions)) {
        expect(because.length).toBeGreaterThan(0)
        expect(rule).toContain(trigger === 'question' ? 'question.' : trigger)
        expect(Number.isInteger(dueOn)).toBe(true)
      }
    })
  })
})
