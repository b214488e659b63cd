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
  const values = [executionId, stepId, JSON.stringify(data), actor.name, actor.id] as const
  const saved =
    version === 0
      ? await tx.row<Row>(
          `insert into workflow_step_drafts (company_id, execution_id, step_id, data, saved_by_name, saved_by)
           values (app.company_id(), $1, $2, $3, $4, $5) on conflict do nothing returning ${COLUMNS}`,
          values,
        )
      : await tx.row<Row>(
          `update workflow_step_drafts set data = $3, saved_by_name = $4, saved_by = $5, saved_at = app.now(), version = version + 1
            where execution_id = $1 and step_id = $2 and version = $6 returning ${COLUMNS}`,
          [...values, version],
        )
  return saved ? draftOf(saved) : null
}

// Whoever was away for longer sits down anew.
const SITTING = '30 minutes'

/**
 * Whether somebody has written in an execution a moment ago. Typing saves every second; what the audit trail tells of it is that somebody sat
 * down to write, once.
 */
export async function isSitting(tx: Tx, executionId: string, { id, name }: Actor): Promise<boolean> {
  const found = await tx.row<{ sits: boolean }>(
    `select exists (select from workflow_step_drafts where execution_id = $1 and saved_by is not distinct from $2 and saved_by_name = $3
              and saved_at > app.now() - interval '${SITTING}') as sits`,
    [executionId, id, name],
  )
  return found?.sits ?? false
}
