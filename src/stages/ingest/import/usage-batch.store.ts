import { isoDay, type Day } from '../../../base/day.ts'
import { copyLine } from '../../../platform/postgres.ts'
import type { UsageValue } from './usage.ts'
import { WINDOW_DAYS } from './usage-windows.store.ts'

/** What some values of a batch refer to: a customer, a contract or both, as the source writes them. */
export type UsageRef = {
  readonly customerRef: string | null
  readonly contractRef: string | null
  /** How many values of the batch refer to it. */
  values: number
}

/**
 * The values of a batch on their way to the database, packed as it keeps them: those of a month are one line. What they refer to goes apart,
 * each once, and is called by its place in `refs`.
 */
export type UsageBatch = {
  add(value: UsageValue): void
  /** Whether some of the values refer to the same. */
  has(ref: Pick<UsageRef, 'customerRef' | 'contractRef'>): boolean
  /** How many values were given. */
  size(): number
  /** Whether any value is that of a feature. */
  hasFeatures(): boolean
  readonly refs: readonly UsageRef[]
  packed(wanted: Packing): PackedUsage
}

export type Packing = {
  /** References that mean the customer of an earlier one: the place of that one, by their own. */
  readonly same: ReadonlyMap<number, number>
  /** The last day that windows take. */
  readonly until: Day
}

/** Lines of COPY. */
export type PackedUsage = {
  /** For `MONTH_COLUMNS`: the values of one month, each day once; what came last counts. */
  readonly months: readonly string[]
  /**
   * For `SUM_COLUMNS`: what the days of a metric come to by this batch, over features and ids, as many of the newest as a window takes. A month
   * that is alone, the only one of its metric and with no day that is too late for a window, comes to its own days: there is no line for it.
   */
  readonly sums: readonly string[]
}

export const MONTH_COLUMNS = [
  'ref',
  'metric',
  'month',
  'feature',
  'external_id',
  'first',
  'days',
  'size',
  'alone',
] as const
export const SUM_COLUMNS = ['ref', 'metric', 'first_day', 'first', 'last', 'days'] as const

/** The values of one month, metric, feature and external id. */
type Month = {
  readonly metric: string
  /** Without its day, as `2027-03`. */
  readonly month: string
  readonly feature: string
  readonly externalId: string
  /** The newest of its values, which are a chain; see `Values`. */
  last: number
}

/**
 * What was given, in its order. By columns: a hundred thousand values as objects would be kept by the collector of garbage again and again.
 * `before`: the value of the same month that was given before it; -1: none.
 */
type Values = { readonly days: number[]; readonly values: number[]; readonly before: number[] }

type RefMonths = UsageRef & {
  /** The one that the last value went to: in a file in order the next one goes there as well. */
  latest: Month | undefined
  /** All of them, from the second one on. */
  all: Map<string, Month> | undefined
}

export function createUsageBatch(): UsageBatch {
  const refs: RefMonths[] = []
  const places = new Map<string, number>()
  const given: Values = { days: [], values: [], before: [] }
  let hasFeatures = false
  const refOf = ({ customerRef, contractRef }: UsageValue): RefMonths => {
    const key = refKey({ customerRef, contractRef })
    const known = refs[places.get(key) ?? -1]
    if (known) return known
    const ref = { customerRef, contractRef, values: 0, latest: undefined, all: undefined }
    places.set(key, refs.length)
    refs.push(ref)
    return ref
  }
  return {
    refs,
    add: (value) => {
      const ref = refOf(value)
      ref.values += 1
      hasFeatures ||= value.feature !== ''
      const month = monthOf(ref, value)
      given.days.push(Number(value.day.slice(8)))
      given.before.push(month.last)
      month.last = given.values.push(value.value) - 1
    },
    has: (ref) => places.has(refKey(ref)),
    size: () => given.values.length,
    hasFeatures: () => hasFeatures,
    packed: (wanted) => pack(refs, given, wanted),
  }
}

// No reference holds the character NUL: what does is rejected.
const refKey = ({ customerRef, contractRef }: Pick<UsageRef, 'customerRef' | 'contractRef'>): string =>
  contractRef === null ? (customerRef ?? '') : `${customerRef ?? ''}\0${contractRef}`

function monthOf(ref: RefMonths, { metric, day, feature, externalId }: UsageValue): Month {
  const month = day.slice(0, 7)
  const { latest } = ref
  if (
    latest?.month === month &&
    latest.metric === metric &&
    latest.feature === feature &&
    latest.externalId === externalId
  )
    return latest
  const fresh: Month = { metric, month, feature, externalId, last: -1 }
  if (latest) ref.all ??= new Map([[keyOf(latest), latest]])
  const key = ref.all ? keyOf(fresh) : ''
  ref.latest = ref.all?.get(key) ?? fresh
  ref.all?.set(key, ref.latest)
  return ref.latest
}

const keyOf = ({ metric, month, feature, externalId }: Month): string => [month, metric, feature, externalId].join('\0')

const monthsOf = ({ latest, all }: RefMonths): readonly Month[] => (all ? [...all.values()] : latest ? [latest] : [])

/** The days of one month from the first to the last that is given; null where nothing is. `begin`: the first of the month. */
type Laid = {
  readonly month: Month
  readonly begin: Day
  readonly first: number
  readonly days: readonly (number | null)[]
}

function pack(refs: readonly RefMonths[], given: Values, { same, until }: Packing): PackedUsage {
  const [months, sums]: [string[], string[]] = [[], []]
  const beginOf = firstsOfMonths()
  const also = new Map<number, RefMonths[]>()
  for (const [place, kept] of same) {
    const ref = refs[place]
    if (ref) also.set(kept, [...(also.get(kept) ?? []), ref])
  }
  refs.forEach((ref, place) => {
    if (same.has(place)) return
    const laid = chainsOf(ref, also.get(place) ?? []).map((chains) => laidOut(chains, given, beginOf))
    const byMetric = laid.length === 1 ? [laid] : Map.groupBy(laid, ({ month }) => month.metric).values()
    for (const each of byMetric) {
      const alone = isAlone(each, until)
      for (const month of each) months.push(monthLine(place, month, alone))
      if (!alone) sums.push(sumLine(place, each, until))
    }
  })
  return { months, sums }
}

const isAlone = (months: readonly Laid[], until: Day): boolean =>
  months.length === 1 && months.every((month) => dayOf(month, month.days.length - 1) <= until)

type Chains = readonly [Month, ...Month[]]

/** The months of one customer: a chain of values each, or several where several references mean it. */
function chainsOf(ref: RefMonths, also: readonly RefMonths[]): readonly Chains[] {
  const own = monthsOf(ref)
  if (also.length === 0) return own.map((month) => [month])
  return [...Map.groupBy([...own, ...also.flatMap(monthsOf)], keyOf).values()].flatMap(([month, ...more]) =>
    month ? [[month, ...more]] : [],
  )
}

function laidOut(chains: Chains, given: Values, beginOf: (month: string) => Day): Laid {
  const [month] = chains
  const newestFirst = placesOf(chains, given)
  let [first, last] = [Infinity, 0]
  for (const at of newestFirst) {
    const day = given.days[at] ?? 0
    if (day < first) first = day
    if (day > last) last = day
  }
  const days = new Array<number | null>(last - first + 1).fill(null)
  for (const at of newestFirst) days[(given.days[at] ?? 0) - first] ??= given.values[at] ?? null
  return { month, begin: beginOf(month.month), first, days }
}

/** Where the values of some chains are, the newest first. */
function placesOf(chains: Chains, { before }: Values): readonly number[] {
  const places: number[] = []
  for (const { last } of chains) for (let at = last; at >= 0; at = before[at] ?? -1) places.push(at)
  return chains.length === 1 ? places : places.sort((one, other) => other - one)
}

function monthLine(ref: number, { month, first, days }: Laid, alone: boolean): string {
  let size = 0
  for (const value of days) if (value !== null) size += 1
  const { metric, feature, externalId } = month
  return copyLine([ref, metric, `${month.month}-01`, feature, externalId, first, arrayOf(days), size, alone])
}

const arrayOf = (values: readonly (number | null)[]): string =>
  values.length === 1 ? `{${String(values[0])}}` : `{${values.map((value) => value ?? 'NULL').join(',')}}`

function sumLine(ref: number, months: readonly Laid[], until: Day): string {
  const [some] = months
  const firstDay = Math.min(...months.map(({ begin, first }) => begin + first - 1))
  const sums = sumsOf(months, until)
  const { first, days } = sums ?? { first: 0, days: [] }
  const [from, to] = sums ? [isoDay(first), isoDay(first + days.length - 1)] : [null, null]
  return copyLine([ref, some?.month.metric ?? '', isoDay(firstDay), from, to, sums ? arrayOf(days) : null])
}

type Sums = { readonly first: Day; readonly days: readonly (number | null)[] }

/** What the days come to, up to `until`; undefined: there is none. */
function sumsOf(months: readonly Laid[], until: Day): Sums | undefined {
  let last = -Infinity
  for (const each of months) {
    each.days.forEach((value, at) => {
      if (value !== null && dayOf(each, at) <= until) last = Math.max(last, dayOf(each, at))
    })
  }
  if (last === -Infinity) return undefined
  const begin = last - WINDOW_DAYS + 1
  const sums = new Array<number | null>(WINDOW_DAYS).fill(null)
  for (const each of months) {
    each.days.forEach((value, at) => {
      const place = dayOf(each, at) - begin
      if (value !== null && place >= 0 && place < WINDOW_DAYS) sums[place] = (sums[place] ?? 0) + value
    })
  }
  const first = sums.findIndex((value) => value !== null)
  return { first: begin + first, days: sums.slice(first) }
}

const dayOf = ({ begin, first }: Laid, at: number): Day => begin + first - 1 + at

const MS_PER_DAY = 86_400_000

/** The first day of a month, written as `2027-03`. Read as text, because a year below a hundred is another one to `Date.UTC`. */
function firstsOfMonths(): (month: string) => Day {
  const known = new Map<string, Day>()
  return (month) => {
    const found = known.get(month) ?? Date.parse(`${month}-01`) / MS_PER_DAY
    known.set(month, found)
    return found
  }
}
