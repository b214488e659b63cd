import type { Day } from '../../src/base/day.ts'
import type { RenewalProgress } from '../../src/spine/words.ts'
import type { Story } from '../../sample/story.ts'

/** What the customer has in mind and nobody can see: whom a good CSM can win over, and whom not. */
export type Intent = 'stays' | 'wavers' | 'leaves'

export type LiveContract = {
  readonly externalId: string
  readonly start: Day
  end: Day
  readonly months: number
  readonly yearly: number
  readonly autoRenew: boolean
  readonly noticeDays: number | undefined
  /** Signed or lost: nothing is left to be said about it. */
  settled: boolean
}

/** One customer of the simulated world as it stands on a day. The world changes it, the product sees only what is exported. */
export type Account = {
  readonly externalId: string
  readonly story: Story
  readonly currency: string
  readonly owner: string
  intent: Intent
  status: 'active' | 'trial' | 'churned' | 'test' | 'internal'
  arr: number
  contracts: LiveContract[]
  /** How far the talk about the next contract has come. */
  progress: RenewalProgress
  /** The CRM keeps a record of renewals for this customer; else they are only seen in its contracts. */
  readonly renewalsInCrm: boolean
  /** People active on an ordinary working day, and how that changes from day to day. */
  level: number
  trendPerDay: number
  readonly seats: number
  readonly openTickets: {
    readonly externalId: string
    readonly record: Readonly<Record<string, unknown>>
    closesOn: Day
  }[]
  /** Invoices that are sent and not paid, and when the money will come. */
  readonly unpaid: { readonly record: Readonly<Record<string, unknown>>; readonly paidOn: Day }[]
  /** Active contacts with a part to play. */
  people: {
    readonly externalId: string
    readonly name: string
    readonly role: string
    readonly record: Readonly<Record<string, unknown>>
  }[]
  lastTouch: Day | null
  /** What its stage or plan asks for today was done before the product came: the CSM says "done already" in the first days. */
  doneBefore: boolean
  leavesOn: Day | null
  onboardingUntil: Day | null
}

/** The contract that is talked about next. */
export const nextContract = (account: Account): LiveContract | undefined =>
  account.contracts.filter(({ settled }) => !settled).sort((a, b) => a.end - b.end)[0]
