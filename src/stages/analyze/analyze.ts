import type { Day } from '../../base/day.ts'
import {
  inputsOf,
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
import type { CustomerFacts } from './facts.ts'
import { figuresOf, profileFor, type Figures } from './figures.ts'
import { overrideOn } from './override.ts'

export type AnalysisContext = {
  readonly configuration: AnalysisConfiguration
  readonly configurationVersion: number
  readonly today: Day
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
function keptFrom(previous: PreviousComponents, today: Figures): PackedComponent[] {
  const kept: PackedComponent[] = []
  for (const { code, score, stale } of today.components) {
    if (score !== null && !stale) continue
    const then = previous.component(code)
    if (then && then.score !== null) kept.push([code, then.score, then.value, then.on, then.keptSince ?? previous.asOf])
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
  const { open, openUrgent, opened28, openedBefore28, ...rest } = unpackSupport(inputs.support)
  const { firstReplyHours, resolutionHours, reopened, sentiment } = rest
  return { open, openUrgent, opened28, openedBefore28, firstReplyHours, resolutionHours, reopened, sentiment }
}

/** Metrics that a rule of some profile asks for, which must not be crowded out by others; utilization asks for the first. */
const metricsAsked = ({ profiles }: AnalysisConfiguration): readonly string[] => [
  'active_users',
  ...profiles.flatMap(({ rules }) => rules.trend.metrics),
]

/** An analysis and the inputs that replay it. */
export type Analyzed = { readonly analysis: Analysis; readonly inputs: AnalysisInputs }

/**
 * Analyzes one customer on one day. Pure; the same facts and context give the same answer to the bit, and
 * `replay(inputs, today, configuration)` gives its figures again.
 */
export function analyzed(facts: CustomerFacts, context: AnalysisContext): Analyzed {
  const { configuration, today, book, earlier, previous } = context
  const found = inputsOf(facts, today, metricsAsked(configuration))
  const { rules } = profileFor(found, configuration)
  const atMostDays = rules.override.atMostDays
  const setBy = (figure: 'health' | 'risk'): number | null =>
    overrideOn(facts.overrides, figure, { asOf: today, atMostDays })?.value ?? null
  const median = book.medianChangePercent
  const asked: AnalysisInputs = {
    ...found,
    overridden: facts.overrides.length === 0 ? found.overridden : [setBy('health'), setBy('risk')],
    book: median !== null && Math.abs(median) > rules.trend.bookPercent ? median : null,
  }
  const known = figuresOf(asked, { asOf: today, configuration })
  const kept = previous ? keptFrom(previous, known) : []
  const figures = kept.length === 0 ? known : figuresOf({ ...asked, kept }, { asOf: today, configuration })
  const inputs = kept.length === 0 ? asked : { ...asked, kept: onlyUsed(kept, figures) }
  const { health, risk, opportunity, coverage, components, usage, profile } = figures
  const clocks = renewalClocks(facts, { today, rules, risk: inputs.overridden[1] ?? risk.value })
  const analysis: Analysis = {
    asOf: today,
    modelVersion: MODEL_VERSION,
    configurationVersion: context.configurationVersion,
    profile,
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
  figuresOf(inputs, { asOf, configuration })
