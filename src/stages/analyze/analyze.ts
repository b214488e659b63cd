import type { Day } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import {
  inputsOf,
  NOT_OVERRIDDEN,
  unpackSupport,
  type AnalysisInputs,
  type PackedComponent,
  type PreviousComponents,
} from './analysis-inputs.ts'
import type { Analysis, BookTrend, SupportSummary } from './analysis.ts'
import { MODEL_VERSION } from './analyze.defaults.ts'
import type { AnalysisConfiguration } from './configuration.ts'
import { contractStatusOf, renewalClocks } from './contract-clock.ts'
import { healthDecline, type EarlierAnalysis } from './decline.ts'
import type { CustomerFacts, OverrideFact } from './facts.ts'
import { figuresOf, type Figures } from './figures.ts'
import { overrideOn } from './override.ts'
import { profileOf, profileOfCustomer } from './profile.ts'
import type { Rules } from './rules.contract.ts'

export type AnalysisContext = {
  readonly configuration: AnalysisConfiguration
  readonly configurationVersion: number
  readonly today: Today
  readonly book: BookTrend
  readonly earlier: EarlierAnalysis | null
  /** Components of the customer's last analysis, and the last day that found it true; for values kept while a source is silent. */
  readonly previous: PreviousComponents | null
}

const NO_SUPPORT: SupportSummary = {
  open: 0,
  openUrgent: 0,
  opened28: 0,
  openedBefore28: 0,
  firstReplyHours: null,
  resolutionHours: null,
  reopened: 0,
  sentiment: null,
}

/** What the last analysis knew of that which today does not know or has from before; packed, with the last day each was known. */
function keptFrom(previous: PreviousComponents, { components }: Figures, today: Today): PackedComponent[] {
  const kept: PackedComponent[] = []
  for (const { code, score, stale } of components) {
    if (score !== null && !stale) continue
    const then = previous.component(code)
    if (!then || then.score === null) continue
    // What is kept for the first time is found with its own day from tomorrow on.
    if (then.keptSince === null) today.hasCome(today.stamp + 1)
    kept.push([code, then.score, then.value, then.on, then.keptSince ?? previous.asOf])
  }
  return kept
}

/** Only what is really missing today is kept; otherwise the inputs would remember yesterday for no reason. */
function onlyUsed(kept: readonly PackedComponent[], { components }: Figures): PackedComponent[] {
  return kept.filter(([code, , , , since]) => {
    const component = components.find((candidate) => candidate.code === code)
    return component?.stale === true && component.keptSince === since
  })
}

function supportSummary(inputs: AnalysisInputs): SupportSummary {
  if (!inputs.support) return NO_SUPPORT
  const reading = unpackSupport(inputs.support)
  return {
    open: reading.open,
    openUrgent: reading.openUrgent,
    opened28: reading.opened28,
    openedBefore28: reading.openedBefore28,
    firstReplyHours: reading.firstReplyHours,
    resolutionHours: reading.resolutionHours,
    reopened: reading.reopened,
    sentiment: reading.sentiment,
  }
}

/** What a person has set for health and for risk. */
function overriddenOn(today: Today, overrides: readonly OverrideFact[], rules: Rules): AnalysisInputs['overridden'] {
  if (overrides.length === 0) return NOT_OVERRIDDEN
  const { atMostDays } = rules.override
  const setFor = (figure: OverrideFact['figure']): number | null =>
    overrideOn(overrides, figure, { today, atMostDays })?.value ?? null
  return [setFor('health'), setFor('risk')]
}

/** The book's median where it moved so much that trends are told net of it. */
export const movementOf = ({ medianChangePercent: median }: BookTrend, { trend }: Rules): number | null =>
  median !== null && Math.abs(median) > trend.bookPercent ? median : null

/** An analysis and the inputs that replay it. */
export type Analyzed = { readonly analysis: Analysis; readonly inputs: AnalysisInputs }

/**
 * Analyzes one customer on one day. Pure; the same facts and context give the same answer to the bit, and
 * `replay(inputs, today, configuration)` gives its figures again.
 */
export function analyzed(facts: CustomerFacts, context: AnalysisContext): Analyzed {
  const { configuration, today, earlier, previous } = context
  const profile = profileOfCustomer(facts, configuration)
  const { rules } = profile
  const asked = inputsOf(facts, today, {
    configuration,
    overridden: overriddenOn(today, facts.overrides, rules),
    book: movementOf(context.book, rules),
  })
  const known = figuresOf(asked, { today, profile })
  const kept = previous ? keptFrom(previous, known, today) : []
  const figures = kept.length === 0 ? known : figuresOf({ ...asked, kept }, { today, profile })
  const inputs = kept.length === 0 ? asked : { ...asked, kept: onlyUsed(kept, figures) }
  const { health, risk, opportunity, coverage, components, usage } = figures
  const clocks = renewalClocks(facts, { today, rules, risk: inputs.overridden[1] ?? risk.value })
  const analysis: Analysis = {
    asOf: today.stamp,
    modelVersion: MODEL_VERSION,
    configurationVersion: context.configurationVersion,
    profile: profile.name,
    health,
    risk,
    opportunity,
    override: { health: inputs.overridden[0], risk: inputs.overridden[1] },
    coverage,
    uncertain: coverage < rules.freshness.uncertainBelow,
    components,
    usage,
    support: supportSummary(inputs),
    contractStatus: contractStatusOf(facts, { today, rules: rules.renewals, clocks }),
    renewals: clocks,
    healthDecline: healthDecline(components, { earlier, rules }),
    lastTwoWayOn: inputs.contact,
    lastQbrOn: inputs.qbr,
  }
  return { analysis, inputs }
}

/** The analysis alone. */
export const analyze = (facts: CustomerFacts, context: AnalysisContext): Analysis => analyzed(facts, context).analysis

/** A past analysis' figures, recomputed from its stored inputs to the same 1/100 (under the configuration of its version). */
export const replay = (inputs: AnalysisInputs, asOf: Day, configuration: AnalysisConfiguration): Figures =>
  figuresOf(inputs, { today: new Today(asOf), profile: profileOf(configuration, inputs) })
