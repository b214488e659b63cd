/** What the cycle reads: the columns of each table, and the part of it, in the words of the stores that read them. */
export type TableRead = { readonly table: string; readonly columns: readonly string[]; readonly where?: string }

const OPEN = `status in ('pending', 'in_progress', 'snoozed', 'escalated')`

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/**
 * The tables that a page of customers is read from (`src/stages/analyze/facts*.store.ts`, `intelligence.store.ts`, `src/spine`), each
 * column once. Columns that only choose or order rows are left out, and so is everything that is read once for the whole run.
 */
export const READS: readonly TableRead[] = [
  {
    table: 'customers',
    columns:
      words(`id external_id name status lifecycle_stage segment tier touch account_plan arr currency licensed_users
                    owner_id parent_id customer_since renewal_date`),
    where: 'archived_at is null',
  },
  { table: 'facts_versions', columns: words('customer_id version') },
  { table: 'usage_windows', columns: words('customer_id metric last_day days') },
  { table: 'usage_features', columns: words('customer_id last_days') },
  { table: 'contacts', columns: words('customer_id role active left_on'), where: `role <> 'user'` },
  { table: 'engagements', columns: words('customer_id at kind two_way attendees') },
  {
    table: 'support_tickets',
    columns: words('customer_id id opened_at open resolved_at first_replied_at priority reopened sentiment leaving'),
  },
  {
    table: 'contracts',
    columns: words(
      `customer_id id start_date end_date term_months value currency auto_renew notice_days notice_given_on status`,
    ),
  },
  {
    table: 'renewals',
    columns: words(`customer_id id derived contract_ids date decision_date arr_at_stake currency progress closed_at`),
  },
  { table: 'invoices', columns: words('customer_id status date due_date paid_at') },
  { table: 'opportunities', columns: words('customer_id product_id outcome type close_date opened_on') },
  { table: 'score_overrides', columns: words('customer_id figure value reason by_name from_day until_day') },
  { table: 'pulses', columns: words('customer_id colour day') },
  { table: 'events', columns: words('customer_id kind at data'), where: `kind = 'risk-signal'` },
  {
    table: 'customer_intelligence',
    columns: words(`customer_id as_of model_version configuration_version profile health risk opportunity coverage
                    health_decline factors`),
  },
  {
    table: 'workflow_executions',
    columns:
      words(`customer_id id version workflow_id family stage renewal_id event_key status started_at trigger held folded_under
                    trigger_off_since snoozed_until opened_on due_at assigned_to assigned_because input priority_score
                    priority_factors next_due_step_date`),
    where: OPEN,
  },
  {
    table: 'trigger_rests',
    columns: words('customer_id id family scope reason from_day until_day until_changed woken_at'),
  },
]

/** Where the book is divided between two connections: the first column says whose row it is. */
export type Division = { readonly half: 'below' | 'above'; readonly middle: string }

/** A read as one statement; of the whole table, or of one half of it. */
export function copyOut({ table, columns, where = 'true' }: TableRead, division?: Division): string {
  const [key = ''] = columns
  const half = division === undefined ? 'true' : `${key} ${division.half === 'below' ? '<' : '>='} '${division.middle}'`
  return `copy (select ${columns.join(', ')} from ${table} where ${where} and ${half}) to stdout`
}
