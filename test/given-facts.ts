import type { Day } from '../src/base/day.ts'
import { Today } from '../src/base/today.ts'
import type { PreviousComponents } from '../src/stages/analyze/analysis-inputs.ts'
import type { Analysis } from '../src/stages/analyze/analysis.ts'
import { analysisConfiguration } from '../src/stages/analyze/configuration.ts'
import type { AnalysisContext } from '../src/stages/analyze/analyze.ts'
import type { ContractFact, CustomerFacts, RenewalFact, TicketFact, UsageWindow } from '../src/stages/analyze/facts.ts'
import { givenFacts, TODAY } from './given-customer.ts'

/** 84 days that end yesterday: `before` a day until four weeks ago, `now` since; at the weekend a tenth of it. */
export function usage(before: number, now: number, metric = 'active_users', lastDay: Day = TODAY - 1): UsageWindow {
  const days = Array.from({ length: 84 }, (_, index) => {
    const value = index < 56 ? before : now
    const weekday = (((lastDay - 83 + index + 3) % 7) + 7) % 7
    return weekday >= 5 ? value / 10 : value
  })
  return { metric, lastDay, days }
}

export const ticket = (known: Partial<TicketFact> = {}): TicketFact => ({
  openedOn: TODAY - 5,
  closedOn: null,
  priority: 'normal',
  reopened: false,
  firstReplyHours: 3,
  resolutionHours: null,
  sentiment: null,
  leaving: false,
  ...known,
})

/** A contract of a year that ends in 100 days and does not renew by itself. */
export const contract = (known: Partial<ContractFact> = {}): ContractFact => ({
  id: 'k1',
  startDate: TODAY + 100 - 364,
  endDate: TODAY + 100,
  termMonths: 12,
  value: 50_000,
  autoRenew: false,
  noticeDays: 30,
  noticeGivenOn: null,
  status: 'active',
  ...known,
})

export const renewal = (known: Partial<RenewalFact> = {}): RenewalFact => ({
  id: 'r1',
  derived: true,
  contractIds: ['k1'],
  date: TODAY + 100,
  decisionDate: null,
  arrAtStake: 50_000,
  progress: 'none',
  closedOn: null,
  ...known,
})

/** A customer of whom everything is known and nothing is wrong: in touch, in use, paid. */
export const givenKnownFacts = (known: Partial<CustomerFacts> = {}): CustomerFacts =>
  givenFacts({
    licensedUsers: 100,
    usage: [usage(80, 80)],
    features: { lastUsedOn: [TODAY - 1, TODAY - 2, TODAY - 4, TODAY - 60], known: 5 },
    contacts: [
      { role: 'champion', active: true, leftOn: null },
      { role: 'economic-buyer', active: true, leftOn: null },
    ],
    engagement: { lastTwoWayOn: TODAY - 7, lastQbrOn: TODAY - 20, threads: 3 },
    ticketsKnown: true,
    contracts: [contract()],
    renewals: [renewal()],
    invoices: { paid: { count: 4, onTime: 4 }, oldestOverdueSince: null, newestOn: TODAY - 30 },
    products: { owned: 2, known: 3 },
    ...known,
  })

/** What an analysis that was found true on a day said of health's components. */
export const previously = (asOf: Day, { components }: Pick<Analysis, 'components'>): PreviousComponents => ({
  asOf,
  component: (code) => components.find((component) => component.code === code),
})

export type GivenContext = Partial<Omit<AnalysisContext, 'today'>> & { readonly today?: Day }

/** A day's context with the shipped configuration, a book that stands still, and nothing before it. */
export const givenContext = ({ today = TODAY, ...known }: GivenContext = {}): AnalysisContext => ({
  configuration: analysisConfiguration(),
  configurationVersion: 1,
  today: new Today(today),
  book: { medianChangePercent: 0, customers: 100 },
  earlier: null,
  previous: null,
  ...known,
})
