import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import type {
  ContactState,
  ContractState,
  CustomerState,
  RenewalState,
  SaidState,
  State,
  TicketState,
} from './changes.ts'
import { analysisOn } from './history.store.ts'
import { dayNumber, dayNumberOf, END_OF_DAY, recordsOf } from './known.store.ts'

type Asked = { readonly customerId: string; readonly timeZone: string }

// A customer may have thousands of contacts and tickets; what is told is cut at a page anyway.
const MOST = 5000

/** What was known of a customer at the end of a day, as the days' difference needs it. */
export async function stateOn(tx: Tx, { customerId, timeZone }: Asked, day: Day): Promise<State> {
  const parameters = [[customerId], isoDay(day), timeZone]
  const used = '$2::date is not null and $3::text is not null'
  const [customer] = await tx.rows<CustomerState>(
    `select c.arr, c.currency, c.account_plan as "accountPlan", c.status, c.lifecycle_stage as "lifecycleStage",
            c.licensed_users as "licensedUsers", ${dayNumber('c.renewal_date')} as "renewalDate", u.name as owner
       from ${recordsOf('customers', 'then')} c left join users u on u.id = c.owner_id where ${used}`,
    parameters,
  )
  return {
    analysis: (await analysisOn(tx, customerId, day))?.analysis ?? null,
    customer: customer ?? null,
    contacts: await tx.rows<ContactState>(
      `select c.id, c.name, c.role, c.active or coalesce(c.left_on > $2::date, false) as active
         from ${recordsOf('contacts', 'then')} c where ${used} order by c.role is null, c.id limit ${String(MOST)}`,
      parameters,
    ),
    contracts: await tx.rows<ContractState>(
      `select c.id, ${dayNumber('c.start_date')} as "startDate", ${dayNumber('c.end_date')} as "endDate", c.value, c.currency,
              c.auto_renew as "autoRenew", case when c.notice_given_on <= $2::date then ${dayNumber('c.notice_given_on')} end as "noticeOn", c.status
         from ${recordsOf('contracts', 'then')} c where ${used} order by c.end_date, c.id limit ${String(MOST)}`,
      parameters,
    ),
    renewals: await tx.rows<RenewalState>(
      `select r.id, ${dayNumber('r.date')} as date, r.arr_at_stake as "arrAtStake", r.currency, r.category,
              case when r.closed_at < ${END_OF_DAY} or r.closed_at is null then r.progress else 'none' end as progress
         from ${recordsOf('renewals', 'then')} r where ${used} order by r.date, r.id limit ${String(MOST)}`,
      parameters,
    ),
    tickets: await tx.rows<TicketState>(
      `select t.id, t.subject, t.priority, t.reopened, ${dayNumberOf('t.opened_at')} as "openedOn",
              t.open or coalesce(t.resolved_at >= ${END_OF_DAY}, false) as open
         from ${recordsOf('support_tickets', 'then')} t where t.opened_at < ${END_OF_DAY} and ${used}
        order by t.opened_at desc, t.id limit ${String(MOST)}`,
      parameters,
    ),
    said: await tx.rows<SaidState>(
      `select 'override ' || id as id, figure as what, value::text as says, by_name as by, reason as why from score_overrides
        where customer_id = any($1::uuid[]) and $2::date between from_day and until_day and (ended_at is null or ended_at >= ${END_OF_DAY})
       union all
       (select 'pulse ' || id, 'pulse', colour, by_name, note from pulses
         where customer_id = any($1::uuid[]) and day <= $2::date order by day desc, created_at desc, id desc limit 1)`,
      parameters,
    ),
  }
}
