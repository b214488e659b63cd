import { createHash } from 'node:crypto'
import type { Tx } from '../platform/postgres.ts'
import { workflow } from './catalogue.ts'
import type { WorkflowKind } from './workflow-kind.ts'

/** Tells one content of a built-in definition from another. */
export const contentHash = (kind: WorkflowKind): string =>
  createHash('sha256').update(JSON.stringify(kind)).digest('hex')

/** The version of a workflow's definition that new executions run with, and its steps in their order. */
export type UsedDefinition = { readonly version: number; readonly stepIds: readonly string[] }

/**
 * The definition of each workflow that a new execution runs with. A built-in definition becomes the company's own row when it is first used,
 * and a new version when what ships has changed; a company's own version stays, and executions that run keep theirs.
 */
export async function ensureDefinitions(
  tx: Tx,
  workflowIds: Iterable<string>,
): Promise<ReadonlyMap<string, UsedDefinition>> {
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
  await tx.run(
    `with newest as (
       select distinct on (workflow_id) workflow_id, version, content_hash, origin from workflow_definitions order by workflow_id, version desc
     )
     insert into workflow_definitions
       (company_id, workflow_id, version, origin, content_hash, title, family, stage, target_minutes, definition)
     select app.company_id(), w.id, coalesce(n.version, 0) + 1, 'builtin', w.hash, w.title, w.family, w.stage, w.minutes, w.definition
       from jsonb_to_recordset($1::jsonb)
         as w(id text, hash text, title text, family text, stage text, minutes integer, definition jsonb)
       left join newest n on n.workflow_id = w.id
      where n.workflow_id is null or (n.origin = 'builtin' and n.content_hash <> w.hash)
      order by w.id
     on conflict do nothing`,
    [JSON.stringify(wanted)],
  )
  // A statement of its own, so that a row is seen that another transaction wrote while this one waited for it.
  const rows = await tx.rows<UsedDefinition & { readonly id: string }>(
    `select distinct on (workflow_id) workflow_id as id, version, ${STEP_IDS} as "stepIds" from workflow_definitions
      where workflow_id = any($1::text[]) order by workflow_id, version desc`,
    [kinds.map((kind) => kind.id)],
  )
  return new Map(rows.map(({ id, ...used }) => [id, used]))
}

/** The steps (`id`, `name`) of the definition `d` that an execution runs with, as JSON; for statements that join it. */
export const STEPS_OF_DEFINITION = `(select jsonb_agg(jsonb_build_object('id', s.step ->> 'id', 'name', coalesce(s.step ->> 'name', s.step ->> 'id')) order by s.place)
    from jsonb_array_elements(d.definition -> 'steps') with ordinality as s(step, place))`

const STEP_IDS = `jsonb_path_query_array(definition, '$.steps[*].id')`

/** The steps of the definition that an execution was opened with, whatever ships today. */
export async function stepIdsOfVersion(tx: Tx, workflowId: string, version: number): Promise<readonly string[]> {
  const found = await tx.row<{ readonly stepIds: readonly string[] }>(
    `select ${STEP_IDS} as "stepIds" from workflow_definitions where workflow_id = $1 and version = $2`,
    [workflowId, version],
  )
  if (!found) throw new Error(`There is no version ${String(version)} of the workflow "${workflowId}"`)
  return found.stepIds
}
