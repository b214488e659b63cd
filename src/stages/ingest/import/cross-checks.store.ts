import type { Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import type { Warning } from './report.ts'

type Check = {
  readonly code: string
  readonly kinds: readonly Kind[]
  /** One `example` a row, of the customers `c` that `among` leaves. */
  readonly sql: (among: string) => string
  /** Says something of customers that the import does not name. */
  readonly ofOthers?: true
}

const CHURN_OF = `select from events e where e.company_id = c.company_id and e.customer_id = c.id and e.kind = 'churn'`

const CHECKS: readonly Check[] = [
  {
    code: 'active-with-churn-event',
    kinds: ['customers', 'events'],
    sql: (among) => `select c.external_id as example from customers c where c.status in ('active', 'trial') ${among}
           and exists (${CHURN_OF})`,
  },
  {
    code: 'churned-without-churn-event',
    kinds: ['events'],
    sql: () =>
      `select c.external_id as example from customers c where c.status = 'churned' and not exists (${CHURN_OF})`,
    ofOthers: true,
  },
  {
    code: 'several-churn-events',
    kinds: ['events'],
    sql: (
      among,
    ) => `select c.external_id as example from customers c join events e on e.company_id = c.company_id and e.customer_id = c.id and e.kind = 'churn'
           where true ${among} group by c.external_id having count(*) > 1`,
  },
  {
    code: 'churn-event-before-customer-since',
    kinds: ['customers', 'events'],
    sql: (
      among,
    ) => `select e.external_id as example from events e join customers c on c.company_id = e.company_id and c.id = e.customer_id
           where e.kind = 'churn' and e.at::date < c.customer_since ${among}`,
  },
  {
    code: 'churned-with-running-contract',
    kinds: ['customers', 'contracts'],
    sql: (among) => `select c.external_id as example from customers c where c.status = 'churned' ${among}
           and exists (select from contracts k where k.company_id = c.company_id and k.customer_id = c.id
                        and coalesce(k.status, '') not in ('churned', 'expired', 'cancelled') and (k.end_date is null or k.end_date > app.now()::date))`,
  },
  {
    code: 'active-with-churned-contracts-only',
    kinds: ['customers', 'contracts'],
    sql: (
      among,
    ) => `select c.external_id as example from customers c join contracts k on k.company_id = c.company_id and k.customer_id = c.id
           where c.status = 'active' ${among} group by c.external_id having bool_and(coalesce(k.status, '') = 'churned')`,
  },
  {
    code: 'contract-before-customer-since',
    kinds: ['customers', 'contracts'],
    sql: (
      among,
    ) => `select k.external_id as example from contracts k join customers c on c.company_id = k.company_id and c.id = k.customer_id
           where k.start_date < c.customer_since ${among}`,
  },
  {
    code: 'ticket-before-customer-since',
    kinds: ['customers', 'tickets'],
    sql: (
      among,
    ) => `select t.external_id as example from support_tickets t join customers c on c.company_id = t.company_id and c.id = t.customer_id
           where t.opened_at::date < c.customer_since ${among}`,
  },
  {
    code: 'usage-before-customer-since',
    kinds: ['customers', 'usage'],
    sql: (
      among,
    ) => `select c.external_id || ' ' || u.day as example from usage_values u join customers c on c.company_id = u.company_id and c.id = u.customer_id
           where u.month < c.customer_since and u.day < c.customer_since ${among}`,
  },
]

/** Whether anything is checked at the end of an import of the kind. */
export const isCrossChecked = (kind: Kind): boolean => CHECKS.some(({ kinds }) => kinds.includes(kind))

/**
 * What contradicts itself between records of different kinds, counted with its first examples: of the customers that the import names, or of
 * all when `named` is undefined.
 */
export async function crossChecks(tx: Tx, kind: Kind, named: ReadonlySet<string> | undefined): Promise<Warning[]> {
  const found: Warning[] = []
  for (const { code, kinds, sql, ofOthers } of CHECKS) {
    if (!kinds.includes(kind)) continue
    if (ofOthers && named && !(await coversChurned(tx, named))) continue
    const limited = named !== undefined && ofOthers !== true
    const row = await tx.row<{ count: number; examples: string[] | null }>(
      `select count(*) as count, (array_agg(example order by example))[1:5] as examples
         from (${sql(limited ? 'and c.id = any($1::uuid[])' : '')}) contradicting`,
      limited ? [[...named]] : [],
    )
    if (row && row.count > 0) found.push({ code, count: row.count, examples: row.examples ?? [] })
  }
  return found
}

/** True when the import names most of those who left: then it tells of the others that something is missing; a few records do not. */
async function coversChurned(tx: Tx, named: ReadonlySet<string>): Promise<boolean> {
  const row = await tx.row<{ most: boolean }>(
    `select count(*) filter (where id = any($1::uuid[])) * 2 > count(*) as most from customers where status = 'churned'`,
    [[...named]],
  )
  return row?.most === true
}
