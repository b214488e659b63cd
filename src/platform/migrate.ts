import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { PROJECT_ROOT } from './environment.ts'
import { PREPARING_LOCK } from './roles.ts'

export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }
export type MigrationReport = { readonly applied: readonly string[]; readonly alreadyApplied: number }

export const MIGRATIONS_FOLDER = join(PROJECT_ROOT, 'db', 'migrations')

/** The migrations of a folder in the order of their names. */
export function migrationsIn(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings a database to the newest schema. One process at a time; each file is one transaction together with its entry, so a run that was
 * killed goes on with the file it was in. Throws when a file that was applied has changed since, or when the database is newer than the program.
 */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[] = migrationsIn(MIGRATIONS_FOLDER),
): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'renubu migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [PREPARING_LOCK])
    await client.query(`create table if not exists schema_migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default clock_timestamp())`)
    await client.query('grant select on schema_migrations to renubu_app')
    const { rows } = await client.query<AppliedMigration>('select name, checksum from schema_migrations order by name')
    const open = openMigrations(migrations, rows)
    for (const migration of open) await apply(client, migration)
    return { applied: open.map(({ name }) => name), alreadyApplied: rows.length }
  } finally {
    await client.end()
  }
}

type AppliedMigration = { readonly name: string; readonly checksum: string }

/** Which migrations are still to be applied. Throws when what was applied contradicts the files. */
export function openMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  const last = applied.at(-1)?.name ?? ''
  for (const { name, checksum } of applied) {
    const file = known.get(name)
    if (!file)
      throw new Error(`This database is newer than this program: it has ${name}. Start a newer version of Renubu.`)
    if (file.checksum !== checksum) {
      throw new Error(
        `The migration ${name} was changed after it was applied to this database. Restore the file and put the change into a new one ` +
          '(a database that holds nothing but samples can be deleted instead: remove its data directory).',
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  const open = migrations.filter(({ name }) => !done.has(name))
  const late = open.find(({ name }) => name < last)
  if (late)
    throw new Error(
      `The migration ${late.name} sorts before ${last}, which was applied already. Give it a later number.`,
    )
  return open
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The migration ${migration.name} failed${placeOf(error, migration.sql)}: ${reason}. Nothing of it was kept.`,
      {
        cause: error,
      },
    )
  }
}

function placeOf(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError) || !error.position) return ''
  return ` in line ${String(sql.slice(0, Number(error.position)).split('\n').length)}`
}
