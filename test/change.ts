import fc from 'fast-check'
import { day, isoDay, type Day } from '../src/base/day.ts'
import type { GivenCompany } from './given-company.ts'

// Berlin: its small hours are the day before in UTC, and the clocks go forward on the third day.
export const ZONE = 'Europe/Berlin'
export const FIRST = day('2027-03-26')

export const morningOf = (on: Day): string => `${isoDay(on)}T09:00:00.000Z`

/** What the sources remember: a fact is told on its own day the first time, and corrected afterwards. */
export type Memory = {
  readonly firstToldOn: (what: string, today: Day) => Day
  readonly isTold: (what: string) => boolean
  /** What is remembered so far, for somebody whose own words will be forgotten. */
  readonly copy: () => Memory
}
export type Change = {
  readonly kind: Parameters<GivenCompany['import']>[0]
  readonly record: (today: Day, memory: Memory) => object
}

/** Nothing is remembered yet. */
export const memory = (): Memory => remembering(new Map())

function remembering(told: Map<string, Day>): Memory {
  return {
    firstToldOn: (what, today) => {
      const first = told.get(what) ?? today
      told.set(what, first)
      return first
    },
    isTold: (what) => told.has(what),
    copy: () => remembering(new Map(told)),
  }
}

export const customer = fc.constantFrom('elm', 'oak')
export const nth = fc.nat(2).map(String)
export const ahead = fc.integer({ min: 5, max: 200 })
export const amount = fc.nat(90).map((thousands) => thousands * 1000)
let serial = 0
export const fresh = (): string => `n${String((serial += 1))}`

export const changed = <T>(
  kind: Change['kind'],
  known: fc.Arbitrary<T>,
  record: (known: T, today: Day, memory: Memory) => object,
): fc.Arbitrary<Change> => known.map((given) => ({ kind, record: (today, memory) => record(given, today, memory) }))
