import type pg from 'pg'

// What a day's run leaves in each table, ids of executions and runs replaced by what they stand for, instants left out.

const RUNS_OWN = ['company_id', 'id', 'run_id', 'opened_run', 'import_id']
const INSTANTS = [
  'created_at',
  'updated_at',
  'analyzed_at',
  'closed_at',
  'known_at',
  'at',
  'completed_at',
  'performed_at',
  'started_at',
]
const LEFT_OUT = [...RUNS_OWN, ...INSTANTS].map((column) => `- '${column}'`).join(' ')

const TABLES = [
  'customer_standings',
  'customer_intelligence',
  'workflow_executions',
  'workflow_step_actions',
  'trigger_rests',
  'renewals',
  'tasks',
  'daily_summaries',
] as const

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

export type RunResult = ReadonlyMap<string, readonly string[]>

/** Every row that the runs left (of one company, if it is named), one line each, sorted; two runs over the same facts give the same lines. */
export async function runResult(owner: pg.Pool, companyId: string | null = null): Promise<RunResult> {
  const { rows: executions } = await owner.query<{ id: string; name: string }>(
    `select id, concat_ws(' ', workflow_id, 'of', customer_id, 'about', renewal_id, 'opened', opened_on, 'status', status) as name
       from workflow_executions where coalesce(company_id = $1, true)`,
    [companyId],
  )
  const names = new Map(executions.map(({ id, name }) => [id, name]))
  const result = new Map<string, readonly string[]>()
  for (const table of TABLES) {
    const { rows } = await owner.query<{ line: string }>(
      `select (to_jsonb(t) ${LEFT_OUT})::text as line from ${table} t where coalesce(company_id = $1, true)`,
      [companyId],
    )
    result.set(table, rows.map(({ line }) => line.replace(UUID, (id) => names.get(id) ?? id)).sort())
  }
  return result
}

/** The lines that only one of two results has, at most three of each table and side. */
export function differences(one: RunResult, other: RunResult): readonly string[] {
  return TABLES.flatMap((table) => {
    const [here, there] = [one.get(table) ?? [], other.get(table) ?? []]
    const [inHere, inThere] = [new Set(here), new Set(there)]
    const lengths =
      here.length === there.length ? [] : [`${table}: ${String(here.length)} and ${String(there.length)} rows`]
    return [
      ...lengths,
      ...here
        .filter((line) => !inThere.has(line))
        .slice(0, 3)
        .map((line) => `${table}, only in the first: ${line}`),
      ...there
        .filter((line) => !inHere.has(line))
        .slice(0, 3)
        .map((line) => `${table}, only in the second: ${line}`),
    ]
  })
}
