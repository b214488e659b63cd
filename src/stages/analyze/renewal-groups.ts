import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { decisionDayOf, isDead, isMarkedDone, isSigned, succeeds, undecidedEnd } from './contract-clock.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from './facts.ts'
import type { Rules } from './rules.contract.ts'

/** A contract that somebody still has to decide about, and the end of the term in question. */
export type LiveTerm = { readonly contract: ContractFact; readonly end: Day; readonly renewedTerms: number }

/** Contracts that end close to each other: one conversation, one renewal. */
export type RenewalGroup = {
  readonly contractIds: readonly string[]
  /** The first of the ends: what ends first is talked about first. */
  readonly date: Day
  readonly decisionDate: Day | null
  readonly arrAtStake: number | null
}

export type Standing = 'live' | 'succeeded' | 'dead' | 'unsigned'

/** What has become of a contract. */
export function standingOf(
  contract: ContractFact,
  contracts: readonly ContractFact[],
  rules: Rules['renewals'],
): Standing {
  if (isDead(contract)) return 'dead'
  if (!isSigned(contract)) return 'unsigned'
  if (isMarkedDone(contract) || contracts.some((next) => succeeds(next, contract, rules.successorDays)))
    return 'succeeded'
  return 'live'
}

/** The live contracts by the end of their undecided term. */
export function liveTerms(facts: CustomerFacts, today: Today, rules: Rules['renewals']): LiveTerm[] {
  const terms: LiveTerm[] = []
  for (const contract of facts.contracts) {
    if (standingOf(contract, facts.contracts, rules) !== 'live') continue
    const term = undecidedEnd(contract, today)
    if (term) terms.push({ contract, ...term })
  }
  return terms.sort((a, b) => a.end - b.end || (a.contract.id < b.contract.id ? -1 : 1))
}

/** A contract's value for a year of twelve months; a value without a term is taken to be a year's. */
export function annualValue({ value, termMonths }: ContractFact): number | null {
  if (value === null || termMonths === null || termMonths <= 0) return value
  return Math.round(((value * 12) / termMonths) * 100) / 100
}

function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0
  for (const value of values) {
    if (value === null) return null
    sum += value
  }
  return Math.round(sum * 100) / 100
}

function groupOf(terms: readonly LiveTerm[]): RenewalGroup {
  let date = Infinity
  let decisionDate: Day | null = null
  for (const { contract, end } of terms) {
    date = Math.min(date, end)
    const day = contract.noticeGivenOn === null ? decisionDayOf(contract, end) : null
    if (day !== null) decisionDate = Math.min(day, decisionDate ?? Infinity)
  }
  return {
    contractIds: terms.map(({ contract }) => contract.id).sort(),
    date,
    decisionDate,
    arrAtStake: sumOf(terms.map(({ contract }) => annualValue(contract))),
  }
}

/** Joins terms that end within `coTermDays` of the first of their group. With one group, an unknown amount is the customer's whole ARR. */
export function renewalGroups(
  terms: readonly LiveTerm[],
  { arr, coTermDays }: { arr: number | null; coTermDays: number },
): RenewalGroup[] {
  const groups: RenewalGroup[] = []
  for (let start = 0; start < terms.length;) {
    const first = terms[start]?.end ?? 0
    let next = start + 1
    while (next < terms.length && (terms[next]?.end ?? Infinity) - first <= coTermDays) next += 1
    groups.push(groupOf(terms.slice(start, next)))
    start = next
  }
  const only = groups[0]
  return only?.arrAtStake === null && groups.length === 1 ? [{ ...only, arrAtStake: arr }] : groups
}

type Matter = Pick<RenewalFact, 'contractIds' | 'date'>

/** Whether two renewals speak of one matter: dates near each other and, where both name contracts, one in common. */
export function isSameMatter(a: Matter, b: Matter, coTermDays: number): boolean {
  if (a.date === null || b.date === null || Math.abs(a.date - b.date) > coTermDays) return false
  const named = a.contractIds.length > 0 && b.contractIds.length > 0
  return !named || a.contractIds.some((id) => b.contractIds.includes(id))
}
