import type { DaysLeft } from '../../base/today.ts'
import type { AccountPlan, RenewalProgress, Stage } from '../../spine/words.ts'
import type { Trigger } from './decision.ts'

/** A figure that switches on at one value and off at another, so that it does not flap between them. */
export type Threshold = { readonly on: number; readonly off: number }

/** All that is given must hold. Days are whole days to the renewal's stage date, both limits included. */
export type Condition = {
  readonly risk?: Threshold
  /** Holds below the first value, and once it holds, below the second. */
  readonly riskBelow?: Threshold
  readonly opportunity?: Threshold
  readonly minDays?: number
  readonly maxDays?: number
  readonly stages?: readonly Stage[]
  readonly progress?: readonly RenewalProgress[]
  readonly plans?: readonly AccountPlan[]
  /** The last two-way contact lies further back than the profile's cadence. */
  readonly contactDue?: true
  /** The last QBR lies further back than the profile's cadence. */
  readonly qbrDue?: true
}

/** One row of the decision matrix. Of the rows of one trigger, the first that holds decides. */
export type Rule = {
  readonly name: string
  readonly trigger: Trigger
  readonly workflowId: string
  readonly when: Condition
}

/** What the matrix reads. Null: unknown; a condition on an unknown input does not hold. */
export type MatrixSignals = {
  readonly risk: number
  readonly opportunity: number
  readonly days: DaysLeft | null
  readonly stage: Stage | null
  readonly progress: RenewalProgress
  readonly plan: AccountPlan | null
  readonly contactDue: boolean
  readonly qbrDue: boolean
}

/**
 * The first row of a trigger that holds.
 * @param isOpen whether the row's workflow is open already, so that its second limit counts
 */
export function ruleFor(
  rules: readonly Rule[],
  trigger: Trigger,
  signals: MatrixSignals,
  isOpen: (rule: Rule) => boolean = neverOpen,
): Rule | undefined {
  for (const rule of rules) if (rule.trigger === trigger && holds(rule.when, signals, isOpen(rule))) return rule
  return undefined
}

const neverOpen = (): boolean => false

const reaches = (limit: Threshold | undefined, value: number, wasOn: boolean): boolean =>
  limit === undefined || value >= (wasOn ? limit.off : limit.on)

const oneOf = <T>(allowed: readonly T[] | undefined, value: T | null): boolean =>
  allowed === undefined || (value !== null && allowed.includes(value))

/** @param wasOn whether it held before, so that its second limits count */
export function holds(when: Condition, signals: MatrixSignals, wasOn: boolean): boolean {
  return (
    reaches(when.risk, signals.risk, wasOn) &&
    reaches(when.opportunity, signals.opportunity, wasOn) &&
    (when.riskBelow === undefined || signals.risk < (wasOn ? when.riskBelow.off : when.riskBelow.on)) &&
    oneOf(when.stages, signals.stage) &&
    oneOf(when.progress, signals.progress) &&
    oneOf(when.plans, signals.plan) &&
    (!when.contactDue || signals.contactDue) &&
    (!when.qbrDue || signals.qbrDue) &&
    (when.minDays === undefined || (signals.days !== null && !signals.days.areAtMost(when.minDays - 1))) &&
    (when.maxDays === undefined || (signals.days !== null && signals.days.areAtMost(when.maxDays)))
  )
}

const MATRIX: readonly Trigger[] = ['risk', 'opportunity', 'renewal', 'strategic']

/** The workflows that the decision matrix alone calls for, sorted; empty: monitor only. Gates, rests and cadence are not looked at. */
export function workflowsDue(rules: readonly Rule[], signals: MatrixSignals): readonly string[] {
  const due = MATRIX.map((trigger) => ruleFor(rules, trigger, signals)?.workflowId)
  return due.filter((id) => id !== undefined).sort()
}
