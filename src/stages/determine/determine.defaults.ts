import { MONDAY_TO_FRIDAY } from '../../base/day.ts'
import type { Stage } from '../../spine/words.ts'
import type { Rule } from './rules.ts'
import type { DetermineSettings } from './settings.ts'

const IN_BAND_DAYS = 120
const RISK = { on: 70, off: 60 }
const OPPORTUNITY = { on: 60, off: 50 }

/** 180 makes the whole stage table reachable; the source draws the trigger at 120 and also gives 121–180 a workflow. */
const RENEWAL_DAYS = 180

const SCORE_RULES: readonly Rule[] = [
  { name: 'risk.in-band', trigger: 'risk', workflowId: 'in-band-risk', when: { risk: RISK, maxDays: IN_BAND_DAYS } },
  { name: 'risk.out-of-band', trigger: 'risk', workflowId: 'out-of-band-risk', when: { risk: RISK } },
  {
    name: 'opportunity.in-band',
    trigger: 'opportunity',
    workflowId: 'in-band-opportunity',
    when: { opportunity: OPPORTUNITY, maxDays: IN_BAND_DAYS },
  },
  {
    name: 'opportunity.out-of-band',
    trigger: 'opportunity',
    workflowId: 'out-of-band-opportunity',
    when: { opportunity: OPPORTUNITY },
  },
  {
    name: 'strategic.plan',
    trigger: 'strategic',
    workflowId: 'strategic-planning',
    when: { plans: ['invest', 'expand'], minDays: RENEWAL_DAYS + 1 },
  },
]

/** How long a silence may be is the profile's cadence. Where both are due the review comes first: it is contact too. */
const CADENCE_RULES: readonly Rule[] = [
  { name: 'cadence.qbr', trigger: 'cadence', workflowId: 'qbr', when: { qbrDue: true } },
  { name: 'cadence.contact', trigger: 'cadence', workflowId: 'health-check', when: { contactDue: true } },
]

const renewalRow = (stage: Stage, workflowId: string, maxDays?: number): Rule => ({
  name: `renewal.${stage}`,
  trigger: 'renewal',
  workflowId,
  when: { stages: [stage], ...(maxDays === undefined ? {} : { maxDays }) },
})

/** Price agreed by word: what is left is the paper, at half urgency. */
const VERBAL: Rule = {
  name: 'renewal.verbal',
  trigger: 'renewal',
  workflowId: 'contract-finalization',
  when: {
    stages: ['urgent', 'critical', 'emergency'],
    progress: ['verbal'],
    riskBelow: { on: 50, off: 60 },
    maxDays: RENEWAL_DAYS,
  },
}

export const DEFAULT_RULES: readonly Rule[] = [
  ...SCORE_RULES,
  VERBAL,
  renewalRow('emergency', 'emergency-retention', RENEWAL_DAYS),
  renewalRow('critical', 'critical-intervention', RENEWAL_DAYS),
  renewalRow('urgent', 'urgent-action', RENEWAL_DAYS),
  renewalRow('finalize', 'contract-finalization', RENEWAL_DAYS),
  renewalRow('negotiate', 'negotiation-prep', RENEWAL_DAYS),
  renewalRow('active', 'standard-renewal', RENEWAL_DAYS),
  renewalRow('prepare', 'renewal-preparation', RENEWAL_DAYS),
  ...CADENCE_RULES,
]

/** Preset of October 7: the renewal trigger is "the stage has a workflow". */
export const FOUR_STAGE_RULES: readonly Rule[] = [
  ...SCORE_RULES,
  VERBAL,
  renewalRow('emergency', 'emergency-retention'),
  renewalRow('critical', 'critical-intervention'),
  renewalRow('prepare', 'renewal-preparation'),
  ...CADENCE_RULES,
  { name: 'renewal.monitor', trigger: 'cadence', workflowId: 'monitor', when: { stages: ['monitor'] } },
]

/** How far above the busiest of the days before a day of usage is a jump, and what must be known to say so. */
export const USAGE_SPIKE = { abovePercent: 50, daysBefore: 28, leastKnown: 14, leastValue: 10, oldestDays: 2 }

export const DEFAULT_SETTINGS: DetermineSettings = {
  rules: DEFAULT_RULES,
  inBandDays: IN_BAND_DAYS,
  withdrawAfterDays: 7,
  pastRenewalDays: 30,
  onboardingDays: 90,
  onboardingStall: { afterDays: 21, silentDays: 14 },
  cadenceSpreadDays: 1,
  keyContactLossDays: 14,
  pressingTicketDays: 7,
  leadingRisk: 60,
  rest: {
    risk: 30,
    riskRise: 10,
    opportunity: 60,
    strategic: 90,
    monitor: 90,
    onboarding: 30,
    cadence: 90,
    movedDate: 180,
  },
  due: { risk: 5, event: 1, opportunity: 15, strategic: 30, cadence: 20, question: 10 },
  bandFloors: {
    emergency: 0,
    critical: 8,
    urgent: 15,
    finalize: 31,
    negotiate: 61,
    active: 91,
    prepare: 121,
    strategic: 181,
  },
  workingDays: MONDAY_TO_FRIDAY,
}

/** In the four-stage table a calm account stays critical to its last day; 7 leaves the days in which it could turn an emergency. */
export const FOUR_STAGE_SETTINGS: DetermineSettings = {
  ...DEFAULT_SETTINGS,
  rules: FOUR_STAGE_RULES,
  bandFloors: { emergency: 0, critical: 7, prepare: 31, monitor: 180 },
}
