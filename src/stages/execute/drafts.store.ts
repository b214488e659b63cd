import type { Actor } from '../../base/actor.ts'
import type { Tx } from '../../platform/postgres.ts'
import type { Draft } from './taskmode.contract.ts'

type Row = {
  readonly stepId: string
  readonly data: Draft['data']
  readonly version: number
  readonly savedAt: Date
  readonly savedBy: string
}

const COLUMNS = `step_id as "stepId", data, version, saved_at as "savedAt", saved_by_name as "savedBy"`

const draftOf = (row: Row): Draft => ({ ...row, savedAt: row.savedAt.toISOString() })

/** What was entered in the steps of an execution. */
export async function draftsOf(tx: Tx, executionId: string): Promise<Draft[]> {
  const rows = await tx.rows<Row>(
    `select ${COLUMNS} from workflow_step_drafts where execution_id = $1 order by step_id`,
    [executionId],
  )
  return rows.map(draftOf)
}

type Saving = {
  readonly executionId: string
  readonly stepId: string
  readonly data: Draft['data']
  /** The version that was changed; 0: there was none yet. */
  readonly version: number
  readonly actor: Actor
}

/** Keeps what was entered. Null: somebody saved meanwhile, and nothing was done. */
export async function saveDraft(tx: Tx, { executionId, stepId, data, version, actor }: Saving): Promise<Draft | null> {
  const values = [executionId, stepId, JSON.stringify(data), actor.name] as const
  const saved =
    version === 0
      ? await tx.row<Row>(
          `insert into workflow_step_drafts (company_id, execution_id, step_id, data, saved_by_name)
           values (app.company_id(), $1, $2, $3, $4) on conflict do nothing returning ${COLUMNS}`,
          values,
        )
      : await tx.row<Row>(
          `update workflow_step_drafts set data = $3, saved_by_name = $4, saved_at = app.now(), version = version + 1
            where execution_id = $1 and step_id = $2 and version = $5 returning ${COLUMNS}`,
          [...values, version],
        )
  return saved ? draftOf(saved) : null
}
