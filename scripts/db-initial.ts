import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS_FOLDER } from '../src/platform/migrate.ts'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

const TABLES_FOLDER = join(PROJECT_ROOT, 'db', 'tables')

/** The schema as db/tables says it, one file after the other. */
export function tablesSql(): string {
  return readdirSync(TABLES_FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => `-- ${name}\n${readFileSync(join(TABLES_FOLDER, name), 'utf8').trimEnd()}\n`)
    .join('\n')
}

const HEADER =
  '-- Written by scripts/db-initial.ts from db/tables. Frozen with the first release; from then on a change is a new file.\n\n'

if (import.meta.main) {
  const target = join(MIGRATIONS_FOLDER, '0001-initial.sql')
  writeFileSync(target, HEADER + tablesSql())
  console.log(`Wrote ${target}`)
}
