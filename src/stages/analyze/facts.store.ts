import { isoDay, type Day } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import type { CopiedRows } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import { customersParameter, type Customers } from '../../spine/among-customers.store.ts'
import type { Book } from './book.store.ts'
import { converted } from './currency.ts'
import { readFeatures, readTickets, readUsage } from './facts-activity.store.ts'
import { readEngagement } from './facts-engagement.store.ts'
import {
  customerOf,
  readContacts,
  readContracts,
  readCustomers,
  readRenewals,
  type CustomerRow,
  type PageRead,
} from './facts-records.store.ts'
import { readInvoices, readOverrides, readPortfolio, readPulses, readRiskSignals } from './facts-signs.store.ts'
import type { CustomerFacts } from './facts.ts'
import type { Knowledge } from './known.store.ts'

export type FactsRequest = { readonly customers: Customers; readonly knowledge: Knowledge; readonly book: Book }

/** What is known of a customer. */
export type Known = {
  readonly facts: CustomerFacts
  /** Of the facts: a result is saved only while this is still the newest. */
  readonly version: number
  /** The day that they are known on. The same records are the same facts up to the day before it changes. */
  readonly today: Today
}

/**
 * The facts of a page of customers in a dozen set-wise reads, each bounded in time on every table. In the order of the customers' ids, each
 * made when its turn comes; archived and unknown ones are left out. Amounts are in the book's reporting currency, days in the company's zone.
 * The versions are read first: what changes meanwhile raises the version and is noticed when the result is saved.
 */
export async function loadFacts(tx: Tx, { customers: of, knowledge, book }: FactsRequest): Promise<Iterable<Known>> {
  const parameters = [customersParameter(of), isoDay(knowledge.day), knowledge.timeZone]
  const read: PageRead = { customers: of, knowledge, parameters }
  const customers = await readCustomers(tx, read)
  const besides = await readBesides(tx, read)
  const known = { besides, book }
  return madeInTurn(customers, knowledge.day, (row, today) => factsOf(row, today, known))
}

/** All that is read of customers besides themselves. */
const readBesides = async (tx: Tx, read: PageRead) => ({
  usage: await readUsage(tx, read),
  features: await readFeatures(tx, read),
  contacts: await readContacts(tx, read),
  engagement: await readEngagement(tx, read),
  tickets: await readTickets(tx, read),
  contracts: await readContracts(tx, read),
  renewals: await readRenewals(tx, read),
  invoices: await readInvoices(tx, read),
  portfolio: await readPortfolio(tx, read),
  overrides: await readOverrides(tx, read),
  pulses: await readPulses(tx, read),
  signals: await readRiskSignals(tx, read),
})

type Besides = Awaited<ReturnType<typeof readBesides>>

type Facts = (row: CustomerRow, today: Today) => CustomerFacts

function* madeInTurn(customers: CopiedRows, day: Day, factsOf: Facts): Generator<Known> {
  while (!customers.isAtEnd()) {
    const row = customerOf(customers)
    const today = new Today(day)
    yield { facts: factsOf(row, today), version: row.version, today }
  }
}

const NO_ENGAGEMENT = { lastTwoWayOn: null, lastQbrOn: null, threads: null } as const
const NO_INVOICES = { paid: null, oldestOverdueSince: null, newestOn: null } as const

type Read = { readonly besides: Besides; readonly book: Book }

function factsOf(row: CustomerRow, today: Today, { besides, book }: Read): CustomerFacts {
  const { id } = row
  const { conversion } = book
  const amounts = { conversion, fallback: row.currency, today }
  const features = besides.features(id, today)
  const portfolio = besides.portfolio(id, today)
  return {
    customerId: id,
    externalId: row.externalId,
    name: row.name,
    status: row.status,
    lifecycleStage: row.lifecycleStage,
    segment: row.segment,
    tier: row.tier,
    touch: row.touch,
    accountPlan: row.accountPlan,
    arr: converted(row.arr, row.currency, { conversion }),
    licensedUsers: row.licensedUsers,
    ownerId: row.ownerId,
    parentId: row.parentId,
    customerSince: row.customerSince,
    renewalDate: row.renewalDate,
    usage: besides.usage(id, today),
    features: features && book.features > 0 ? { lastUsedOn: features, known: book.features } : null,
    contacts: besides.contacts(id, today),
    engagement: besides.engagement(id, today) ?? NO_ENGAGEMENT,
    tickets: besides.tickets(id, today),
    ticketsKnown: book.ticketsKnown,
    contracts: besides.contracts(id, amounts),
    renewals: besides.renewals(id, amounts),
    invoices: besides.invoices(id, today) ?? NO_INVOICES,
    products: portfolio && portfolio.owned > 0 ? { owned: portfolio.owned, known: book.products } : null,
    productNames: portfolio?.names ?? [],
    openExpansion: portfolio?.expansionOn == null ? null : { on: portfolio.expansionOn },
    overrides: besides.overrides(id, today),
    pulse: besides.pulses(id, today),
    riskSignals: besides.signals(id, today),
  }
}
