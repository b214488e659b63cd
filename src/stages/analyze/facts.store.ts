import { isoDay } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { customersParameter, type Customers } from '../../spine/among-customers.store.ts'
import type { Book } from './book.store.ts'
import { converted } from './currency.ts'
import { readFeatures, readTickets, readUsage } from './facts-activity.store.ts'
import { readEngagement } from './facts-engagement.store.ts'
import {
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

/** What is known of some customers. */
export type PageFacts = {
  /** Of the facts of each: a result is saved only while this is still the newest. */
  readonly versions: ReadonlyMap<string, number>
  /** Customer by customer in the order of their ids, each made when its turn comes. */
  each(): Iterable<CustomerFacts>
}

export type FactsRequest = { readonly customers: Customers; readonly knowledge: Knowledge; readonly book: Book }

/**
 * The facts of a page of customers in a dozen set-wise reads, each bounded in time on every table. In the order of the customers' ids;
 * archived and unknown ones are left out. Amounts are in the book's reporting currency, days in the company's zone.
 * The versions are read first: what changes meanwhile raises the version and is noticed when the result is saved.
 */
export async function loadFacts(tx: Tx, { customers: of, knowledge, book }: FactsRequest): Promise<PageFacts> {
  const { conversion } = book
  const parameters = [customersParameter(of), isoDay(knowledge.day), knowledge.timeZone]
  const read: PageRead = { customers: of, knowledge, conversion }
  const customers = await readCustomers(tx, read, parameters)
  const currencies = new Map(customers.map(({ id, currency }) => [id, currency]))
  const known = {
    usage: await readUsage(tx, read, parameters),
    features: await readFeatures(tx, read, parameters),
    contacts: await readContacts(tx, read, parameters),
    engagement: await readEngagement(tx, read, parameters),
    tickets: await readTickets(tx, read, parameters),
    contracts: await readContracts(tx, read, { parameters, currencies }),
    renewals: await readRenewals(tx, read, { parameters, currencies }),
    invoices: await readInvoices(tx, read, parameters),
    portfolio: await readPortfolio(tx, read, parameters),
    overrides: await readOverrides(tx, read, parameters),
    pulses: await readPulses(tx, read, parameters),
    signals: await readRiskSignals(tx, read, parameters),
  }
  return {
    versions: new Map(customers.map(({ id, version }) => [id, version])),
    *each() {
      for (const row of customers) yield factsOf(row, known, book)
    },
  }
}

type Known = { [Name in keyof Reads]: Awaited<ReturnType<Reads[Name]>> }
type Reads = {
  usage: typeof readUsage
  features: typeof readFeatures
  contacts: typeof readContacts
  engagement: typeof readEngagement
  tickets: typeof readTickets
  contracts: typeof readContracts
  renewals: typeof readRenewals
  invoices: typeof readInvoices
  portfolio: typeof readPortfolio
  overrides: typeof readOverrides
  pulses: typeof readPulses
  signals: typeof readRiskSignals
}

const NO_ENGAGEMENT = { lastTwoWayOn: null, lastQbrOn: null, threads: null } as const
const NO_INVOICES = { paid: null, oldestOverdueSince: null, newestOn: null } as const

function factsOf(row: CustomerRow, known: Known, book: Book): CustomerFacts {
  const { id } = row
  const features = known.features.get(id)
  const portfolio = known.portfolio.get(id)
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
    arr: converted(row.arr, row.currency, { conversion: book.conversion }),
    licensedUsers: row.licensedUsers,
    ownerId: row.ownerId,
    parentId: row.parentId,
    customerSince: row.customerSince,
    renewalDate: row.renewalDate,
    usage: known.usage.get(id) ?? [],
    features: features && book.features > 0 ? { lastUsedOn: features, known: book.features } : null,
    contacts: known.contacts.get(id) ?? [],
    engagement: known.engagement.get(id) ?? NO_ENGAGEMENT,
    tickets: known.tickets.get(id) ?? [],
    ticketsKnown: book.ticketsKnown,
    contracts: known.contracts.get(id) ?? [],
    renewals: known.renewals.get(id) ?? [],
    invoices: known.invoices.get(id) ?? NO_INVOICES,
    products: portfolio && portfolio.owned > 0 ? { owned: portfolio.owned, known: book.products } : null,
    productNames: portfolio?.names ?? [],
    openExpansion: portfolio?.expansionOn == null ? null : { on: portfolio.expansionOn },
    overrides: known.overrides.get(id) ?? [],
    pulse: known.pulses.get(id) ?? null,
    riskSignals: known.signals.get(id) ?? [],
  }
}

type PageRequest = { readonly after: string | null; readonly limit: number; readonly onlyChanged: boolean }

const CHANGED = `and not exists (select from customer_standings s join facts_versions v on v.customer_id = s.customer_id
                                  where s.customer_id = c.id and v.customer_id = c.id and s.facts_version = v.version)`

/** The next customers by id, archived ones left out; `onlyChanged`: those of whom more is known than their standing read. */
export async function pageOfCustomers(tx: Tx, { after, limit, onlyChanged }: PageRequest): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select c.id from customers c
      where c.archived_at is null and c.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ${onlyChanged ? CHANGED : ''}
      order by c.id limit $2`,
    [after, limit],
  )
  return rows.map(({ id }) => id)
}

/** How many customers a run has before it. */
export async function countCustomers(tx: Tx, onlyChanged: boolean): Promise<number> {
  const row = await tx.row<{ count: number }>(
    `select count(*)::int as count from customers c where c.archived_at is null ${onlyChanged ? CHANGED : ''}`,
  )
  return row?.count ?? 0
}
