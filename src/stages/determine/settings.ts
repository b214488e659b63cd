import type { WorkingDays } from '../../base/day.ts'
import type { Stage } from '../../spine/words.ts'
import type { Rule } from './rules.ts'

/** The part of a company's configuration that this stage reads; `determine.defaults.ts` says what ships. Days unless named otherwise. */
export type DetermineSettings = {
  readonly rules: readonly Rule[]
  readonly inBandDays: number
  /** A never started execution goes when its trigger has been off for this long. */
  readonly withdrawAfterDays: number
  /** Past the renewal date by more than this, with nothing newer: ask how it ended. */
  readonly pastRenewalDays: number
  /** Onboarding lasts this long from the start where the lifecycle says nothing. */
  readonly onboardingDays: number
  readonly onboardingStall: { readonly afterDays: number; readonly silentDays: number }
  /** An overdue contact opens on one day in this many per customer, so that a backlog does not come on one morning; 1: at once. */
  readonly cadenceSpreadDays: number
  /** A key contact that left within this many days is an event. */
  readonly keyContactLossDays: number
  /** A high or urgent ticket that is open and was opened within this many days is an event. */
  readonly pressingTicketDays: number
  /** Risk from which a negotiation or the paper begins with assessing it. */
  readonly leadingRisk: number
  readonly rest: {
    readonly risk: number
    readonly riskRise: number
    readonly opportunity: number
    readonly strategic: number
    readonly monitor: number
    readonly onboarding: number
    /** A contact or review that the profile expects at no interval. */
    readonly cadence: number
    /** A date that moved by more than this, the days a renewal is worked in, is the next term’s: its rests are over. */
    readonly movedDate: number
  }
  /** Working days from opening to due. */
  readonly due: {
    readonly risk: number
    readonly event: number
    readonly opportunity: number
    readonly strategic: number
    readonly cadence: number
    readonly question: number
  }
  /** The fewest days to the stage date that still belong to a stage: the last working day before is when its workflow is due. */
  readonly bandFloors: Partial<Readonly<Record<Stage, number>>>
  readonly workingDays: WorkingDays
}
