import type { Day } from '../../base/day.ts'
import type { Today } from '../../base/today.ts'
import { type CopiedRows, type InOrder, manyOf } from '../../platform/copied-rows.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { Customers } from '../../spine/among-customers.store.ts'
import type {
  AccountPlan,
  ContactRole,
  CustomerStatus,
  LifecycleStage,
  RenewalProgress,
  Touch,
} from '../../spine/words.ts'
import { converted, type Conversion } from './currency.ts'
import type { ContactFact, ContractFact, RenewalFact } from './facts.ts'
import { dayNumber, dayNumberOf, daysBefore, note, outlived, recordsOf, type Knowledge } from './known.store.ts'

/** What every read of a page is given: the page's customers and the day that they are seen from. */
export type PageRead = {
  readonly customers: Customers
  readonly knowledge: Knowledge
  /** `$1` to `$3` of the statements: see `known.store.ts`. */
  readonly parameters: readonly string[]
}

export type CustomerRow = {
  readonly id: string
  readonly externalId: string
  readonly name: string
  readonly status: CustomerStatus
  readonly lifecycleStage: LifecycleStage | null
  readonly segment: string | null
  readonly tier: string | null
  readonly touch: Touch | null
  readonly accountPlan: AccountPlan | null
  readonly arr: number | null
  readonly currency: string | null
  readonly licensedUsers: number | null
  readonly ownerId: string | null
  readonly parentId: string | null
  readonly customerSince: Day | null
  readonly renewalDate: Day | null
  readonly version: number
}

// Looked up one by one: joined, they are all read again for each customer of a page that the server takes for a single one, as it does in a book
// so large that its statistics have no mark within the page.
const VERSION =
  'coalesce((select v.version from facts_versions v where v.company_id = c.company_id and v.customer_id = c.id), 0)'

/** The customers themselves, each with the version of its facts, in the order of their ids. Archived ones are left out. */
export async function readCustomers(tx: Tx, { customers, knowledge, parameters }: PageRead): Promise<CopiedRows> {
  return tx.copied(
    `select c.id, ${VERSION}, c.external_id, c.name, c.status, c.lifecycle_stage, c.segment, c.tier, c.touch, c.account_plan, c.arr,
            c.currency, c.licensed_users, c.owner_id, c.parent_id, ${dayNumber('c.customer_since')}, ${dayNumber('c.renewal_date')}
       from ${recordsOf('customers', knowledge.mode, customers)} c
      where c.archived_at is null
      order by c.id`,
    parameters,
  )
}

export const customerOf = (row: CopiedRows): CustomerRow => ({
  id: row.text(),
  version: row.number(),
  externalId: row.text(),
  name: row.text(),
  status: row.word(),
  lifecycleStage: row.wordOrNull(),
  segment: row.textOrNull(),
  tier: row.textOrNull(),
  touch: row.wordOrNull(),
  accountPlan: row.wordOrNull(),
  arr: row.numberOrNull(),
  currency: row.textOrNull(),
  licensedUsers: row.numberOrNull(),
  ownerId: row.textOrNull(),
  parentId: row.textOrNull(),
  customerSince: row.numberOrNull(),
  renewalDate: row.numberOrNull(),
})

// A contact who left longer ago than the longest look back of any rule says nothing any more.
const LEFT_WITHIN_DAYS = 400

/** The contacts that a rule may ask for: those with a part to play. Users, of whom a customer may have thousands, have none. */
export async function readContacts(
  tx: Tx,
  { customers, knowledge, parameters }: PageRead,
): Promise<InOrder<ContactFact[], Today>> {
  const rows = await tx.copied(
    `select c.customer_id, c.role, c.active, case when not c.active then ${dayNumber('c.left_on')} end
       from ${recordsOf('contacts', knowledge.mode, customers)} c
      where c.role <> 'user' and (c.active or c.left_on is null or c.left_on > $2::date - ${String(LEFT_WITHIN_DAYS)})
      order by c.customer_id, c.id`,
    parameters,
  )
  return manyOf(rows, contactOf)
}

function contactOf(row: CopiedRows, today: Today): ContactFact {
  const role = row.wordOrNull<ContactRole>()
  const active = row.flag()
  const leftOn = row.numberOrNull()
  // Seen from before the day that somebody left, he is there.
  if (leftOn !== null && !today.hasCome(leftOn)) return { role, active: true, leftOn: null }
  if (leftOn !== null) today.hasCome(leftOn + LEFT_WITHIN_DAYS)
  return { role, active, leftOn }
}

// A contract that ended longer ago than this and does not renew by itself opens and explains nothing.
const ENDED_WITHIN_DAYS = 400

type Seen = { readonly conversion: Conversion; readonly fallback: string | null; readonly today: Today }

/** Amounts that say in which currency they are not are in their customer's. */
export type InCurrency<Fact> = InOrder<Fact[], Seen>

export async function readContracts(
  tx: Tx,
  { customers, knowledge, parameters }: PageRead,
): Promise<InCurrency<ContractFact>> {
  const rows = await tx.copied(
    `select c.customer_id, c.id, ${dayNumber('c.start_date')}, ${dayNumber('c.end_date')}, c.term_months, c.value, c.currency, c.auto_renew,
            c.notice_days, ${dayNumber('c.notice_given_on')}, c.status
       from ${recordsOf('contracts', knowledge.mode, customers)} c
      where c.end_date is null or c.auto_renew or c.end_date > $2::date - ${String(ENDED_WITHIN_DAYS)}
      order by c.customer_id, c.end_date, c.id`,
    parameters,
  )
  return manyOf(rows, contractOf)
}

function contractOf(row: CopiedRows, seen: Seen): ContractFact {
  const { today } = seen
  const contract: ContractFact = {
    id: row.text(),
    startDate: row.numberOrNull(),
    endDate: row.numberOrNull(),
    termMonths: row.numberOrNull(),
    value: converted(row.numberOrNull(), row.textOrNull(), seen),
    autoRenew: row.flag(),
    noticeDays: row.numberOrNull(),
    noticeGivenOn: cameOrNull(row.numberOrNull(), today),
    status: row.textOrNull(),
  }
  if (contract.endDate !== null && !contract.autoRenew) today.hasCome(contract.endDate + ENDED_WITHIN_DAYS)
  return contract
}

const cameOrNull = (on: Day | null, today: Today): Day | null => (on !== null && today.hasCome(on) ? on : null)

// Long enough for a rest of the last renewal and for the anniversary after it.
const CLOSED_WITHIN_DAYS = 400

// A source names contracts by its own ids, and they may come later than the renewal: they are looked up when it is read.
const contractsOfRenewal = ({
  knowledge,
  customers,
}: PageRead): string => `case when r.contract_refs = '{}' then r.contract_ids else
  array(select k.id from ${recordsOf('contracts', knowledge.mode, customers)} k
         where k.customer_id = r.customer_id and k.external_id = any(r.contract_refs) order by k.id) end`

export async function readRenewals(tx: Tx, read: PageRead): Promise<InCurrency<RenewalFact>> {
  const rows = await tx.copied(
    `select r.customer_id, r.id, r.derived, ${contractsOfRenewal(read)}, ${dayNumber('r.date')}, ${dayNumber('r.decision_date')},
            r.arr_at_stake, r.currency, r.progress, ${dayNumberOf('r.closed_at')}, ${dayNumberOf(outlived('r.closed_at', CLOSED_WITHIN_DAYS))}
       from ${recordsOf('renewals', read.knowledge.mode, read.customers)} r
      where r.closed_at is null or r.closed_at > ${daysBefore(CLOSED_WITHIN_DAYS)}
      order by r.customer_id, r.date, r.id`,
    read.parameters,
  )
  return manyOf(rows, renewalOf)
}

function renewalOf(row: CopiedRows, seen: Seen): RenewalFact {
  const { today } = seen
  const id = row.text()
  const derived = row.flag()
  const contractIds = row.ids()
  const date = row.numberOrNull()
  const decisionDate = row.numberOrNull()
  const arrAtStake = converted(row.numberOrNull(), row.textOrNull(), seen)
  const told = row.word<RenewalProgress>()
  const closes = row.numberOrNull()
  note(today, row.numberOrNull())
  const closedOn = cameOrNull(closes, today)
  // Seen from before the day that it was closed, it is where nobody has said anything.
  const progress = closes === closedOn ? told : 'none'
  return { id, derived, contractIds, date, decisionDate, arrAtStake, progress, closedOn }
}
