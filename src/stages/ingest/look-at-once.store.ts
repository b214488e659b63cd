import { enqueue } from '../../platform/jobs/enqueue.ts'
import type { Tx } from '../../platform/postgres.ts'

/** The job that looks at customers at once; see the pipeline. */
const ANALYZE_TASK = 'analyze-customers'

type Look = {
  readonly companyId: string
  readonly customerIds: readonly string[]
  /** What told of them, for the run. */
  readonly startedBy: string
}

/** Has customers looked at as soon as what is told of them is in, in the transaction that tells it. */
export async function lookAtOnce(tx: Tx, look: Look): Promise<void> {
  if (look.customerIds.length > 0) await enqueue(tx, ANALYZE_TASK, look)
}

// A file with more of them is a history, which the next morning reads as a whole.
const MOST_AT_ONCE = 500
// As long as such a ticket opens a workflow.
const PRESSING_DAYS = 8

type Brought = Pick<Look, 'companyId'> & { readonly importId: string }

/** Has whoever has a pressing ticket by an import looked at now; everybody else is tomorrow morning. */
export const lookAtPressing = async (tx: Tx, { companyId, importId }: Brought): Promise<void> =>
  lookAtOnce(tx, { companyId, customerIds: await customersInNeed(tx, importId), startedBy: 'import' })

/** Customers with an open ticket of high or urgent priority that an import has brought or changed. */
async function customersInNeed(tx: Tx, importId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    `select distinct customer_id as id from support_tickets
      where company_id = app.company_id() and import_id = $1 and customer_id is not null and priority in ('high', 'urgent')
        and open and opened_at >= app.now() - interval '${String(PRESSING_DAYS)} days'
      limit ${String(MOST_AT_ONCE)}`,
    [importId],
  )
  return rows.map(({ id }) => id)
}
