import type { TestDatabase } from './database.ts'

export const NOBODY = '01890000-0000-7000-8000-000000000000'

const TABLES = {
  customers: 'customers',
  customer: 'customers',
  workflows: 'workflow_executions',
  users: 'users',
  members: 'users',
  absences: 'absences',
  teams: 'teams',
  tasks: 'tasks',
  runs: 'job_runs',
  imports: 'imports',
  contacts: 'contacts',
  contracts: 'contracts',
  engagements: 'engagements',
  secrets: 'webhook_secrets',
  deliveries: 'webhook_deliveries',
  keys: 'api_keys',
} as const

/** Fills the places of an address of the API with ids of a company's own records, by the word before each; unknown ids where it has none. */
export async function ownIds({ owner }: TestDatabase, companyId: string): Promise<(path: string) => string> {
  const ids = new Map<string, string>()
  for (const [word, table] of Object.entries(TABLES)) {
    const { rows } = await owner.query<{ id: string }>(
      `select id from ${table} where company_id = $1 order by id desc limit 1`,
      [companyId],
    )
    ids.set(word, rows[0]?.id ?? NOBODY)
  }
  return (path) => path.replaceAll(/([\w-]+)\/\{\w+\}/g, (_, word: string) => `${word}/${ids.get(word) ?? NOBODY}`)
}
