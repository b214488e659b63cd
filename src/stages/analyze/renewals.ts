import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { isOpen, termEndNear } from './contract-clock.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from './facts.ts'
import {
  isSameMatter,
  liveTerms,
  renewalGroups,
  standingOf,
  type LiveTerm,
  type RenewalGroup,
} from './renewal-groups.ts'
import { anniversaryTasks, type RenewalTask } from './renewal-tasks.ts'
import type { Rules } from './rules.contract.ts'

/** What should be written about a customer's renewals. Nothing is performed here. */
export type RenewalEffect =
  | ({ readonly kind: 'open'; /** The same for the same renewal on every run. */ readonly key: string } & RenewalGroup)
  | ({ readonly kind: 'change'; readonly renewalId: string } & RenewalGroup)
  | {
      readonly kind: 'close'
      readonly renewalId: string
      readonly progress: 'signed' | 'lost'
      readonly how: 'successor' | 'auto' | 'moved-on' | 'contract-ended' | 'customer-churned' | 'told-by-source'
      readonly closedOn: Day
    }
  | { readonly kind: 'withdraw'; readonly renewalId: string }
  | ({ readonly kind: 'task' } & RenewalTask)

type Closing = Extract<RenewalEffect, { kind: 'close' }>

type Question = {
  readonly facts: CustomerFacts
  readonly today: Today
  readonly rules: Rules['renewals']
  readonly terms: readonly LiveTerm[]
}

/** The contracts a renewal is about: as it says, else those that end near its date. */
function contractsOf(renewal: RenewalFact, { facts, rules }: Question): ContractFact[] {
  const { contractIds, date } = renewal
  if (contractIds.length > 0) return facts.contracts.filter(({ id }) => contractIds.includes(id))
  if (date === null) return []
  return facts.contracts.filter((contract) => termEndNear(contract, date, rules.coTermDays) !== null)
}

function isSettledNear(contract: ContractFact, day: Day, { facts, rules }: Pick<Question, 'facts' | 'rules'>): boolean {
  if (termEndNear(contract, day, rules.coTermDays) === null) return false
  const standing = standingOf(contract, facts.contracts, rules)
  return standing === 'succeeded' || standing === 'dead'
}

/** Closes a derived renewal when a source says of the same one that it is over, before it could be taken over. */
function toldBySource(renewal: RenewalFact, { facts, today, rules }: Question): RenewalEffect[] | null {
  if (!renewal.derived) return null
  const told = facts.renewals.find(
    (other) => !other.derived && !isOpen(other) && isSameMatter(other, renewal, rules.coTermDays),
  )
  if (!told) return null
  const progress = told.progress === 'lost' ? 'lost' : 'signed'
  const closedOn = told.closedOn ?? today.day
  return [{ kind: 'close', renewalId: renewal.id, progress, how: 'told-by-source', closedOn }]
}

/** Closes what contracts have settled: replaced, ended, or renewed by themselves once the last day for notice had passed. */
function settled(renewal: RenewalFact, question: Question): RenewalEffect[] | null {
  const { facts, today, rules, terms } = question
  const closed = (as: Pick<Closing, 'progress' | 'how'>): Closing => ({
    kind: 'close',
    renewalId: renewal.id,
    closedOn: today.day,
    ...as,
  })
  const contracts = contractsOf(renewal, question)
  if (contracts.length === 0) return renewal.derived && renewal.contractIds.length > 0 ? [withdrawn(renewal)] : null
  const standings = contracts.map((contract) => standingOf(contract, facts.contracts, rules))
  if (!standings.includes('live')) {
    if (standings.includes('succeeded')) return [closed({ progress: 'signed', how: 'successor' })]
    return standings.includes('unsigned') ? null : [closed({ progress: 'lost', how: 'contract-ended' })]
  }
  const own = terms.filter(({ contract }) => contracts.includes(contract))
  const rolled = own.every(
    ({ end, renewedTerms }) => renewedTerms > 0 && renewal.date !== null && end > renewal.date + rules.coTermDays,
  )
  if (own.length === 0 || !rolled || renewal.date === null) return null
  const task: RenewalTask = {
    task: 'confirm-auto-renewal',
    key: `confirm-auto-renewal:${renewal.id}`,
    renewalId: renewal.id,
    contractId: own[0]?.contract.id ?? null,
    on: today.day,
  }
  return [closed({ progress: 'signed', how: 'auto' }), { kind: 'task', ...task }]
}

/** Follows dates and amounts; where these are those of a matter that a source has closed, so is the renewal. */
function followed(renewal: RenewalFact, group: RenewalGroup, question: Question): RenewalEffect[] {
  return toldBySource({ ...renewal, ...group }, question) ?? changeOf(renewal, group)
}

function changeOf(renewal: RenewalFact, group: RenewalGroup): RenewalEffect[] {
  const same =
    renewal.date === group.date &&
    renewal.decisionDate === group.decisionDate &&
    renewal.arrAtStake === group.arrAtStake &&
    renewal.contractIds.length === group.contractIds.length &&
    // A group names each of its contracts once.
    group.contractIds.every((id) => renewal.contractIds.includes(id))
  return same ? [] : [{ kind: 'change', renewalId: renewal.id, ...group }]
}

const withdrawn = ({ id }: RenewalFact): RenewalEffect => ({ kind: 'withdraw', renewalId: id })

/** Whether a renewal speaks of this group: it names one of its contracts, or names none and lies near its date. */
function speaksOf(renewal: RenewalFact, group: RenewalGroup, coTermDays: number): boolean {
  if (renewal.contractIds.some((id) => group.contractIds.includes(id))) return true
  return renewal.contractIds.length === 0 && renewal.date !== null && Math.abs(renewal.date - group.date) <= coTermDays
}

/** Whether a renewal of this matter is closed already. */
const isOver = (group: RenewalGroup, { facts, rules }: Question): boolean =>
  facts.renewals.some((renewal) => !isOpen(renewal) && isSameMatter(renewal, group, rules.coTermDays))

/** Opens what no renewal speaks of, and follows dates and amounts of what was derived before. */
function fromContracts(
  open: readonly RenewalFact[],
  groups: readonly RenewalGroup[],
  question: Question,
): RenewalEffect[] {
  const { today, rules } = question
  const effects: RenewalEffect[] = []
  let left = open
  for (const group of groups) {
    const matching = left.filter((renewal) => speaksOf(renewal, group, rules.coTermDays))
    if (matching.length > 0) left = left.filter((renewal) => !matching.includes(renewal))
    const derived = matching.filter((renewal) => renewal.derived)
    const first = derived[0]
    // A source of its own wins; of several derived ones (contracts that came to end together) the first goes on.
    const hasSource = derived.length < matching.length
    for (const superfluous of derived) if (hasSource || superfluous !== first) effects.push(withdrawn(superfluous))
    if (hasSource) continue
    if (first) {
      effects.push(...followed(first, group, question))
      continue
    }
    if (isOver(group, question) || today.hasCome(group.date + rules.forgottenDays + 1)) continue
    effects.push({ kind: 'open', key: `contracts:${group.contractIds[0] ?? ''}:${String(group.date)}`, ...group })
  }
  // What was derived from the customer's record or from an older grouping and is spoken of no more.
  for (const idle of left) if (idle.derived) effects.push(withdrawn(idle))
  return effects
}

/** Without any contract the customer's own record gives the date: it opens a renewal, moves it, or says that it was renewed. */
function fromRecord(open: readonly RenewalFact[], question: Question): RenewalEffect[] {
  const { facts, today, rules } = question
  const { renewalDate: date, arr } = facts
  // A source has one of its own now: that derived from the record is the same matter twice.
  if (open.some(({ derived }) => !derived)) {
    return open.filter(({ derived }) => derived).map(withdrawn)
  }
  if (date === null) return []
  // A contract that ended then and is settled: the record is only behind.
  if (facts.contracts.some((contract) => isSettledNear(contract, date, { facts, rules }))) return []
  const group: RenewalGroup = { contractIds: [], date, decisionDate: null, arrAtStake: arr }
  const opened: RenewalEffect = { kind: 'open', key: `record:${String(date)}`, ...group }
  const [current, ...others] = open
  if (!current) return isOver(group, question) || today.hasCome(date + rules.forgottenDays + 1) ? [] : [opened]
  const old = current.date ?? date
  const renewed = date - old >= rules.movedOnDays && today.hasCome(old - rules.expiringDays)
  // Of several derived ones (contracts that say no more when they end) the first goes on.
  const superfluous = others.map(withdrawn)
  if (!renewed) return [...superfluous, ...followed(current, group, question)]
  const close: RenewalEffect = {
    kind: 'close',
    renewalId: current.id,
    progress: 'signed',
    how: 'moved-on',
    closedOn: today.day,
  }
  return isOver(group, question) ? [...superfluous, close] : [...superfluous, close, opened]
}

/**
 * Renewals that follow from contracts (else from the customer's own renewal date) where the source has none, and what contracts have settled.
 * Run before `analyze`; on facts that these effects were applied to it returns none of them again (tasks carry a key for that).
 */
export function deriveRenewals(
  facts: CustomerFacts,
  { today, rules }: { today: Today; rules: Rules['renewals'] },
): RenewalEffect[] {
  const open = facts.renewals.filter(isOpen)
  if (facts.status === 'test' || facts.status === 'internal') return []
  if (facts.status === 'churned') {
    return open.map(({ id }) => ({
      kind: 'close',
      renewalId: id,
      progress: 'lost',
      how: 'customer-churned',
      closedOn: today.day,
    }))
  }
  const question: Question = { facts, today, rules, terms: liveTerms(facts, today, rules) }
  // The source's own end first: what was derived beside one of them ends with it.
  const own = open.filter(({ derived }) => !derived).flatMap((renewal) => settled(renewal, question) ?? [])
  const after = { ...question, facts: withEndings(facts, own) }
  const others = open
    .filter(({ derived }) => derived)
    .flatMap((renewal) => toldBySource(renewal, after) ?? settled(renewal, after) ?? [])
  const now = { ...question, facts: withEndings(after.facts, others) }
  const still = now.facts.renewals.filter(isOpen)
  const groups = renewalGroups(question.terms, { arr: facts.arr, coTermDays: rules.coTermDays })
  // Contracts that are all over say nothing of the next date; the record's own may.
  const follow = groups.length > 0 ? fromContracts(still, groups, now) : fromRecord(still, now)
  const tasks = anniversaryTasks(question.terms, today, rules).map((task) => ({ kind: 'task', ...task }) as const)
  return [...own, ...others, ...follow, ...tasks]
}

/** The facts once some renewals are closed or withdrawn. */
const withEndings = (facts: CustomerFacts, endings: readonly RenewalEffect[]): CustomerFacts =>
  withRenewalEffects(facts, endings, (key) => key)

/** The facts as they are once the effects are written. `idOf` gives the id that a newly opened renewal gets for its key. */
export function withRenewalEffects(
  facts: CustomerFacts,
  effects: readonly RenewalEffect[],
  idOf: (key: string) => string,
): CustomerFacts {
  if (effects.every(({ kind }) => kind === 'task')) return facts
  let renewals = [...facts.renewals]
  const update = (id: string, change: Partial<RenewalFact>): void => {
    renewals = renewals.map((renewal) => (renewal.id === id ? { ...renewal, ...change } : renewal))
  }
  for (const effect of effects) {
    if (effect.kind === 'open' || effect.kind === 'change') {
      const { contractIds, date, decisionDate, arrAtStake } = effect
      const given = { contractIds, date, decisionDate, arrAtStake }
      if (effect.kind === 'change') update(effect.renewalId, given)
      else renewals.push({ id: idOf(effect.key), derived: true, progress: 'none', closedOn: null, ...given })
    } else if (effect.kind === 'close')
      update(effect.renewalId, { progress: effect.progress, closedOn: effect.closedOn })
    else if (effect.kind === 'withdraw') renewals = renewals.filter(({ id }) => id !== effect.renewalId)
  }
  return { ...facts, renewals }
}
