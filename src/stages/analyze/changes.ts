import type { Day } from '../../base/day.ts'
import { money } from '../../base/money.ts'
import type { Analysis } from './analysis.ts'
import type { Change } from './intelligence.contract.ts'
import { capital, figure, onDay } from './phrasing.ts'
import { nameOfComponent } from './sentences.ts'

export type CustomerState = {
  readonly arr: number | null
  readonly currency: string | null
  readonly accountPlan: string | null
  readonly status: string
  readonly lifecycleStage: string | null
  readonly licensedUsers: number | null
  readonly renewalDate: Day | null
  readonly owner: string | null
}
export type ContactState = {
  readonly id: string
  readonly name: string | null
  readonly role: string | null
  readonly active: boolean
}
export type ContractState = {
  readonly id: string
  readonly startDate: Day | null
  readonly endDate: Day | null
  readonly value: number | null
  readonly currency: string | null
  readonly autoRenew: boolean
  readonly noticeOn: Day | null
  readonly status: string | null
}
export type RenewalState = {
  readonly id: string
  readonly date: Day | null
  readonly arrAtStake: number | null
  readonly currency: string | null
  readonly category: string | null
  readonly progress: string
}
export type TicketState = {
  readonly id: string
  readonly subject: string | null
  readonly priority: string
  readonly reopened: boolean
  readonly openedOn: Day
  readonly open: boolean
}
/** What a person said of the figures: an override in force, the last pulse. */
export type SaidState = {
  readonly id: string
  readonly what: string
  readonly says: string
  readonly by: string
  readonly why: string
}

/** What was known of a customer at the end of a day. */
export type State = {
  readonly analysis: Analysis | null
  readonly customer: CustomerState | null
  readonly contacts: readonly ContactState[]
  readonly contracts: readonly ContractState[]
  readonly renewals: readonly RenewalState[]
  readonly tickets: readonly TicketState[]
  readonly said: readonly SaidState[]
}

export type Reading = {
  /** The day that sentences are read on: other years are told. */
  readonly today: Day
  /** For amounts that name no currency. */
  readonly currency: string
  readonly locale: string
}

type Value = string | number | null
type Writer = (value: Value) => string

/** What changed from one state to the other, in sentences: figures first, then what is behind them. */
export function changesBetween(before: State, after: State, reading: Reading): Change[] {
  return [
    ...figures(before.analysis, after.analysis),
    ...components(before.analysis, after.analysis),
    ...usage(before.analysis, after.analysis),
    ...customer(before.customer, after.customer, reading),
    ...pairs(before.contacts, after.contacts).flatMap(contact),
    ...pairs(before.contracts, after.contracts).flatMap((pair) => contract(pair, reading)),
    ...pairs(before.renewals, after.renewals).flatMap((pair) => renewal(pair, reading)),
    ...pairs(before.tickets, after.tickets).flatMap((pair) => ticket(pair, reading)),
    ...pairs(before.said, after.said).flatMap(said),
  ]
}

type Pair<T> = { readonly was: T | undefined; readonly is: T | undefined }

/** Records of both days by their ids: those of the later day in its order, then those that are gone. */
function pairs<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const earlier = new Map(before.map((each) => [each.id, each]))
  const later = new Set(after.map(({ id }) => id))
  return [
    ...after.map((is) => ({ was: earlier.get(is.id), is })),
    ...before.filter(({ id }) => !later.has(id)).map((was) => ({ was, is: undefined })),
  ]
}

const told = (kind: Change['kind'], sentence: string): Change => ({ kind, sentence })
const verb = (from: number, to: number): string => (to > from ? 'rose' : 'fell')

/** A field that moved: "The plan went from manage to invest." */
function moved(
  kind: Change['kind'],
  what: string,
  [from, to]: readonly [Value, Value],
  write: Writer = String,
): Change[] {
  if (from === to) return []
  if (from === null) return [told(kind, `${what} is known now: ${write(to)}.`)]
  if (to === null) return [told(kind, `${what} is not known any more; it was ${write(from)}.`)]
  return [told(kind, `${what} went from ${write(from)} to ${write(to)}.`)]
}

const FIGURES = ['health', 'risk', 'opportunity'] as const

function figures(was: Analysis | null, is: Analysis | null): Change[] {
  if (!is) return []
  if (!was) return [told('figure', 'There was no analysis at the end of the first day, so figures cannot be compared.')]
  const values = FIGURES.flatMap((name) => {
    const [from, to] = [was[name].value, is[name].value]
    if (from === to) return []
    return [told('figure', `${capital(name)} ${verb(from, to)} from ${exact(from, to)} to ${exact(to, from)}.`)]
  })
  const coverage = was.coverage === is.coverage ? [] : [told('figure', coverageSentence(was, is))]
  return [...values, ...coverage]
}

const coverageSentence = (was: Analysis, is: Analysis): string => {
  const percent = ({ coverage }: Analysis): string => `${figure(coverage * 100)}%`
  return `Of what health asks for, ${percent(is)} is known; it was ${percent(was)}.`
}

/** Whole, unless both would then read the same. */
const exact = (value: number, other: number): string =>
  figure(value) === figure(other) ? value.toFixed(2) : figure(value)

function components(was: Analysis | null, is: Analysis | null): Change[] {
  if (!was || !is) return []
  const earlier = new Map(was.components.map((component) => [component.code, component]))
  return is.components.flatMap(({ code, score }) => {
    const before = earlier.get(code)
    if (!before || before.score === score) return []
    const name = nameOfComponent(code)
    if (before.score === null || score === null)
      return moved('component', `${name}, in points of 100,`, [before.score, score], (value) => figure(Number(value)))
    const [from, to] = [exact(before.score, score), exact(score, before.score)]
    return [told('component', `${name} ${verb(before.score, score)} from ${from} to ${to} points of 100.`)]
  })
}

function usage(was: Analysis | null, is: Analysis | null): Change[] {
  const [before, after] = [was?.usage, is?.usage]
  if (!before || !after || before.metric !== after.metric || before.current === after.current) return []
  const metric = after.metric.replaceAll('_', ' ')
  const [from, to] = [exact(before.current, after.current), exact(after.current, before.current)]
  return [told('usage', `A typical week of ${metric} ${verb(before.current, after.current)} from ${from} to ${to}.`)]
}

function customer(was: CustomerState | null, is: CustomerState | null, reading: Reading): Change[] {
  if (!is) return []
  if (!was) return [told('customer', 'The customer was not known yet at the end of the first day.')]
  const amount = (currency: string | null) => (value: Value) =>
    money(Number(value), currency ?? reading.currency, reading.locale)
  const arr =
    was.currency === is.currency
      ? moved('customer', 'ARR', [was.arr, is.arr], amount(is.currency))
      : [told('customer', `ARR is counted in ${is.currency ?? reading.currency} now.`)]
  return [
    ...arr,
    ...moved('customer', 'The owner', [was.owner, is.owner]),
    ...moved('customer', 'The account plan', [was.accountPlan, is.accountPlan]),
    ...moved('customer', 'The status', [was.status, is.status]),
    ...moved('customer', 'The lifecycle stage', [was.lifecycleStage, is.lifecycleStage]),
    ...moved('customer', 'The number of seats', [was.licensedUsers, is.licensedUsers]),
    ...moved('customer', 'The renewal date of the record', [was.renewalDate, is.renewalDate], dated(reading)),
  ]
}

const dated =
  ({ today }: Reading) =>
  (value: Value): string =>
    onDay(Number(value), today)

function contact({ was, is }: Pair<ContactState>): Change[] {
  const one = is ?? was
  if (!one) return []
  const who = `${one.name ?? 'A contact'}${one.role === null ? '' : ` (${one.role})`}`
  if (!is) return [told('contact', `${who} is not among the contacts any more.`)]
  if (!was) return [told('contact', `${who} is new${is.active ? '' : ', and left already'}.`)]
  const present = was.active === is.active ? [] : [told('contact', is.active ? `${who} is back.` : `${who} left.`)]
  return [...present, ...moved('contact', `The role of ${is.name ?? 'a contact'}`, [was.role, is.role])]
}

function contract({ was, is }: Pair<ContractState>, reading: Reading): Change[] {
  const one = is ?? was
  if (!one) return []
  const until = (end: Day | null): string => (end === null ? 'without an end' : `until ${onDay(end, reading.today)}`)
  if (!is) return [told('contract', `The contract ${until(one.endDate)} is not on record any more.`)]
  const amount = (value: Value): string => money(Number(value), is.currency ?? reading.currency, reading.locale)
  if (!was) {
    const worth = is.value === null ? '' : `, worth ${amount(is.value)}`
    return [told('contract', `A contract ${until(is.endDate)} is new${worth}.`)]
  }
  const which = `the contract ${until(was.endDate)}`
  return [
    ...moved('contract', `The end of ${which}`, [was.endDate, is.endDate], dated(reading)),
    ...moved('contract', `The value of ${which}`, [was.value, is.value], amount),
    ...moved('contract', `The status of ${which}`, [was.status, is.status]),
    ...(was.autoRenew === is.autoRenew
      ? []
      : [
          told(
            'contract',
            `${capital(which)} ${is.autoRenew ? 'renews by itself now' : 'does not renew by itself any more'}.`,
          ),
        ]),
    ...(was.noticeOn === null && is.noticeOn !== null
      ? [told('contract', `Notice was given for ${which} on ${onDay(is.noticeOn, reading.today)}.`)]
      : []),
    ...(was.noticeOn !== null && is.noticeOn === null
      ? [told('contract', `The notice for ${which} was taken back.`)]
      : []),
  ]
}

function renewal({ was, is }: Pair<RenewalState>, reading: Reading): Change[] {
  const one = is ?? was
  if (!one) return []
  const due = one.date === null ? 'without a date' : `of ${onDay(was?.date ?? one.date, reading.today)}`
  if (!is) return [told('renewal', `The renewal ${due} is not on record any more.`)]
  if (!was) return [told('renewal', `A renewal ${due} is new${is.progress === 'none' ? '' : `: ${is.progress}`}.`)]
  const amount = (value: Value): string => money(Number(value), is.currency ?? reading.currency, reading.locale)
  return [
    ...moved('renewal', `The renewal ${due}: its date`, [was.date, is.date], dated(reading)),
    ...moved('renewal', `The renewal ${due}: its progress`, [was.progress, is.progress]),
    ...moved('renewal', `The renewal ${due}: its category`, [was.category, is.category]),
    ...moved('renewal', `The renewal ${due}: the amount at stake`, [was.arrAtStake, is.arrAtStake], amount),
  ]
}

function ticket({ was, is }: Pair<TicketState>, reading: Reading): Change[] {
  // Tickets are not taken away; one that is missing lies beyond what is read.
  if (!is) return []
  const subject = is.subject === null || is.subject.trim() === '' ? 'a ticket' : `“${is.subject}”`
  if (!was) {
    const state = is.open ? 'is open' : 'is settled'
    return [
      told(
        'ticket',
        `${capital(subject)} (${is.priority}) came in on ${onDay(is.openedOn, reading.today)} and ${state}.`,
      ),
    ]
  }
  return [
    ...(was.open === is.open
      ? []
      : [told('ticket', `${capital(subject)} ${is.open ? 'was opened again' : 'was settled'}.`)]),
    ...moved('ticket', `The priority of ${subject}`, [was.priority, is.priority]),
  ]
}

function said({ was, is }: Pair<SaidState>): Change[] {
  const one = is ?? was
  if (!one || (was && is)) return []
  const because = one.why === '' ? '' : `: ${one.why}`
  if (one.what === 'pulse') return is ? [told('said', `${is.by} says ${is.says}${because}.`)] : []
  const set = `the override of ${one.what} to ${String(Number(one.says))}`
  return [
    told(
      'said',
      is
        ? `${one.by} set ${one.what} to ${String(Number(one.says))}${because}.`
        : `${capital(set)} by ${one.by} has ended.`,
    ),
  ]
}
