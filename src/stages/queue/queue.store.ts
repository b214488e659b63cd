import { isoDay, type Day } from '../../base/day.ts'
import { idList, type Tx } from '../../platform/postgres.ts'
import { OPEN } from '../../spine/execution.store.ts'
import { factorsFrom, type KeptFactors } from '../../spine/factor.ts'
import type { QueueEntry } from './card.ts'

type Row = Omit<QueueEntry, 'contacts' | 'factors'> & { readonly ownerId: string; readonly kept: KeptFactors }

export type OwnedEntry = QueueEntry & { readonly ownerId: string }

const COLUMNS = `e.id as "executionId", coalesce(e.priority_score, 0) as score, coalesce(r.date, s.renewal_date) as "renewalDate",
  case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end - $2::date as "daysUntilRenewal",
  case when e.family = 'renewal' then coalesce(r.arr_at_stake, c.arr) else c.arr end as arr, c.id as "customerId",
  c.external_id as "customerExternalId", e.family, e.workflow_id as "workflowId", c.name as "customerName", c.parent_id as "parentId", e.status,
  e.held, e.folded_under as "foldedUnder", e.snoozed_until as "snoozedUntil", e.next_due_step_date as "nextDueStepAt", e.due_at as "dueOn",
  coalesce(e.priority_factors, '[]') as kept, e.assigned_to as "ownerId",
  coalesce(e.status = 'in_progress' and (e.next_due_step_date at time zone (select time_zone from companies where id = e.company_id))::date > $2::date
    and not exists (select from workflow_step_states st where st.company_id = e.company_id and st.execution_id = e.id
                     and st.status in ('not_started', 'in_progress', 'escalated')), false) as waiting`

/** Some people with everything that is open for them; who has nothing is among the people alone. */
export type OpenOfPeople = {
  readonly people: readonly string[]
  readonly entries: ReadonlyMap<string, readonly OwnedEntry[]>
}

const PEOPLE_AT_ONCE = 25
const ROWS_AT_ONCE = 1000

/**
 * Everything that is open for these people, some people at a time, with what orders it; days are counted from `day`. One statement reads
 * it for all of them, as of when the first are asked for, and a cursor hands it out: a person's customers lie all over the book, so
 * statements for some people each would read every page of customers, standings and renewals again and again.
 */
export async function* openByPeople(tx: Tx, userIds: readonly string[], day: Day): AsyncGenerator<OpenOfPeople> {
  // All of it will be fetched; a cursor is planned for its first tenth unless it is told.
  await tx.run('set local cursor_tuple_fraction = 1')
  await tx.run(
    `declare open_by_people no scroll cursor for
     select ${COLUMNS} from workflow_executions e
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = e.renewal_id
      where e.${OPEN} and e.assigned_to = any($1::uuid[])
      order by e.assigned_to`,
    [idList(userIds), isoDay(day)],
  )
  const ids = userIds.toSorted()
  let rows: Row[] = []
  for (let first = 0, isLast = false; first < ids.length; first += PEOPLE_AT_ONCE) {
    const people = ids.slice(first, first + PEOPLE_AT_ONCE)
    const end = people.at(-1) ?? ''
    while (!isLast && (rows.at(-1)?.ownerId ?? '') <= end) {
      const more = await tx.rows<Row>(`fetch ${String(ROWS_AT_ONCE)} from open_by_people`)
      isLast = more.length < ROWS_AT_ONCE
      rows = rows.concat(more)
    }
    const own = rows.filter(({ ownerId }) => ownerId <= end)
    rows = rows.slice(own.length)
    const contacts = await contactsOfFamilies(tx, own)
    const entries = own.map(({ kept, ...row }) => ({
      ...row,
      factors: factorsFrom(kept),
      contacts: contacts.get(row.customerId) ?? [],
    }))
    yield { people, entries: Map.groupBy(entries, ({ ownerId }) => ownerId) }
  }
  await tx.run('close open_by_people')
}

/** Everything that is open for one person. */
export async function openEntriesOf(tx: Tx, userId: string, day: Day): Promise<readonly OwnedEntry[]> {
  const found: OwnedEntry[] = []
  for await (const { entries } of openByPeople(tx, [userId], day)) found.push(...(entries.get(userId) ?? []))
  return found
}

// Only customers with a parent, or children, share cards; the others' contacts are not read.
async function contactsOfFamilies(tx: Tx, rows: readonly Row[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const parents = new Set(rows.flatMap((row) => (row.parentId === null ? [] : [row.parentId])))
  const ids = rows.filter((row) => row.parentId !== null || parents.has(row.customerId)).map((row) => row.customerId)
  if (ids.length === 0) return new Map()
  const found = await tx.rows<{ customerId: string; contacts: string[] }>(
    `select customer_id as "customerId", array_agg(distinct lower(email)) as contacts from contacts
      where customer_id = any($1::uuid[]) and active and email is not null group by customer_id`,
    [[...new Set(ids)]],
  )
  return new Map(found.map((row) => [row.customerId, row.contacts]))
}

/** How many executions each of these people completed since an instant; what the rules closed is not theirs. */
export async function completedSince(
  tx: Tx,
  userIds: readonly string[],
  since: Date,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.rows<{ userId: string; count: number }>(
    `select assigned_to as "userId", count(*)::integer as count from workflow_executions
      where status = 'completed' and outcome->'because' is null and assigned_to = any($1::uuid[])
        and closed_at is not null and closed_at >= $2 and completed_at >= $2 group by assigned_to`,
    [userIds, since],
  )
  return new Map(rows.map((row) => [row.userId, row.count]))
}
