import { createHash } from 'node:crypto'
import type { Tx } from '../platform/postgres.ts'
import { workflow } from './catalogue.ts'
import type { WorkflowKind } from './workflow-kind.ts'

/** Tells one content of a built-in definition from another. */
export const contentHash = (kind: WorkflowKind): string =>
  createHash('sha256').update(JSON.stringify(kind)).digest('hex')

/**
 * The version of each workflow that a new execution runs with. A built-in definition becomes the company's own row when it is first used,
 * and a new version when what ships has changed; executions that run keep theirs.
 */
export async function ensureDefinitions(tx: Tx, workflowIds: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const kinds = [...new Set(workflowIds)].map(workflow)
  if (kinds.length === 0) return new Map()
  const wanted = kinds.map((kind) => ({
    id: kind.id,
    hash: contentHash(kind),
    title: kind.title,
    family: kind.family,
    stage: kind.stage,
    minutes: kind.targetMinutes,
    definition: kind,
  }))
  const rows = await tx.rows<{ id: string; version: number }>(
    `with wanted as (
       select * from jsonb_to_recordset($1::jsonb)
         as w(id text, hash text, title text, family text, stage text, minutes integer, definition jsonb)
     ), newest as (
       select distinct on (workflow_id) workflow_id, version, content_hash, origin from workflow_definitions
        where workflow_id in (select id from wanted) order by workflow_id, version desc
     ), made as (
       insert into workflow_definitions
         (company_id, workflow_id, version, origin, content_hash, title, family, stage, target_minutes, definition)
       select app.company_id(), w.id, coalesce(n.version, 0) + 1, 'builtin', w.hash, w.title, w.family, w.stage, w.minutes, w.definition
         from wanted w left join newest n on n.workflow_id = w.id
        where n.workflow_id is null or (n.origin = 'builtin' and n.content_hash <> w.hash)
       on conflict do nothing
       returning workflow_id, version
     )
     select w.id, coalesce(m.version, n.version) as version
       from wanted w left join made m on m.workflow_id = w.id left join newest n on n.workflow_id = w.id`,
    [JSON.stringify(wanted)],
  )
  return new Map(rows.map((row) => [row.id, row.version]))
}
