import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll } from 'vitest'
import { fixedClock } from '../src/base/clock.ts'
import { openDatabase, openPool, type Database } from '../src/platform/postgres.ts'
import { withDatabase, type RoleUrls } from '../src/platform/roles.ts'
import type { ReadTicket } from '../src/stages/ingest/import/parts.store.ts'
import { joinTestServer, type TestServer } from './server.ts'

export type TestDatabase = {
  /** The application's: bound by row-level security, its `app.now()` follows `clock`. */
  readonly database: Database
  /** The same with connections of its own, as a second process has them; opened when first asked for. */
  readonly second: () => Promise<Database>
  /** A superuser's pool, which sees every company's rows: for looking behind the application's back. */
  readonly owner: pg.Pool
  /** Business time of code and SQL alike. */
  readonly clock: ReturnType<typeof fixedClock>
  /** What imports of tests take from a ticket's text: nothing, unless a test is about that. */
  readonly readTicket: ReadTicket
  /** Addresses of this database for code that opens its own connections. */
  readonly urls: RoleUrls
}

export type TestDatabaseOptions = {
  /** Where the clock stands at first; a Monday morning unless it is given. */
  readonly now?: Date
  /** `none`: roles and nothing else, for tests of the migrations themselves. */
  readonly schema?: 'whole' | 'none'
}

/** A Monday morning. */
const START = new Date('2027-03-15T09:00:00Z')

/** Takes nothing from a ticket's text. */
export const sayNothing: ReadTicket = () => ({ sentiment: null, words: [], leaving: false, leavingWords: [] })

let count = 0

/**
 * A database of its own with the schema as db/tables says it. Call it at the top of a test file; it is dropped after the file's last test,
 * which fails when a connection is still open then.
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const server = await joinTestServer()
  count += 1
  const name = `renubu_test_${String(process.pid)}_${String(count)}_${String(performance.timeOrigin).replace(/\D/g, '').slice(-8)}`
  await (options.schema === 'none' ? createEmpty(server, name) : clone(server, name))
  const urls = server.urlsFor(name)
  const clock = fixedClock(options.now ?? START)
  const open = (applicationName: string): Promise<Database> =>
    openDatabase({ url: urls.appUrl, testClock: clock, applicationName })
  const database = await open('test database')
  const second = whenAskedFor(() => open('test database of the second'))
  const owner = openPool({ url: withDatabase(server.adminUrl, name), applicationName: 'test owner', max: 4 })
  afterAll(async () => {
    const stuck = await Promise.race([
      Promise.all([database.close(), second.close(), owner.end()]).then(() => false),
      sleep(5_000, true, { ref: false }),
    ])
    try {
      await drop(server, name, stuck)
    } finally {
      await server.release()
    }
  })
  return {
    database,
    second: second.open,
    owner,
    clock,
    readTicket: sayNothing,
    urls,
  }
}

/** A database that is opened when it is first asked for, and closed when it was. */
export function whenAskedFor(open: () => Promise<Database>) {
  let opened: Promise<Database> | undefined
  return {
    open: () => (opened ??= open()),
    close: async () => (await opened)?.close(),
  }
}

async function clone(server: TestServer, name: string): Promise<void> {
  await asAdmin(server, async (admin) => {
    await admin.query(`create database ${name} template ${server.template}`)
    // A clone has its own rights on the database itself; those of the template are not copied.
    await admin.query(`grant create on database ${name} to renubu_owner, renubu_jobs`)
  })
}

async function createEmpty(server: TestServer, name: string): Promise<void> {
  await asAdmin(server, async (admin) => {
    await admin.query(`create database ${name} template template0`)
  })
  await server.prepareRoles(name)
}

async function drop(server: TestServer, name: string, stuck: boolean): Promise<void> {
  await asAdmin(server, async (admin) => {
    // The server notices a closed connection a moment after the client did.
    const leaked = async () =>
      (
        await admin.query<{ what: string }>(
          `select application_name || ', ' || state || ': ' || left(query, 120) as what from pg_stat_activity
            where datname = $1 and backend_type = 'client backend'`,
          [name],
        )
      ).rows
    let left = await leaked()
    for (let turn = 0; left.length > 0 && !stuck && turn < 50; turn += 1) {
      await sleep(20)
      left = await leaked()
    }
    await admin.query(`drop database ${name} with (force)`)
    if (left.length > 0) throw new Error(`Connections were left open:\n${left.map(({ what }) => what).join('\n')}`)
  })
}

async function asAdmin(server: TestServer, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
