import { MONDAY_TO_FRIDAY } from '../src/base/day.ts'
import { Today } from '../src/base/today.ts'
import { companyConfiguration } from '../src/configuration.ts'
import type { Cycle, Member } from '../src/pipeline/cycle.ts'
import { givenAnalysis, givenFacts, TODAY } from './given-customer.ts'
import { decideCustomer, type Subject, type Verdict } from '../src/pipeline/decide-customer.ts'
import type { Decision, Determination, OpenDecision } from '../src/stages/determine/decision.ts'

export const givenMember = (id: string, known: Partial<Member> = {}): Member => ({
  id,
  name: id,
  role: 'csm',
  experience: 1,
  teamId: null,
  capacity: 15,
  load: 0,
  workingDays: MONDAY_TO_FRIDAY,
  absence: null,
  ...known,
})

/** A run of a Monday for a company with the configuration that ships; `u1` owns the customer of `givenFacts`. */
export function givenCycle(known: Partial<Omit<Cycle, 'people'>> = {}, people = [givenMember('u1')]): Cycle {
  return {
    runId: 'run1',
    companyId: 'company1',
    day: TODAY,
    writes: 'everything',
    knowledge: { day: TODAY, timeZone: 'UTC', mode: 'now' },
    book: { features: 0, products: 0, ticketsKnown: false, conversion: { reporting: 'USD', rates: new Map() } },
    trend: { medianChangePercent: null, customers: 0 },
    configuration: companyConfiguration({ version: 0, settings: {} }),
    loads: new Map(),
    confirmedOn: null,
    look: { at: 'all' },
    ...known,
    people: new Map(people.map((member) => [member.id, member])),
  }
}

/** A customer of whom nothing is open and nothing was ever said. */
export const givenSubject = (known: Partial<Subject> = {}): Subject => ({
  facts: givenFacts(),
  last: null,
  earlier: null,
  open: [],
  rests: [],
  today: new Today(TODAY),
  ...known,
})

const NOTHING: Determination = { customerId: 'c1', gate: null, decisions: [], resting: [], monitored: true }

/** What the day says of a customer: nothing to do, until a test says otherwise. */
export const givenVerdict = (known: Partial<Verdict> = {}): Verdict => ({
  ...decideCustomer(givenSubject(), givenCycle()),
  analysis: givenAnalysis({}),
  determination: NOTHING,
  ...known,
})

/** The verdict of a customer for whom exactly this was decided. */
export const givenDecisions = (decisions: readonly Decision[], known: Partial<Verdict> = {}): Verdict =>
  givenVerdict({ ...known, determination: { ...NOTHING, decisions, monitored: false } })

export const givenOpening = (known: Partial<OpenDecision> = {}): OpenDecision => ({
  kind: 'open',
  workflowId: 'in-band-risk',
  family: 'risk',
  stage: null,
  renewalId: null,
  eventKey: null,
  trigger: 'risk',
  rule: 'risk.in-band',
  because: [],
  input: '',
  dueOn: TODAY + 7,
  held: false,
  leadingSteps: [],
  snoozedUntil: null,
  supersedes: [],
  folds: [],
  ...known,
})
