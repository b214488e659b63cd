import { day, isoDay } from '../../src/base/day.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { makeCompany, runDay, settle } from '../company.ts'
import type { Scratch } from '../scratch.ts'
import { inApp } from './app.ts'
import { post } from './requests.ts'

const TODAY = day('2027-03-15')
const RUNS_EACH = 25

/** Who asks for what. */
export type Askers = {
  /** CSMs with cards, in the order of their ids. */
  readonly people: readonly string[]
  readonly admin: string
  readonly customers: readonly string[]
  readonly open: number
  /** The first steps of some runs of people who have begun them, one person after the other. */
  readonly steps: readonly Step[]
}

export type Step = { readonly userId: string; readonly executionId: string; readonly stepId: string }

type OpenBook = { readonly database: string; readonly executions: number; readonly people: number }

/** A company in which so many executions are open, with the day's run done. */
export async function makeOpenBook(scratch: Scratch, { database, executions, people }: OpenBook): Promise<Askers> {
  // One in ten has churned, or is looked after by nobody.
  const customers = Math.ceil(executions * 1.12)
  await makeCompany(scratch, { customers, database, today: TODAY, change: openForAll })
  await runDay(scratch, database, TODAY)
  const askers = await askersOf(scratch, { database, people })
  await inApp(scratch, database, async (ask) => {
    for (const { userId, executionId } of askers.steps)
      await ask(post({ secret: scratch.secret, userId }, `/api/workflows/${executionId}/start`, {}))
  })
  await settle(scratch, database)
  return askers
}

function askersOf(scratch: Scratch, { database, people }: Omit<OpenBook, 'executions'>): Promise<Askers> {
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
              array(select id::text from customers order by md5(id::text) limit 200) as customers,
              array(select json_build_object('userId', run.assigned_to, 'executionId', run.id, 'stepId', run.step)
                      from (select e.assigned_to, e.id, coalesce(e.leading_steps[1], d.definition -> 'steps' -> 0 ->> 'id') as step,
                                   row_number() over (partition by e.assigned_to order by e.id) as place
                              from workflow_executions e
                              join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
                             where e.status = 'pending' and e.assigned_to is not null) run
                     where run.place <= ${String(RUNS_EACH)} order by run.assigned_to, run.place limit ${String(people * RUNS_EACH)}) as steps`,
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
