import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { tablesSql } from '../scripts/db-initial.ts'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { JOBS_VERSION, prepareJobs } from '../src/platform/jobs/schema.ts'
import { ensureRoles, urlsOf, withDatabase, type RoleUrls } from '../src/platform/roles.ts'

/** The server that tests run on: a real one when TEST_DATABASE_URL names a superuser of it, else an embedded one that all runs share. */
export type TestServer = {
  readonly adminUrl: string
  /** A database with the schema of db/tables and a business clock that tests set. */
  readonly template: string
  urlsFor(database: string): RoleUrls
  /** Lets the roles into a database that is no clone of the template. */
  prepareRoles(database: string): Promise<RoleUrls>
  release(): Promise<void>
}

export const SECRET_OF_TESTS = 'the secret of databases that hold nothing but tests'
const TEMPLATE_LOCK = 7_325_002

// In a real database app.now() is the transaction's time and nothing else.
const TEST_CLOCK = `create or replace function app.now() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;`

export async function joinTestServer(): Promise<TestServer> {
  const real = process.env['TEST_DATABASE_URL']
  const server = real ? { adminUrl: real, release: () => Promise.resolve() } : await startShared()
  const template = `renubu_template_${createHash('sha256').update(tablesSql()).update(TEST_CLOCK).update(JOBS_VERSION).digest('hex').slice(0, 12)}`
  const urlsFor = (database: string): RoleUrls => urlsOf(withDatabase(server.adminUrl, database), SECRET_OF_TESTS)
  try {
    await ensureTemplate(server.adminUrl, template)
  } catch (error) {
    await server.release()
    throw error
  }
  const prepareRoles = (database: string) => ensureRoles(withDatabase(server.adminUrl, database), SECRET_OF_TESTS)
  return { adminUrl: server.adminUrl, template, urlsFor, prepareRoles, release: server.release }
}

function startShared() {
  const place = createHash('sha256').update(PROJECT_ROOT).digest('hex').slice(0, 8)
  const dataDir = join(tmpdir(), `renubu-test-${String(process.getuid?.() ?? 0)}-${place}`)
  return startEmbedded({ dataDir, durable: false })
}

async function ensureTemplate(adminUrl: string, template: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rows } = await admin.query('select from pg_database where datname = $1', [template])
    if (rows.length > 0) return
    // Built under another name and renamed: a template that was interrupted is never taken for a whole one.
    const workshop = `${template}_new`
    await admin.query(`drop database if exists ${workshop} with (force)`)
    await admin.query(`create database ${workshop} template template0`)
    await fill(withDatabase(adminUrl, workshop))
    await admin.query(`alter database ${workshop} rename to ${template}`)
  } finally {
    await admin.end()
  }
}

async function fill(adminUrl: string): Promise<void> {
  const urls = await ensureRoles(adminUrl, SECRET_OF_TESTS)
  const owner = new pg.Client({ connectionString: urls.ownerUrl })
  await owner.connect()
  try {
    await owner.query(tablesSql())
    await owner.query(TEST_CLOCK)
  } finally {
    await owner.end()
  }
  await prepareJobs(urls)
}

/** Drops clones whose process is gone, and templates that no file of the last day asked for. */
export async function sweep(adminUrl: string, keep: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    const { rows } = await admin.query<{ name: string; old: boolean }>(`
      select datname as name, (pg_stat_file('base/' || oid || '/PG_VERSION')).modification < now() - interval '1 day' as old
        from pg_database where datname like 'renubu_test_%' or datname like 'renubu_template_%'`)
    for (const { name, old } of rows) {
      const process = Number(/^renubu_test_(\d+)_/.exec(name)?.[1] ?? 0)
      const forgotten = process > 0 ? !isAlive(process) : old && name !== keep
      if (forgotten) await admin.query(`drop database if exists ${name} with (force)`)
    }
  } finally {
    await admin.end()
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
