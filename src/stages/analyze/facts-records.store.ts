import type { Day } from '../../base/day.ts'
import { onDemand, type OnDemand } from '../../base/on-demand.ts'
import type { Tx } from '../../platform/postgres.ts'
import { amongCustomers, type Customers } from '../../spine/among-customers.store.ts'
import type { AccountPlan, ContactRole, CustomerStatus, LifecycleStage, Touch } from '../../spine/words.ts'
import { converted, type Conversion } from './currency.ts'
import type { ContactFact, ContractFact, RenewalFact } from './facts.ts'
import { dayNumber, dayNumberOf, END_OF_DAY, recordsOf, type Knowledge } from './known.store.ts'

/** What every read of a page is given: the page's customers and the day that they are seen from. */
export type PageRead = {
  readonly customers: Customers
  readonly knowledge: Knowledge
  readonly conversion: Conversion
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

/** The customers themselves, each with the version of its facts, in the order of their ids. Archived ones are left out. */
export async function readCustomers(tx: Tx, read: PageRead, parameters: readonly unknown[]): Promise<CustomerRow[]> {
  return tx.rows<CustomerRow>(
    `select c.id, c.external_id as "externalId", c.name, c.status, c.lifecycle_stage as "lifecycleStage", c.segment, c.tier, c.touch,
            c.account_plan as "accountPlan", c.arr, c.currency, c.licensed_users as "licensedUsers", c.owner_id as "ownerId",
            c.parent_id as "parentId", ${dayNumber('c.customer_since')} as "customerSince",
            ${dayNumber('c.renewal_date')} as "renewalDate", coalesce(v.version, 0) as version
       from ${recordsOf('customers', read.knowledge.mode, read.customers)} c
       left join facts_versions v on v.customer_id = c.id and ${amongCustomers(read.customers, 'v.customer_id')}
      where c.archived_at is null and $2::date is not null and $3::text is not null
      order by c.id`,
    parameters,
  )
}

// A contact who left longer ago than the longest look back of any rule says nothing any more.
const LEFT_WITHIN_DAYS = 400

type ContactRow = {
  readonly customer: string
  readonly role: ContactRole | null
  readonly active: boolean
  readonly left: Day | null
}

// Seen from before the day that somebody left, he is there.
const stillThere = 'c.active or coalesce(c.left_on > $2::date, false)'

/** The contacts that a rule may ask for: those with a part to play. Users, of whom a customer may have thousands, have none. */
export async function readContacts(
  tx: Tx,
  read: PageRead,
  parameters: readonly unknown[],
): Promise<OnDemand<ContactFact[]>> {
  const rows = await tx.rows<ContactRow>(
    `select c.customer_id as customer, c.role, (${stillThere}) as active, case when not (${stillThere}) then ${dayNumber('c.left_on')} end as left
       from ${recordsOf('contacts', read.knowledge.mode, read.customers)} c
      where c.role <> 'user' and (c.active or c.left_on is null or c.left_on > $2::date - ${String(LEFT_WITHIN_DAYS)})
        and $3::text is not null
      order by c.customer_id, c.id`,
    parameters,
  )
  const factOf = ({ role, active, left }: ContactRow): ContactFact => ({ role, active, leftOn: left })
  return onDemand(grouped(rows), (own) => own.map(factOf))
}

// A contract that ended longer ago than this and does not renew by itself opens and explains nothing.
const ENDED_WITHIN_DAYS = 400

type ContractRow = ContractFact & { readonly customer: string; readonly currency: string | null }

export async function readContracts(
  tx: Tx,
  read: PageRead,
  { parameters, currencies }: { parameters: readonly unknown[]; currencies: ReadonlyMap<string, string | null> },
): Promise<OnDemand<ContractFact[]>> {
  const rows = await tx.rows<ContractRow>(
    `select c.customer_id as customer, c.id, ${dayNumber('c.start_date')} as "startDate", ${dayNumber('c.end_date')} as "endDate",
            c.term_months as "termMonths", c.value, c.currency, c.auto_renew as "autoRenew", c.notice_days as "noticeDays",
            case when c.notice_given_on <= $2::date then ${dayNumber('c.notice_given_on')} end as "noticeGivenOn", c.status
       from ${recordsOf('contracts', read.knowledge.mode, read.customers)} c
      where (c.end_date is null or c.auto_renew or c.end_date > $2::date - ${String(ENDED_WITHIN_DAYS)}) and $3::text is not null
      order by c.customer_id, c.end_date, c.id`,
    parameters,
  )
  const { conversion } = read
  const factOf = ({ customer, currency, ...contract }: ContractRow): ContractFact => ({
    ...contract,
    value: converted(contract.value, currency, { conversion, fallback: currencies.get(customer) ?? null }),
  })
  return onDemand(grouped(rows), (own) => own.map(factOf))
}

// Long enough for a rest of the last renewal and for the anniversary after it.
const CLOSED_WITHIN_DAYS = 400

// A source names contracts by its own ids, and they may come later than the renewal: they are looked up when it is read.
const contractsOfRenewal = ({
  knowledge,
  customers,
}: PageRead): string => `case when r.contract_refs = '{}' then r.contract_ids else
  array(select k.id from ${recordsOf('contracts', knowledge.mode, customers)} k
         where k.customer_id = r.customer_id and k.external_id = any(r.contract_refs) order by k.id) end`

type RenewalRow = RenewalFact & { readonly customer: string; readonly currency: string | null }

export async function readRenewals(
  tx: Tx,
  read: PageRead,
  { parameters, currencies }: { parameters: readonly unknown[]; currencies: ReadonlyMap<string, string | null> },
): Promise<OnDemand<RenewalFact[]>> {
  const rows = await tx.rows<RenewalRow>(
    `select r.customer_id as customer, r.id, r.derived, ${contractsOfRenewal(read)} as "contractIds", ${dayNumber('r.date')} as date,
            ${dayNumber('r.decision_date')} as "decisionDate", r.arr_at_stake as "arrAtStake", r.currency,
            case when r.closed_at < ${END_OF_DAY} or r.closed_at is null then r.progress else 'none' end as progress,
            case when r.closed_at < ${END_OF_DAY} then ${dayNumberOf('r.closed_at')} end as "closedOn"
       from ${recordsOf('renewals', read.knowledge.mode, read.customers)} r
      where r.closed_at is null or r.closed_at > ${END_OF_DAY} - interval '${String(CLOSED_WITHIN_DAYS)} days'
      order by r.customer_id, r.date, r.id`,
    parameters,
  )
  const { conversion } = read
  const factOf = ({ customer, currency, ...renewal }: RenewalRow): RenewalFact => ({
    ...renewal,
    arrAtStake: converted(renewal.arrAtStake, currency, { conversion, fallback: currencies.get(customer) ?? null }),
  })
  return onDemand(grouped(rows), (own) => own.map(factOf))
}

/** Rows by their customer, in the order in which they came. */
export function grouped<Row extends { readonly customer: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.customer)
    if (group) group.push(row)
    else groups.set(row.customer, [row])
  }
  return groups
}
