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
  /** For `SUM_COLUMNS`: what the days of a metric come to by this batch, over features and ids, as many of the newest as a window takes. */
  readonly sums: readonly string[]
}

export const MONTH_COLUMNS = ['ref', 'metric', 'month', 'feature', 'external_id', 'first', 'days', 'size'] as const
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
    // No reference holds the character NUL: what does is rejected.
    const key = contractRef === null ? (customerRef ?? '') : `${customerRef ?? ''}\0${contractRef}`
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
    size: () => given.values.length,
    hasFeatures: () => hasFeatures,
    packed: (wanted) => pack(refs, given, wanted),
  }
}

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

const monthsOf = ({ latest, all }: RefMonths): Iterable<Month> => all?.values() ?? (latest ? [latest] : [])

const DAYS_OF_MONTH = 31

/** The days of one month, from its first on; null where nothing is given. */
type Laid = { readonly month: Month; readonly days: readonly (number | null)[] }

function pack(refs: readonly RefMonths[], given: Values, { same, until }: Packing): PackedUsage {
  const [months, sums]: [string[], string[]] = [[], []]
  const also = new Map<number, RefMonths[]>()
  for (const [place, kept] of same) {
    const ref = refs[place]
    if (ref) also.set(kept, [...(also.get(kept) ?? []), ref])
  }
  refs.forEach((ref, place) => {
    if (same.has(place)) return
    const byMetric = new Map<string, Laid[]>()
    for (const chains of chainsOf(ref, also.get(place) ?? [])) {
      const laid = laidOut(chains, given)
      if (!laid) continue
      months.push(monthLine(place, laid))
      const { metric } = laid.month
      const known = byMetric.get(metric)
      if (known) known.push(laid)
      else byMetric.set(metric, [laid])
    }
    for (const [metric, laid] of byMetric) sums.push(sumLine({ place, metric, until }, laid))
  })
  return { months, sums }
}

/** The months of one customer: a chain of values each, or several where several references mean it. */
function chainsOf(ref: RefMonths, also: readonly RefMonths[]): Iterable<readonly Month[]> {
  if (also.length === 0) return Array.from(monthsOf(ref), (month) => [month])
  return Map.groupBy(
    [ref, ...also].flatMap((each) => [...monthsOf(each)]),
    keyOf,
  ).values()
}

function laidOut(chains: readonly Month[], { days, values, before }: Values): Laid | undefined {
  const [month] = chains
  if (!month) return undefined
  const newest = new Array<number>(DAYS_OF_MONTH).fill(-1)
  for (const { last } of chains) {
    for (let at = last; at >= 0; at = before[at] ?? -1) {
      const place = (days[at] ?? 1) - 1
      if ((newest[place] ?? -1) < at) newest[place] = at
    }
  }
  return { month, days: newest.map((at) => values[at] ?? null) }
}

const isKnown = (value: number | null | undefined): value is number => typeof value === 'number'

function monthLine(ref: number, { month: { metric, month, feature, externalId }, days }: Laid): string {
  const first = days.findIndex(isKnown)
  const known = days.slice(first, days.findLastIndex(isKnown) + 1)
  const size = known.reduce<number>((count, value) => count + (value === null ? 0 : 1), 0)
  return copyLine([ref, metric, `${month}-01`, feature, externalId, first + 1, arrayOf(known), size])
}

const arrayOf = (values: readonly (number | null)[]): string => `{${values.map((value) => value ?? 'NULL').join(',')}}`

type Summing = { readonly place: number; readonly metric: string; readonly until: Day }

function sumLine({ place, metric, until }: Summing, months: readonly Laid[]): string {
  const dated = months.map(({ month, days }) => ({ begin: beginOf(month), days }))
  const firstDay = Math.min(...dated.map(({ begin, days }) => begin + days.findIndex(isKnown)))
  const last = Math.max(...dated.map(({ begin, days }) => begin + lastUntil(days, until - begin)))
  const sums: (number | null)[] = new Array<null>(WINDOW_DAYS).fill(null)
  const begins = last - WINDOW_DAYS + 1
  for (const { begin, days } of dated) {
    days.forEach((value, at) => {
      const day = begin + at
      if (value !== null && day >= begins && day <= last) sums[day - begins] = (sums[day - begins] ?? 0) + value
    })
  }
  const first = sums.findIndex(isKnown)
  if (first < 0) return copyLine([place, metric, isoDay(firstDay), null, null, null])
  const known = sums.slice(first)
  return copyLine([place, metric, isoDay(firstDay), isoDay(begins + first), isoDay(last), arrayOf(known)])
}

/** The last place up to `until` that is known; far below zero when there is none. */
function lastUntil(days: readonly (number | null)[], until: number): number {
  for (let at = Math.min(until, DAYS_OF_MONTH - 1); at >= 0; at -= 1) if (isKnown(days[at])) return at
  return -Infinity
}

const MS_PER_DAY = 86_400_000

// Read as text, because a year below a hundred is no number of its own to `Date.UTC`.
const beginOf = ({ month }: Month): Day => Date.parse(`${month}-01`) / MS_PER_DAY
