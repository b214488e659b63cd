import type { Tx } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'

type Check = { readonly code: string; readonly kinds: readonly Kind[]; readonly sql: string }

// Each gives one `example` a row; what is counted is all that is known, whichever import brought it.
const CHECKS: readonly Check[] = [
  {
    code: 'active-with-churn-event',
    kinds: ['customers', 'events'],
    sql: `select c.external_id as example from customers c where c.status in ('active', 'trial')
           and exists (select from events e where e.company_id = c.company_id and e.customer_id = c.id and e.kind = 'churn')`,
  },
  {
    code: 'churned-without-churn-event',
    kinds: ['events'],
    sql: `select c.external_id as example from customers c where c.status = 'churned'
           and not exists (select from events e where e.company_id = c.company_id and e.customer_id = c.id and e.kind = 'churn')`,
  },
  {
    code: 'several-churn-events',
    kinds: ['events'],
    sql: `select c.external_id as example from customers c join events e on e.company_id = c.company_id and e.customer_id = c.id and e.kind = 'churn'
           group by c.external_id having count(*) > 1`,
  },
  {
    code: 'churn-event-before-customer-since',
    kinds: ['customers', 'events'],
    sql: `select e.external_id as example from events e join customers c on c.company_id = e.company_id and c.id = e.customer_id
           where e.kind = 'churn' and e.at::date < c.customer_since`,
  },
  {
    code: 'churned-with-running-contract',
    kinds: ['customers', 'contracts'],
    sql: `select c.external_id as example from customers c where c.status = 'churned'
           and exists (select from contracts k where k.company_id = c.company_id and k.customer_id = c.id
                        and coalesce(k.status, '') not in ('churned', 'expired', 'cancelled') and (k.end_date is null or k.end_date > app.now()::date))`,
  },
  {
    code: 'active-with-churned-contracts-only',
    kinds: ['customers', 'contracts'],
    sql: `select c.external_id as example from customers c join contracts k on k.company_id = c.company_id and k.customer_id = c.id
           where c.status = 'active' group by c.external_id having bool_and(coalesce(k.status, '') = 'churned')`,
  },
  {
    code: 'contract-before-customer-since',
    kinds: ['customers', 'contracts'],
    sql: `select k.external_id as example from contracts k join customers c on c.company_id = k.company_id and c.id = k.customer_id
           where k.start_date < c.customer_since`,
  },
  {
    code: 'ticket-before-customer-since',
    kinds: ['customers', 'tickets'],
    sql: `select t.external_id as example from support_tickets t join customers c on c.company_id = t.company_id and c.id = t.customer_id
           where t.opened_at::date < c.customer_since`,
  },
  {
    code: 'usage-before-customer-since',
    kinds: ['customers', 'usage'],
    sql: `select c.external_id || ' ' || u.day as example from usage_metrics u join customers c on c.company_id = u.company_id and c.id = u.customer_id
           where u.day < c.customer_since`,
  },
]

/** What contradicts itself between records of different kinds, counted with its first examples. */
export async function crossChecks(tx: Tx, kind: Kind): Promise<{ code: string; count: number; examples: string[] }[]> {
  const found: { code: string; count: number; examples: string[] }[] = []
  for (const { code, kinds, sql } of CHECKS) {
    if (!kinds.includes(kind)) continue
    const row = await tx.row<{ count: number; examples: string[] | null }>(
      `select count(*) as count, (array_agg(example order by example))[1:5] as examples from (${sql}) contradicting`,
    )
    if (row && row.count > 0) found.push({ code, count: row.count, examples: row.examples ?? [] })
  }
  return found
}
