import { createCompany } from '../src/access/companies.store.ts'
import { createUser } from '../src/access/users.store.ts'
import type { Actor } from '../src/base/actor.ts'
import { day } from '../src/base/day.ts'
import type { Tx } from '../src/platform/postgres.ts'
import { insertExecutions, newIds, type NewExecution } from '../src/spine/execution.store.ts'
import type { TestDatabase } from './database.ts'

/** The day on which the clock of a test's database stands at first. */
export const OPENED_ON = day('2027-03-15')

export type GivenExecutions = {
  readonly companyId: string
  /** A CSM and her manager. */
  readonly csm: string
  readonly manager: string
  readonly actor: Actor
  readonly inTx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  readonly customer: (ownerId?: string) => Promise<string>
  readonly renewal: (customerId: string, known?: RenewalParts) => Promise<string>
  /** Of a customer of its own unless one is given; it waits to be begun unless something else is said. */
  readonly execution: (known?: Partial<NewExecution>) => Promise<string>
}

type RenewalParts = { readonly derived?: boolean; readonly progress?: string; readonly date?: string }

let count = 0

/** A company with two people, whose executions are written by the store and not by the rules. */
export async function givenExecutions(db: TestDatabase): Promise<GivenExecutions> {
  count += 1
  const { id: companyId } = await createCompany(db, { name: `Company of runs ${String(count)}`, timeZone: 'UTC' })
  const manager = await createUser(db, { companyId, name: 'Mia Lead', role: 'manager' })
  const csm = await createUser(db, { companyId, name: 'Ida Nord', role: 'csm', leadId: manager.id })
  const inTx: GivenExecutions['inTx'] = (work) => db.database.withCompany(companyId, work)
  const made = async (sql: string, params: readonly unknown[]): Promise<string> => {
    const row = await inTx((tx) => tx.row<{ id: string }>(`${sql} returning id`, params))
    if (!row) throw new Error(`Nothing was written by ${sql}`)
    return row.id
  }
  const customer = (ownerId = csm.id): Promise<string> => {
    count += 1
    return made(
      `insert into customers (company_id, external_id, name, name_key, owner_id) values (app.company_id(), $1, $1, $1, $2)`,
      [`customer ${String(count)}`, ownerId],
    )
  }
  return {
    companyId,
    csm: csm.id,
    manager: manager.id,
    actor: { kind: 'person', id: csm.id, name: csm.name },
    inTx,
    customer,
    renewal: (customerId, { derived = true, progress = 'none', date = '2027-05-01' } = {}) => {
      count += 1
      return made(
        `insert into renewals (company_id, source, external_id, derived, customer_id, date, progress, closed_at)
         values (app.company_id(), 'derived', $1, $2, $3, $4, $5, case when $5 in ('signed', 'lost') then app.now() end)`,
        [`renewal ${String(count)}`, derived, customerId, date, progress],
      )
    },
    execution: async (known = {}) => {
      const customerId = known.customerId ?? (await customer())
      return inTx(async (tx) => {
        const [id = ''] = await newIds(tx, 1)
        await insertExecutions(tx, [{ ...anExecution({ id, customerId, assignedTo: csm.id }), ...known }])
        return known.id ?? id
      })
    },
  }
}

/** A risk workflow with four steps that waits to be begun. */
export const anExecution = (
  known: Partial<NewExecution> & Pick<NewExecution, 'id' | 'customerId' | 'assignedTo'>,
): NewExecution => ({
  renewalId: null,
  workflowId: 'in-band-risk',
  family: 'risk',
  stage: null,
  trigger: 'risk',
  rule: 'risk.in-band',
  because: [{ code: 'risk', value: 80 }],
  eventKey: null,
  input: '',
  leadingSteps: [],
  held: false,
  assignedBecause: 'owner',
  approval: 'none',
  priority: null,
  dueOn: OPENED_ON + 5,
  openedOn: OPENED_ON,
  snoozedUntil: null,
  ...known,
})
