import type { Day } from '../../base/day.ts'
import { reconcileHundredths, roundHundredth } from '../../base/round.ts'
import type { Today } from '../../base/today.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import type { AnalysisInputs, PackedComponent, Role } from './analysis-inputs.ts'
import { unpackSupport, unpackUsage } from './analysis-inputs.ts'
import type { HealthComponent, UsageTrend } from './analysis.ts'
import { cadenceOf, cadenceScore, type Cadence } from './cadence.ts'
import { COMPONENT_CODES, type ComponentCode, type Rules } from './rules.contract.ts'
import { supportScore } from './support.ts'
import { usedChange } from './trend.ts'

/** What one component found: a score of 0–100 and the value it was read from; null: unknown. */
type Found = {
  readonly score: number
  readonly value: number | string | null
  readonly on: Day | null
  /** The last day on which it counted as known, when its source has gone silent since. */
  readonly keptSince?: Day
}

type Question = {
  readonly inputs: AnalysisInputs
  readonly today: Today
  readonly rules: Rules
  readonly trend: UsageTrend | null
  readonly cadence: Cadence
}

const bounded = (score: number): number => (score < 0 ? 0 : score > 100 ? 100 : score)

/** Marks what a silent usage source last said; beyond the time it may be kept it is unknown. */
function fresh(found: Omit<Found, 'keptSince'>, lastDay: Day, { today, rules }: Question): Found | null {
  const knownUntil = lastDay + rules.freshness.usageDays
  if (!today.hasCome(knownUntil + 1)) return found
  return today.hasCome(knownUntil + rules.freshness.keptDays + 1) ? null : { ...found, keptSince: knownUntil }
}

function utilization(question: Question): Found | null {
  const { inputs, rules } = question
  const { seats } = inputs
  const packed = inputs.usage.find(([metric]) => metric === 'active_users')
  if (!packed || seats === null || seats <= 0) return null
  const { level, lastDay } = unpackUsage(packed)
  if (level === null) return null
  const share = level / seats
  const score = bounded((share / rules.health.utilizationFull) * 100)
  return fresh({ score, value: Math.round(share * 1000) / 10, on: lastDay }, lastDay, question)
}

/** Straight lines through (fall that scores 0), (dead band: flat), (growth that scores 100). */
export function trendScore(change: number, { health, trend }: Pick<Rules, 'health' | 'trend'>): number {
  const { trendFlat, trendZeroPercent, trendFullPercent } = health
  const band = trend.deadBandPercent
  if (change > band)
    return bounded(trendFlat + ((change - band) / Math.max(trendFullPercent - band, 1)) * (100 - trendFlat))
  if (change < -band) return bounded(trendFlat * (1 - (-band - change) / Math.max(-band - trendZeroPercent, 1)))
  return trendFlat
}

function trendComponent(question: Question): Found | null {
  const { trend, rules } = question
  if (!trend) return null
  const change = usedChange(trend)
  return fresh({ score: trendScore(change, rules), value: change, on: trend.lastDay }, trend.lastDay, question)
}

function breadth(question: Question): Found | null {
  const { features } = question.inputs
  if (!features) return null
  const [used, known, on] = features
  const share = used / known
  const score = bounded((share / question.rules.health.breadthFull) * 100)
  return fresh({ score, value: Math.round(share * 1000) / 10, on }, on, question)
}

function contact({ inputs, today, rules, cadence }: Question): Found | null {
  if (inputs.contact === null) return null
  const pointsPerWeek = rules.health.contactPointsPerWeek
  const score = cadenceScore(inputs.contact, { today, everyDays: cadence.contactDays, pointsPerWeek })
  return { score, value: null, on: inputs.contact }
}

function qbr({ inputs, today, rules, cadence }: Question): Found | null {
  if (inputs.qbr === null || cadence.qbrDays === null) return null
  const pointsPerWeek = rules.health.qbrPointsPerWeek
  return {
    score: cadenceScore(inputs.qbr, { today, everyDays: cadence.qbrDays, pointsPerWeek }),
    value: null,
    on: inputs.qbr,
  }
}

function support({ inputs, rules }: Question): Found | null {
  if (!inputs.support) return null
  const reading = unpackSupport(inputs.support)
  return { score: supportScore(reading, rules.health.support), value: reading.open, on: reading.newestOn || null }
}

// A role that nobody was ever recorded in is unknown; one whose people are all gone is known to be empty.
function person({ active, leftOn }: Role): Found | null {
  if (active === null) return null
  return active > 0 ? { score: 100, value: active, on: null } : { score: 0, value: 0, on: leftOn }
}

function threads({ inputs, rules }: Question): Found | null {
  if (inputs.threads === null) return null
  return {
    score: bounded((inputs.threads / rules.health.threadsFull) * 100),
    value: inputs.threads,
    on: inputs.contact,
  }
}

/** Share paid on time (neutral when nothing was due yet), less points for each week begun that the oldest open invoice is late. */
function financial({ inputs, today, rules }: Question): Found | null {
  const { paid, overdueSince, invoiceOn } = inputs
  if (!paid && overdueSince === null && invoiceOn === null) return null
  const onTime = paid ? (paid[1] / paid[0]) * 100 : 50
  const weeksLate = overdueSince === null ? 0 : today.weeksBegunSince(overdueSince)
  const late = Math.min(weeksLate * rules.health.overduePointsPerWeek, rules.health.overduePointsAtMost)
  const value = overdueSince === null ? (paid ? Math.round(onTime) : 'nothing-due') : 'overdue'
  return { score: bounded(onTime - late), value, on: overdueSince ?? invoiceOn }
}

function pulse({ inputs, rules }: Question): Found | null {
  return inputs.pulse && { score: rules.health.pulse[inputs.pulse[0]], value: inputs.pulse[0], on: inputs.pulse[1] }
}

const FINDERS: Record<ComponentCode, (question: Question) => Found | null> = {
  'usage.utilization': utilization,
  'usage.trend': trendComponent,
  'usage.breadth': breadth,
  'engagement.contact': contact,
  'engagement.qbr': qbr,
  support,
  'relationship.champion': ({ inputs }) => person(inputs.champion),
  'relationship.buyer': ({ inputs }) => person(inputs.buyer),
  'relationship.threads': threads,
  financial,
  pulse,
}

/** Where no business review is expected, its weight is contact's. */
function weightOf(code: ComponentCode, { rules: { weights }, cadence }: Question): number {
  if (cadence.qbrDays !== null) return weights[code]
  if (code === 'engagement.qbr') return 0
  return code === 'engagement.contact' ? weights[code] + weights['engagement.qbr'] : weights[code]
}

function keptOf(kept: readonly PackedComponent[], code: ComponentCode, { today, rules }: Question): Found | null {
  const found = kept.find(([keptCode]) => keptCode === code)
  if (!found || today.hasCome(found[4] + rules.freshness.keptDays + 1)) return null
  return { score: found[1], value: found[2], on: found[3], keptSince: found[4] }
}

/** Health's components as they stand on a day; those that weigh nothing are left out. A silent one keeps its last value for a while. */
export function healthComponents(
  inputs: AnalysisInputs,
  { today, rules, trend }: { today: Today; rules: Rules; trend: UsageTrend | null },
): HealthComponent[] {
  const question: Question = { inputs, today, rules, trend, cadence: cadenceOf(inputs.touch, rules.cadence) }
  const components: HealthComponent[] = []
  for (const code of COMPONENT_CODES) {
    const weight = weightOf(code, question)
    if (weight <= 0) continue
    const found = FINDERS[code](question) ?? keptOf(inputs.kept, code, question)
    components.push({
      code,
      weight,
      score: found ? roundHundredth(found.score) : null,
      value: found?.value ?? null,
      stale: found?.keptSince !== undefined,
      on: found?.on ?? null,
      keptSince: found?.keptSince ?? null,
    })
  }
  return components
}

const SOURCES: Record<ComponentCode, string> = {
  'usage.utilization': 'usage',
  'usage.trend': 'usage',
  'usage.breadth': 'usage',
  'engagement.contact': 'engagements',
  'engagement.qbr': 'engagements',
  support: 'tickets',
  'relationship.champion': 'contacts',
  'relationship.buyer': 'contacts',
  'relationship.threads': 'contacts',
  financial: 'invoices',
  pulse: 'pulse',
}
const SOURCE_OF = new Map<string, string>(Object.entries(SOURCES))
// A text made anew for each of a million customers is a text to be thrown away.
const FACTOR_OF = new Map<string, string>(COMPONENT_CODES.map((code) => [code, `health.${code}`]))

/** The weighted mean of what is known, and how much of the whole weight that is. */
export function knownMean(components: readonly HealthComponent[]): { mean: number | null; coverage: number } {
  let [sum, known, all] = [0, 0, 0]
  for (const { score, weight } of components) {
    all += weight
    if (score === null) continue
    sum += score * weight
    known += weight
  }
  return { mean: known === 0 ? null : sum / known, coverage: all === 0 ? 0 : known / all }
}

/** Neutral: what an unknown component counts at most. */
export const NEUTRAL = 50

/** Weighs the components; an unknown one counts as the lower of 50 and the mean of the known. */
export function healthScore(components: readonly HealthComponent[]): { score: Score; coverage: number } {
  const { mean, coverage } = knownMean(components)
  const unknown = Math.min(NEUTRAL, mean ?? NEUTRAL)
  let all = 0
  for (const { weight } of components) all += weight
  if (all === 0) return { score: { value: NEUTRAL, factors: [unweighted] }, coverage: 0 }
  const exact = components.map(({ score, weight }) => ((score ?? unknown) * weight) / all)
  // A hundred-millionth is no point of health but the noise of the sum; without it the same inputs could round two ways.
  const value = roundHundredth(Math.round(exact.reduce((sum, part) => sum + part, 0) * 1e8) / 1e8)
  const contributions = reconcileHundredths(exact, value)
  const factors = components.map((component, index) => healthFactor(component, contributions[index] ?? 0))
  return { score: { value, factors }, coverage: roundHundredth(coverage) }
}

/** A component as a reason of health, with what it gives. */
export const healthFactor = ({ code, value, score, on }: HealthComponent, contribution: number): Factor => ({
  code: FACTOR_OF.get(code) ?? `health.${code}`,
  value: score === null ? null : (value ?? score),
  contribution,
  source: SOURCE_OF.get(code) ?? code,
  on,
})

// Every weight set to 0: nothing is asked, so nothing is said.
const unweighted: Factor = {
  code: 'health.neutral',
  value: null,
  contribution: NEUTRAL,
  source: 'configuration',
  on: null,
}
