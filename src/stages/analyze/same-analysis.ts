import type { Factor, Score } from '../../spine/factor.ts'
import type { Analysis, HealthComponent, RenewalClock } from './analysis.ts'

export const sameFactor = (a: Factor, b: Factor): boolean =>
  a.code === b.code &&
  a.value === b.value &&
  a.contribution === b.contribution &&
  a.on === b.on &&
  a.source === b.source

const all = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean => {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) {
    const [one, other] = [a[index], b[index]]
    if (one === undefined || other === undefined || !same(one, other)) return false
  }
  return true
}

/** The same figure for the same reasons. */
export const sameScore = (a: Score, b: Score): boolean => a.value === b.value && all(a.factors, b.factors, sameFactor)

const sameComponent = (a: HealthComponent, b: HealthComponent): boolean =>
  a.code === b.code &&
  a.score === b.score &&
  a.weight === b.weight &&
  a.value === b.value &&
  a.stale === b.stale &&
  a.on === b.on &&
  a.keptSince === b.keptSince

// Days left are counted on read from the date: a customer does not change because a night has passed.
const sameClock = (a: RenewalClock, b: RenewalClock): boolean =>
  a.renewalId === b.renewalId &&
  a.date === b.date &&
  a.stageDate === b.stageDate &&
  a.decisionDate === b.decisionDate &&
  a.stage === b.stage &&
  a.overdue === b.overdue &&
  a.arrAtStake === b.arrAtStake &&
  a.progress === b.progress &&
  a.minor === b.minor

/** Fields of a flat record, one by one. */
function sameFields<T extends object>(a: T | null, b: T | null): boolean {
  if (a === null || b === null) return a === b
  const other = new Map<string, unknown>(Object.entries(b))
  const entries = Object.entries(a)
  return entries.length === other.size && entries.every(([key, value]) => other.get(key) === value)
}

/** Whether two analyses say the same, apart from the day they were made on: then the older one is confirmed and no row is written. */
export function sameAnalysis(a: Analysis, b: Analysis): boolean {
  return (
    a.modelVersion === b.modelVersion &&
    a.configurationVersion === b.configurationVersion &&
    a.profile === b.profile &&
    a.coverage === b.coverage &&
    a.uncertain === b.uncertain &&
    a.contractStatus === b.contractStatus &&
    a.healthDecline === b.healthDecline &&
    a.lastTwoWayOn === b.lastTwoWayOn &&
    a.lastQbrOn === b.lastQbrOn &&
    a.override.health === b.override.health &&
    a.override.risk === b.override.risk &&
    sameScore(a.health, b.health) &&
    sameScore(a.risk, b.risk) &&
    sameScore(a.opportunity, b.opportunity) &&
    all(a.components, b.components, sameComponent) &&
    sameFields(a.usage, b.usage) &&
    sameFields(a.support, b.support) &&
    all(a.renewals, b.renewals, sameClock)
  )
}
