import type { Actor } from '../src/base/actor.ts'
import { actOnExecution, actOnStep } from '../src/spine/execution-acts.store.ts'
import type { ExecutionEvent } from '../src/spine/execution.ts'
import type { StepEvent } from '../src/spine/step.ts'
import type { TestDatabase } from './database.ts'
import type { GivenCompany } from './given-company.ts'
import type { Somebody } from './app.ts'

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never

/** What people of a company do to its executions, by the names of customers. */
export type Acts = {
  /** The id of a customer's open execution; of one workflow when it is named. */
  readonly executionOf: (customer: string, workflowId?: string) => Promise<string>
  readonly customerId: (customer: string) => Promise<string>
  readonly personId: (name: string) => Promise<string>
  readonly as: (name: string) => Promise<Somebody>
  readonly act: (executionId: string, event: WithoutTime<ExecutionEvent>) => Promise<void>
  readonly step: (executionId: string, stepId: string, event: StepEvent) => Promise<void>
}

const ACTOR: Actor = { kind: 'person', id: null, name: 'Mo Tarn' }

export function actsIn(company: GivenCompany, { database, clock }: TestDatabase): Acts {
  const idOf = async (sql: string, values: readonly unknown[]): Promise<string> => {
    const [row] = await company.query<{ id: string }>(sql, values)
    if (!row) throw new Error(`Nothing is found for ${values.join(', ')}`)
    return row.id
  }
  const personId = (name: string) => idOf('select id from users where name = $1', [name])
  return {
    executionOf: (customer, workflowId) =>
      idOf(
        `select e.id from workflow_executions e join customers c on c.id = e.customer_id
          where c.name = $1 and ($2::text is null or e.workflow_id = $2) and e.closed_at is null order by e.opened_on, e.id limit 1`,
        [customer, workflowId ?? null],
      ),
    customerId: (customer) => idOf('select id from customers where name = $1', [customer]),
    personId,
    as: async (name) => ({ companyId: company.id, userId: await personId(name) }),
    act: async (executionId, event) => {
      const at = clock.now()
      const answer = await database.withCompany(company.id, (tx) =>
        actOnExecution(tx, executionId, { event: { ...event, at }, actor: ACTOR }),
      )
      if (!answer.ok) throw new Error(answer.refusal.reason)
    },
    step: async (executionId, stepId, event) => {
      const answer = await database.withCompany(company.id, (tx) =>
        actOnStep(tx, executionId, { stepId, event, actor: ACTOR, at: clock.now() }),
      )
      if (!answer.ok) throw new Error(answer.refusal.reason)
    },
  }
}
