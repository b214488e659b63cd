import { withValues, type Tx } from '../src/platform/postgres.ts'

type Plan = {
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly 'Rows Removed by Join Filter'?: number
  readonly Plans?: readonly Plan[]
}

// Rows that were held against each other and did not belong together.
const PAIRS = 'pairs in vain'

/** Rows that a plan took into its hands, by table: what it gave on and what it looked at in vain. */
function addRows(plan: Plan, read: Map<string, number>): void {
  const table = plan['Relation Name']
  const add = (name: string, rows: number): unknown =>
    read.set(name, (read.get(name) ?? 0) + rows * plan['Actual Loops'])
  if (table !== undefined) {
    const vain = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)
    add(table, plan['Actual Rows'] + vain)
  }
  const pairs = plan['Rows Removed by Join Filter'] ?? 0
  if (pairs > 0) add(PAIRS, pairs)
  for (const child of plan.Plans ?? []) addRows(child, read)
}

/** A transaction that also counts the rows that its reads look at, by table. */
export function countingReads(tx: Tx, read: Map<string, number>): Tx {
  const explain = async (sql: string, params: readonly unknown[] = []): Promise<void> => {
    const [explained] = await tx.rows<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
      `explain (analyze, timing off, format json) ${sql}`,
      params,
    )
    for (const { Plan: plan } of explained?.['QUERY PLAN'] ?? []) addRows(plan, read)
  }
  return {
    ...tx,
    rows: async (sql, params = []) => {
      await explain(sql, params)
      return tx.rows(sql, params)
    },
    copied: async (sql, params = []) => {
      await explain(withValues(sql, params))
      return tx.copied(sql, params)
    },
  }
}
