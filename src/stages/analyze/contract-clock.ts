import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import type { ContractStatus } from '../../spine/words.ts'
import type { RenewalClock } from './analysis.ts'
import { nextTermEnd } from './calendar-months.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from './facts.ts'
import type { Rules } from './rules.contract.ts'
import { stageOn } from './stage.ts'

const DEAD = new Set([
  'cancelled',
  'canceled',
  'terminated',
  'void',
  'voided',
  'churned',
  'lost',
  'rejected',
  'deleted',
])
const UNSIGNED = new Set([
  'draft',
  'pending',
  'proposed',
  'quoted',
  'in negotiation',
  'negotiation',
  'in review',
  'sent',
])
const DONE = new Set(['renewed', 'superseded', 'replaced'])
const USUAL_TERM_MONTHS = 12
// Fifty years of monthly terms: a date from the year 1 in somebody's export shall not hold up the night.
const MOST_TERMS = 600

const wordOf = ({ status }: ContractFact): string => (status ?? '').trim().toLowerCase()

/** Ended by a decision, never to be renewed. */
export const isDead = (contract: ContractFact): boolean => DEAD.has(wordOf(contract))
/** Signed, as far as the source says: not a draft and not ended by a decision. */
export const isSigned = (contract: ContractFact): boolean => !UNSIGNED.has(wordOf(contract)) && !isDead(contract)
/** The source itself says that a later contract has taken over. */
export const isMarkedDone = (contract: ContractFact): boolean => DONE.has(wordOf(contract))

const termMonthsOf = ({ termMonths }: ContractFact): number =>
  termMonths !== null && termMonths > 0 ? termMonths : USUAL_TERM_MONTHS

/** The contract's last day: as given, else start and term. */
export function endOf(contract: ContractFact): Day | null {
  if (contract.endDate !== null) return contract.endDate
  if (contract.startDate === null || contract.termMonths === null || contract.termMonths <= 0) return null
  return nextTermEnd(contract.startDate - 1, contract.termMonths)
}

/** The last day on which notice prevents the next term, for a term that ends on `end`; null when the contract does not renew by itself or the time is unknown. */
export function decisionDayOf(contract: ContractFact, end: Day): Day | null {
  return contract.autoRenew && contract.noticeDays !== null ? end - contract.noticeDays : null
}

/**
 * The end of the term that is still to be decided on. A contract that renews by itself has renewed once its last day for notice has passed
 * without one (the last day of the term, where the time for notice is unknown).
 */
export function undecidedEnd(
  contract: ContractFact,
  today: Today,
): { readonly end: Day; readonly renewedTerms: number } | null {
  let end = endOf(contract)
  if (end === null) return null
  let renewedTerms = 0
  const months = termMonthsOf(contract)
  const decided = (term: Day): boolean => today.hasCome((decisionDayOf(contract, term) ?? term) + 1)
  while (contract.autoRenew && contract.noticeGivenOn === null && decided(end) && renewedTerms < MOST_TERMS) {
    end = nextTermEnd(end, months)
    renewedTerms += 1
  }
  return { end, renewedTerms }
}

/** The end of one of the contract's terms that lies within `tolerance` days of a day; null: none does. Only contracts that renew by themselves have several. */
export function termEndNear(contract: ContractFact, day: Day, tolerance: number): Day | null {
  let end = endOf(contract)
  if (end === null) return null
  const months = termMonthsOf(contract)
  for (let term = 0; contract.autoRenew && end < day - tolerance && term < MOST_TERMS; term += 1)
    end = nextTermEnd(end, months)
  return Math.abs(end - day) <= tolerance ? end : null
}

/** Whether `next` takes over from `contract`: signed, begun later, and near the end of a term, whatever the old date says. */
export function succeeds(next: ContractFact, contract: ContractFact, successorDays: number): boolean {
  if (next === contract || next.startDate === null || !isSigned(next)) return false
  if (next.startDate <= (contract.startDate ?? -Infinity)) return false
  const end = termEndNear(contract, next.startDate, successorDays)
  const nextEnd = endOf(next)
  return end !== null && (nextEnd === null || nextEnd > end)
}

/**
 * Decision day of a renewal: of its contracts that still can be given notice for, else as the renewal itself says.
 * Where its contracts are known and none of them renews by itself, or notice was given for all, there is nothing left to decide by then.
 */
function decisionOf(
  renewal: RenewalFact,
  facts: CustomerFacts,
  { today, any }: { today: Today; any: boolean },
): Day | null {
  let earliest: Day | null = null
  const contracts = facts.contracts.filter(({ id }) => renewal.contractIds.includes(id))
  for (const contract of contracts) {
    if (contract.noticeGivenOn !== null && !any) continue
    const end = undecidedEnd(contract, today)?.end ?? null
    if (end === null || contract.noticeDays === null || !(contract.autoRenew || any)) continue
    const day = end - contract.noticeDays
    if ((any || !today.hasCome(day + 1)) && (earliest === null || day < earliest)) earliest = day
  }
  if (earliest !== null) return earliest
  const mayGiveNotice = contracts.some(({ autoRenew, noticeGivenOn }) => autoRenew && noticeGivenOn === null)
  if (!any && contracts.length > 0 && !mayGiveNotice) return null
  const own = renewal.decisionDate
  return own !== null && (any || !today.hasCome(own + 1)) ? own : null
}

export const isOpen = ({ closedOn, progress }: RenewalFact): boolean =>
  closedOn === null && progress !== 'signed' && progress !== 'lost'

/** Below the share of the customer's ARR and below the floor: small beside another renewal. */
function small(atStake: number | null, arr: number | null, rules: Rules['renewals']): boolean {
  return atStake !== null && arr !== null && atStake < arr * rules.minorShare && atStake < rules.minorFloor
}

/** The customer's open renewals with their clocks: the next one first, minor ones after the others. Renewals without a date have no clock. */
export function renewalClocks(
  facts: CustomerFacts,
  { today, rules, risk }: { today: Today; rules: Rules; risk: number },
): RenewalClock[] {
  const { clock, table } = rules.stages
  const clocks: RenewalClock[] = []
  const open = facts.renewals.filter(isOpen)
  for (const renewal of open) {
    if (renewal.date === null) continue
    const decisionDate = decisionOf(renewal, facts, { today, any: clock === 'decision' })
    const stageDate = clock === 'renewal' ? renewal.date : (decisionDate ?? renewal.date)
    clocks.push({
      renewalId: renewal.id,
      date: renewal.date,
      decisionDate,
      stageDate,
      ...stageOn(stageDate, { today, table, risk }),
      // With one renewal, everything is at stake in it.
      arrAtStake: renewal.arrAtStake ?? (open.length === 1 ? facts.arr : null),
      progress: renewal.progress,
      minor: small(renewal.arrAtStake, facts.arr, rules.renewals),
    })
  }
  const onlyMinor = clocks.every(({ minor }) => minor)
  if (clocks.length < 2 && !onlyMinor) return clocks
  clocks.sort(
    (a, b) =>
      Number(a.minor) - Number(b.minor) ||
      a.stageDate - b.stageDate ||
      (b.arrAtStake ?? 0) - (a.arrAtStake ?? 0) ||
      (a.renewalId < b.renewalId ? -1 : 1),
  )
  // With nothing bigger beside it, the first small one is the main one.
  return clocks.map((entry, index) => (onlyMinor && index === 0 ? { ...entry, minor: false } : entry))
}

const isOver = ({ date }: RenewalFact, today: Today): boolean => date !== null && today.hasCome(date + 1)

/** How the customer's contract stands; null: no contract, renewal or date is known. */
export function contractStatusOf(
  facts: CustomerFacts,
  { today, rules, clocks }: { today: Today; rules: Rules['renewals']; clocks: readonly RenewalClock[] },
): ContractStatus | null {
  if (facts.status === 'churned') return 'churned'
  const main = clocks[0]
  const closed = facts.renewals.filter(
    ({ closedOn }) => closedOn !== null && !today.hasCome(closedOn + rules.expiringDays + 1),
  )
  // Of two closed on one day the signed one speaks, in whatever order they came.
  const [last] = closed.sort(
    (a, b) =>
      (b.closedOn ?? 0) - (a.closedOn ?? 0) || Number(b.progress === 'signed') - Number(a.progress === 'signed'),
  )
  if (!main) {
    if (last) return last.progress === 'lost' ? (isOver(last, today) ? 'churned' : 'expiring') : 'renewed'
    return facts.contracts.some(isSigned) ? 'active' : null
  }
  if (today.hasCome(main.date + 1)) return 'expired'
  if (today.hasCome(main.date - rules.expiringDays)) return 'expiring'
  return last?.progress === 'signed' ? 'renewed' : 'active'
}
