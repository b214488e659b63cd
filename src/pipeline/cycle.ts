import type { Role } from '../access/role.ts'
import type { Clock } from '../base/clock.ts'
import type { Day } from '../base/day.ts'
import type { CompanyConfiguration } from '../configuration.ts'
import type { RunCause } from '../operate/runs.store.ts'
import type { Database } from '../platform/postgres.ts'
import type { Load } from '../spine/execution.store.ts'
import type { BookTrend } from '../stages/analyze/analysis.ts'
import type { Book } from '../stages/analyze/book.store.ts'
import type { Person } from '../stages/assign/assign.ts'
import type { Look } from '../stages/analyze/customers-to-look-at.store.ts'
import type { Knowledge } from '../stages/analyze/known.store.ts'

export type CycleDeps = {
  readonly database: Database
  readonly clock: Clock
  /** At a time; 1,000 unless it is given. The result is the same whatever it is. */
  readonly pageCustomers?: number
  /** Told after every page. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export type DailyRequest = {
  readonly companyId: string
  /** The day in the company's zone; for `as-of` and `first-import` the past day that is looked back at. */
  readonly localDate: Day
  readonly cause: RunCause
  readonly startedBy: string
  /** Exactly this run, which was begun when it was asked for. */
  readonly runId?: string
}

/** What all pages of a run read alike, whoever works on them: kept with the run, so that a run taken up later goes on the same way. */
export type CycleSnapshot = {
  readonly book: Pick<Book, 'features' | 'products' | 'ticketsKnown'> & {
    readonly currency: string
    readonly rates: readonly (readonly [currency: string, rate: number])[]
  }
  readonly trend: BookTrend
  readonly loads: readonly (readonly [userId: string, load: Load])[]
  /** The last day before that was run: an analysis that stands was found true on it. */
  readonly confirmedOn: Day | null
}

/** By what standings hold: for as long as it is the same. */
export type HeldBy = {
  /** What everybody is seen by. */
  readonly basis: string
  /** Who there is, and all of them that counts for what is open. */
  readonly people: string
}

/** Whom a run looks at. `heldBy`: what the standings hold by once it is done; null: it writes none. */
export type Looking = { readonly look: Look; readonly heldBy: HeldBy | null }

/** What a run keeps of its beginning. */
export type RunSnapshot = CycleSnapshot & Looking

/** A member as the decisions of a run see them. Only CSMs have a capacity above 0: nobody else is given what nobody owns. */
export type Member = Person & { readonly experience: number; readonly role: Role }

/** A run made ready. */
export type Cycle = {
  readonly runId: string
  readonly companyId: string
  readonly day: Day
  /** `analyses`: nothing but history is written, as of a past day. */
  readonly writes: 'everything' | 'analyses'
  readonly knowledge: Knowledge
  readonly book: Book
  readonly trend: BookTrend
  readonly configuration: CompanyConfiguration
  readonly loads: ReadonlyMap<string, Load>
  readonly people: ReadonlyMap<string, Member>
  readonly confirmedOn: Day | null
  readonly look: Look
  /** Customers are looked at because something happened to them. */
  readonly atOnce?: boolean
}
