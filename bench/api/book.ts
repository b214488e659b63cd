import { day, isoDay } from '../../src/base/day.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { makeCompany, runDay } from '../company.ts'
import type { Scratch } from '../scratch.ts'

/** The moment at which everybody asks: a Monday morning, after the day's run. */
export const NOW = new Date('2027-03-15T09:00:00Z')
const TODAY = day('2027-03-15')

/** Who asks for what. */
export type Askers = {
  /** CSMs with cards, in the order of their ids. */
  readonly people: readonly string[]
  readonly admin: string
  readonly customers: readonly string[]
  readonly open: number
}

type OpenBook = { readonly database: string; readonly executions: number; readonly people: number }

/** A company in which so many executions are open, with the day's run done. */
export async function makeOpenBook(scratch: Scratch, { database, executions, people }: OpenBook): Promise<Askers> {
  // One in ten has churned, or is looked after by nobody.
  const customers = Math.ceil(executions * 1.12)
  await makeCompany(scratch, { customers, database, today: TODAY, change: openForAll })
  await runDay(scratch, database, TODAY)
  return scratch.asAdmin(database, async (client) => {
    const first = async <Row extends object>(sql: string): Promise<Row> => {
      const { rows } = await client.query<Row>(sql)
      if (!rows[0]) throw new Error('The book is empty')
      return rows[0]
    }
    return first<Askers>(
      `select (select count(*)::int from workflow_executions where status in ('pending', 'in_progress', 'snoozed', 'escalated')) as open,
              (select id from users where role = 'admin') as admin,
              array(select user_id::text from daily_summaries order by user_id limit ${String(people)}) as people,
              array(select id::text from customers order by md5(id::text) limit 200) as customers`,
    )
  })
}

// Whoever has nothing open from the generator is given a health check as well.
const OPEN_FOR_ALL = `
  insert into workflow_executions (company_id, id, customer_id, workflow_id, workflow_version, family, trigger, rule, because, status,
                                   assigned_to, assigned_because, opened_on, due_at, total_steps)
  select c.company_id, app.new_id(), c.id, 'health-check', 1, 'cadence', 'cadence', 'cadence.contact', '[]', 'pending',
         c.owner_id, case when c.owner_id is not null then 'owner' end, $1::date - 3, $1::date + 12, (select total_steps from workflow_executions limit 1)
    from customers c
   where not exists (select from workflow_executions e where e.company_id = c.company_id and e.customer_id = c.id)`

const ADMIN = `
  insert into users (company_id, external_id, name, name_key, role)
  select app.company_id(), 'admin', 'Admin', 'admin', 'admin' where $1::date is not null`

async function openForAll(tx: Tx): Promise<void> {
  for (const statement of [OPEN_FOR_ALL, ADMIN]) await tx.run(statement, [isoDay(TODAY)])
}
