import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { onceSignalled } from '../src/platform/child.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { prepareJobs } from '../src/platform/jobs/schema.ts'
import { migrate } from '../src/platform/migrate.ts'
import { ensureRoles, type RoleUrls, urlsOf, withDatabase } from '../src/platform/roles.ts'
import { parentOf } from './proc.ts'

/** A database server that a bench has to itself, with the settings of a real one (fsync on); it goes with the bench. */
export type Scratch = {
  /** For files of the bench. */
  readonly folder: string
  readonly secret: string
  /** The server's first process; all others are its children. */
  readonly serverPid: number
  /** The superuser's address of a database. */
  adminUrl(database: string): string
  urls(database: string): RoleUrls
  /** A new database with the schema of the program. */
  create(database: string): Promise<void>
  /** A new one without anything. */
  createEmpty(database: string): Promise<void>
  /** A copy of a database to which nobody is connected, file by file. */
  clone(template: string, database: string): Promise<void>
  drop(database: string): Promise<void>
  /** Does some work as the superuser of a database. */
  asAdmin<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** Starts a server below a folder of its own. `where`: the folder to make that in, when the system's temporary one is too small. */
export async function startScratch(where: string = tmpdir()): Promise<Scratch> {
  const folder = mkdtempSync(join(where, 'renubu-bench-'))
  // The account that runs the server when root starts it has to get in.
  chmodSync(folder, 0o755)
  const embedded = await startEmbedded({ dataDir: join(folder, 'data') })
  const stop = async (): Promise<void> => {
    stopListening()
    await embedded.release()
    rmSync(folder, { recursive: true, force: true })
  }
  // The server would outlive a bench that is interrupted, and so would its files.
  const stopListening = onceSignalled(() => void stop().finally(() => process.exit(130)))
  try {
    return await scratchOf({ ...embedded, folder, stop })
  } catch (error) {
    await stop()
    throw error
  }
}

type Started = Pick<Scratch, 'folder' | 'secret' | 'stop'> & { readonly adminUrl: string }

async function scratchOf({ adminUrl, folder, secret, stop }: Started): Promise<Scratch> {
  const adminOf = (database: string): string => withDatabase(adminUrl, database)
  const asAdmin = <T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withClient(adminOf(database), work)
  const run = (sql: string): Promise<unknown> => asAdmin('postgres', (client) => client.query(sql))
  const serverPid = await asAdmin('postgres', async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return parentOf(rows[0]?.pid ?? 0)
  })
  return {
    folder,
    secret,
    stop,
    serverPid,
    adminUrl: adminOf,
    urls: (database) => urlsOf(adminOf(database), secret),
    asAdmin,
    createEmpty: async (database) => {
      await run(`create database ${database} template template0`)
    },
    create: async (database) => {
      await run(`create database ${database} template template0`)
      const urls = await ensureRoles(adminOf(database), secret)
      await migrate(urls.ownerUrl)
      await prepareJobs(urls)
    },
    clone: async (template, database) => {
      await run(`create database ${database} template ${template} strategy file_copy`)
      // A clone has its own rights on the database itself; those of the template are not copied.
      await run(`grant create on database ${database} to renubu_owner, renubu_jobs`)
    },
    drop: async (database) => {
      await run(`drop database if exists ${database} with (force)`)
    },
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'renubu bench' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let clones = 0

/** Lends a warm clone: every table has been read once, so that no piece pays for what another one finds ready. */
export async function inClone<T>(
  scratch: Scratch,
  template: string,
  work: (database: string) => Promise<T>,
): Promise<T> {
  clones += 1
  const database = `bench_clone_${String(clones)}`
  await scratch.clone(template, database)
  try {
    await scratch.asAdmin(database, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
      )
      for (const { name } of rows) await client.query(`select count(*) from ${name} t where t is distinct from null`)
    })
    return await work(database)
  } finally {
    await scratch.drop(database)
  }
}
