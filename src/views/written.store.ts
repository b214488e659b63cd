import type { Tx } from '../platform/postgres.ts'

export type WrittenAnalysis = {
  readonly customerId: string
  readonly customer: string
  readonly health: number
  readonly risk: number
  readonly opportunity: number
  readonly coverage: number
}

/** The first analyses that a run wrote, by the names of the customers. */
export const writtenBy = (tx: Tx, runId: string, limit: number): Promise<WrittenAnalysis[]> =>
  tx.rows<WrittenAnalysis>(
    `select c.id as "customerId", c.name as customer, i.health, i.risk, i.opportunity, i.coverage
       from job_runs r
       join customer_intelligence i on i.company_id = r.company_id and i.as_of = r.local_date and i.run_id = r.id
       join customers c on c.company_id = i.company_id and c.id = i.customer_id
      where r.id = $1 order by lower(c.name), c.id limit $2`,
    [runId, limit],
  )
