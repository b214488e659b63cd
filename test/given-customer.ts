import { day } from '../src/base/day.ts'
import type { OpenExecution } from '../src/spine/open-execution.ts'
import type { Rest } from '../src/spine/rest.ts'
import type { Analysis, RenewalClock } from '../src/stages/analyze/analysis.ts'
import { DEFAULT_STAGES } from '../src/stages/analyze/analyze.defaults.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import { stageOf } from '../src/stages/analyze/stage.ts'
import { renewalInput } from '../src/stages/determine/renewal-decisions.ts'

/** A Monday. */
export const TODAY = day('2027-03-15')

/** An active customer of a year, touched last week, of whom nothing else is known; tests name what matters. */
export const givenFacts = (known: Partial<CustomerFacts> = {}): CustomerFacts => ({
  customerId: 'c1',
  externalId: 'C-1',
  name: 'Larkspur',
  status: 'active',
  lifecycleStage: null,
  segment: null,
  tier: null,
  touch: 'mid',
  accountPlan: 'manage',
  arr: 50_000,
  licensedUsers: null,
  ownerId: 'u1',
  parentId: null,
  customerSince: TODAY - 400,
  renewalDate: null,
  usage: [],
  features: null,
  contacts: [],
  engagement: { lastTwoWayOn: TODAY - 7, lastQbrOn: TODAY - 20, threads: null },
  tickets: [],
  contracts: [],
  renewals: [],
  invoices: { paid: null, oldestOverdueSince: null, newestOn: null },
  products: null,
  openExpansion: null,
  overrides: [],
  pulse: null,
  riskSignals: [],
  ...known,
})

export function givenClock(days: number, known: Partial<RenewalClock> = {}): RenewalClock {
  return {
    renewalId: 'r1',
    date: TODAY + days,
    decisionDate: null,
    stageDate: TODAY + days,
    ...stageOf(days, { table: DEFAULT_STAGES }),
    arrAtStake: 50_000,
    progress: 'none',
    minor: false,
    ...known,
  }
}

const figure = (value: number, code: string) => ({
  value,
  factors: value === 0 ? [] : [{ code, value, contribution: value, source: 'health', on: null }],
})

type AnalysisParts = { readonly risk?: number; readonly opportunity?: number; readonly health?: number }

export function givenAnalysis(
  figures: AnalysisParts,
  known: Partial<Omit<Analysis, keyof AnalysisParts>> = {},
): Analysis {
  return {
    asOf: TODAY,
    modelVersion: 1,
    configurationVersion: 1,
    profile: 'default',
    health: figure(figures.health ?? 70, 'health'),
    risk: figure(figures.risk ?? 15, 'risk.health'),
    opportunity: figure(figures.opportunity ?? 0, 'opportunity.growth'),
    override: { health: null, risk: null },
    coverage: 1,
    uncertain: false,
    components: [],
    usage: null,
    support: {
      open: 0,
      openUrgent: 0,
      opened28: 0,
      openedBefore28: 0,
      firstReplyHours: null,
      resolutionHours: null,
      reopened: 0,
      sentiment: null,
    },
    contractStatus: 'active',
    renewals: [],
    healthDecline: null,
    lastTwoWayOn: TODAY - 7,
    lastQbrOn: TODAY - 20,
    ...known,
  }
}

let count = 0

export function givenRun(known: Partial<OpenExecution> & Pick<OpenExecution, 'workflowId' | 'family'>): OpenExecution {
  count += 1
  const started = known.started ?? known.status === 'in_progress'
  return {
    id: `e${String(count)}`,
    customerId: 'c1',
    version: 1,
    stage: null,
    renewalId: null,
    eventKey: null,
    status: started ? 'in_progress' : 'pending',
    started,
    held: false,
    foldedUnder: null,
    triggerOffSince: null,
    snoozedUntil: null,
    openedOn: TODAY - 3,
    dueOn: TODAY + 3,
    assignedTo: 'u1',
    input: '',
    score: null,
    factors: [],
    nextDueStepAt: null,
    ...known,
  }
}

/** A run of a renewal's workflow as it was opened `daysBefore` days ago for a renewal with this clock. */
export const givenRenewalRun = (
  clock: RenewalClock,
  known: Partial<OpenExecution> & { workflowId: string },
): OpenExecution =>
  givenRun({
    family: 'renewal',
    renewalId: clock.renewalId,
    stage: clock.stage,
    input: renewalInput(clock),
    ...known,
  })

export const givenRest = (known: Partial<Rest> & Pick<Rest, 'family' | 'scope'>): Rest => ({
  id: 'rest1',
  customerId: 'c1',
  reason: 'completed',
  from: TODAY - 5,
  until: null,
  whileUnchanged: { input: '', risk: null, factors: [], fellBelow: false, anchor: null },
  ...known,
})
