import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from './embedded/embedded.ts'
import type { Environment } from './environment.ts'
import { prepareJobs } from './jobs/schema.ts'
import { migrate } from './migrate.ts'
import { type Database, openDatabase, serverIsAway } from './postgres.ts'
import { ensureRoles, type RoleUrls, withDatabase } from './roles.ts'

export type ConnectedDatabase = {
  /** The application's database, migrated. */
  readonly database: Database
  readonly urls: RoleUrls
  /** Signs and encrypts; from RENUBU_SECRET, or the embedded database's own. */
  readonly secret: string
  /** Names of the migrations that this connection applied. */
  readonly applied: readonly string[]
  /** Closes the pool and leaves the embedded server. */
  close(): Promise<void>
}

export type ConnectOptions = {
  /** Most connections at once; default 10. */
  readonly max?: number
  /** Cancels a statement that runs longer, in ms; none by default, as jobs need. The API sets 10,000. */
  readonly statementTimeout?: number
  /** How long one waits for a connection, in ms; default 5,000. */
  readonly connectTimeout?: number
  readonly applicationName?: string
  /** Told once when the server is away and is being waited for. */
  readonly onWaiting?: (message: string) => void
  /** Gives up waiting. */
  readonly signal?: AbortSignal
}

/** A real server may be started beside the program, or be restarting. */
const WAIT_FOR_SERVER_MS = 30_000

/**
 * Reaches the database of the settings: the embedded one (started or joined) or a real server's, with its roles made and its schema migrated.
 * Throws with what to do when the server is away, refuses, or would not keep companies apart.
 */
export async function connectDatabase(
  environment: Environment,
  options: ConnectOptions = {},
): Promise<ConnectedDatabase> {
  const server = await reachServer(environment, options)
  try {
    options.signal?.throwIfAborted()
    const urls = await ensureRoles(server.adminUrl, server.secret)
    const { applied } = await migrate(urls.ownerUrl)
    await prepareJobs(urls)
    const database = await openDatabase({ ...options, url: urls.appUrl })
    return {
      database,
      urls,
      secret: server.secret,
      applied,
      close: async () => {
        await database.close()
        await server.release()
      },
    }
  } catch (error) {
    await server.release()
    throw error
  }
}

type ReachedServer = { readonly adminUrl: string; readonly secret: string; release(): Promise<void> }

async function reachServer(environment: Environment, options: ConnectOptions): Promise<ReachedServer> {
  const { databaseUrl, secret, dataDir } = environment
  if (databaseUrl !== undefined) {
    if (secret === undefined) throw new Error('DATABASE_URL needs RENUBU_SECRET beside it')
    await waitForServer(databaseUrl, options)
    return { adminUrl: databaseUrl, secret, release: () => Promise.resolve() }
  }
  const embedded = await startEmbedded({ dataDir })
  try {
    await ensureDatabase(embedded.adminUrl, EMBEDDED_DATABASE)
  } catch (error) {
    await embedded.release()
    throw error
  }
  return {
    adminUrl: withDatabase(embedded.adminUrl, EMBEDDED_DATABASE),
    secret: secret ?? embedded.secret,
    release: () => embedded.release(),
  }
}

const EMBEDDED_DATABASE = 'renubu'
// The second where another process made it in this very moment.
const ALREADY_EXISTS = ['42P04', '23505']

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl })
  admin.on('error', () => undefined)
  await admin.connect()
  try {
    const { rows } = await admin.query('select from pg_database where datname = $1', [name])
    if (rows.length === 0) await admin.query(`create database ${name}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && ALREADY_EXISTS.includes(error.code ?? ''))) throw error
  } finally {
    await admin.end()
  }
}

async function waitForServer(url: string, options: ConnectOptions): Promise<void> {
  const { host } = new URL(url)
  const until = performance.now() + WAIT_FOR_SERVER_MS
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return
    } catch (error) {
      if (!serverIsAway(error) || performance.now() > until) throw notReached(host, error)
      if (attempt === 1) options.onWaiting?.(`PostgreSQL at ${host} does not answer yet; waiting for it`)
      await sleep(500, undefined, { signal: options.signal })
    } finally {
      await client.end()
    }
  }
}

function notReached(host: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message || error.name : String(error)
  return new Error(`PostgreSQL at ${host} cannot be reached (${reason}). Start it, or correct DATABASE_URL.`, {
    cause: error,
  })
}
