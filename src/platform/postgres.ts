import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Clock } from '../base/clock.ts'
import { CopiedRows } from './copied-rows.ts'
import { type CopyData, inBatches } from './copy-lines.ts'
import { listenTo, type ListenOptions, type Listening } from './listen.ts'
import { typeParsers } from './postgres-types.ts'

export { copyFields, copyLine } from './copy-lines.ts'

/** One open transaction. It ends with the function that it was given to; using it afterwards throws. */
export type Tx = {
  rows<T>(sql: string, params?: readonly unknown[]): Promise<T[]>
  /** The first row; undefined when there is none. */
  row<T>(sql: string, params?: readonly unknown[]): Promise<T | undefined>
  /** The number of rows that the statement touched. */
  run(sql: string, params?: readonly unknown[]): Promise<number>
  /** COPY in text format; `lines` come from `copyLine`. A table with policies refuses COPY: use a temporary table and merge. */
  copyInto(table: string, columns: readonly string[], lines: CopyData): Promise<void>
  /** What a query gives, by COPY: for many rows, of which each is looked at once. */
  copied(sql: string, params?: readonly string[]): Promise<CopiedRows>
  client: pg.PoolClient
}

/** Ids as one parameter, `$1::uuid[]`. A page's are sent with each of its reads: written once, they cost a tenth of what `pg` needs for a list. */
export const idList = (ids: Iterable<string>): string => `{${[...ids].join(',')}}`

export type Connections = { readonly size: number; readonly idle: number; readonly waiting: number }

/** Does its work in one transaction: a new one each time, or one that somebody else has opened. */
export type Transact = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

export type Database = {
  /** One transaction that sees one company's rows and no other's. Commits when `work` returns, rolls back when it throws. */
  withCompany<T>(companyId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  /** One transaction with no company: only platform and reference tables show rows. */
  platform<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Waits for the transactions in flight, then closes every connection. */
  close(): Promise<void>
  /** Listens to NOTIFY on a connection of its own, outside the pool, until it is stopped or the database is closed. */
  listen(options: Omit<ListenOptions, 'url'>): Listening
  /** How the pool of connections stands. */
  connections(): Connections
  /** Cuts every connection at once: the transactions in flight fail and keep nothing, new ones are refused. Call `close` all the same. */
  abort(): void
}

export type DatabaseOptions = {
  readonly url: string
  /** Most connections at once; default 10. */
  readonly max?: number
  /** Cancels a statement that runs longer, in ms. For the API; jobs have none. */
  readonly statementTimeout?: number
  /** How long one waits for a connection, new or given back, in ms; default 5,000. */
  readonly connectTimeout?: number
  readonly applicationName?: string
  /** The schema whose tables are meant where none is named; default: public. */
  readonly schema?: string
  /** Sets what app.now() answers, in a database made for tests; a real database ignores it. */
  readonly testClock?: Clock
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const CONNECT_TIMEOUT_MS = 5_000

/** A pool whose values are read as this project reads them: see postgres-types.ts. */
export function openPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'renubu',
    connectionTimeoutMillis: options.connectTimeout ?? CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    options: `-c timezone=UTC${options.schema ? ` -c search_path=${options.schema}` : ''}`,
    types: typeParsers,
    ...(options.statementTimeout ? { statement_timeout: options.statementTimeout } : {}),
  })
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // The same while somebody uses it: the queries in flight fail, and that is enough. Unheard, it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Opens the application's pool. Refuses a role that would make row-level security void. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = openPool(options)
  try {
    await refuseTooMuchPower(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return databaseOf(pool, options)
}

function databaseOf(pool: pg.Pool, { url, testClock }: DatabaseOptions): Database {
  const listening = new Set<Listening>()
  const inUse = new Set<pg.PoolClient>()
  pool.on('acquire', (client) => inUse.add(client))
  pool.on('release', (_error, client) => inUse.delete(client))
  let ended: Promise<void> | undefined
  const close = (): Promise<void> =>
    (ended ??= Promise.all([pool.end(), ...[...listening].map((each) => each.stop())]).then(() => undefined))
  const begin = (companyId: string): string =>
    `begin; select set_config('app.company_id', '${companyId}', true)` +
    (testClock ? `, set_config('app.now', '${testClock.now().toISOString()}', true)` : '')
  return {
    withCompany: (companyId, work) => {
      if (!UUID.test(companyId)) throw new Error(`"${companyId}" is not the id of a company`)
      return inTransaction(pool, begin(companyId), work)
    },
    platform: (work) => inTransaction(pool, begin(''), work),
    close,
    listen: (options) => {
      const started = listenTo({ url, ...options })
      listening.add(started)
      return started
    },
    connections: () => ({ size: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    abort: () => {
      void close()
      // A client that waits for an answer is cut off, whatever the server is doing.
      for (const client of inUse) if (client instanceof pg.Client) void client.end()
    },
  }
}

/** Runs `work` in one transaction of a pool. `begin` opens it, in one round trip with what has to be set. */
export async function inTransaction<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const { tx, end } = openTx(client)
  let broken: Error | boolean = false
  try {
    await client.query(begin)
    const answer = await work(tx)
    const done = await client.query('commit')
    // PostgreSQL answers ROLLBACK to COMMIT when a statement had failed and its error was swallowed.
    if (done.command === 'ROLLBACK') throw new Error('Nothing was saved: a statement of this transaction had failed')
    return answer
  } catch (error) {
    broken = await rollback(client)
    throw error
  } finally {
    end()
    client.release(broken)
  }
}

async function rollback(client: pg.PoolClient): Promise<Error | boolean> {
  try {
    await client.query('rollback')
    return false
  } catch (error) {
    return error instanceof Error ? error : true
  }
}

function openTx(client: pg.PoolClient): { tx: Tx; end: () => void } {
  let open = true
  const query = async (sql: string, params: readonly unknown[] = []) => {
    if (!open) throw new Error('This transaction has ended; a query was not awaited inside it')
    return client.query<Record<string, unknown>>(sql, [...params])
  }
  const tx: Tx = {
    rows: async <T>(sql: string, params?: readonly unknown[]) => (await query(sql, params)).rows as T[],
    row: async <T>(sql: string, params?: readonly unknown[]) => (await query(sql, params)).rows[0] as T | undefined,
    run: async (sql, params) => (await query(sql, params)).rowCount ?? 0,
    copyInto: async (table, columns, lines) => {
      if (!open) throw new Error('This transaction has ended; a COPY was not awaited inside it')
      const names = [table, ...columns].map(plainName)
      const target = client.query(copyFrom(`copy ${String(names[0])} (${names.slice(1).join(', ')}) from stdin`))
      await pipeline(Readable.from(inBatches(lines)), target)
    },
    copied: async (sql, params = []) => {
      if (!open) throw new Error('This transaction has ended; a COPY was not awaited inside it')
      const pieces: Uint8Array[] = []
      for await (const piece of client.query(copyTo(`copy (${withValues(sql, params)}) to stdout`)))
        pieces.push(piece as Uint8Array)
      return new CopiedRows(Buffer.concat(pieces).toString())
    },
    client,
  }
  return {
    tx,
    end: () => {
      open = false
    },
  }
}

/** A statement with its parameters written where they stand, for what takes none: COPY, EXPLAIN. */
export const withValues = (sql: string, params: readonly string[]): string =>
  sql.replace(/\$(\d+)/g, (_, place: string) => pg.escapeLiteral(params[Number(place) - 1] ?? ''))

function plainName(name: string): string {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/.test(name))
    throw new Error(`"${name}" is not the name of a table or column`)
  return name
}

async function refuseTooMuchPower(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; all_powerful: boolean; owns: boolean }>(`
    select current_user as role,
           r.rolsuper or r.rolbypassrls as all_powerful,
           exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'member')) as owns
      from pg_roles r where r.rolname = current_user`)
  const found = rows[0]
  if (found && !found.all_powerful && !found.owns) return
  const role = found?.role ?? 'unknown'
  throw new Error(
    `The database role "${role}" is a superuser, bypasses row-level security or owns the tables, so companies would not be kept apart. ` +
      (found?.all_powerful
        ? `Take it away: alter role ${role} nosuperuser nobypassrls`
        : 'Give DATABASE_URL the address of the owner or administrator; the application makes its own role from it.'),
  )
}

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Full: of connections, of memory, of data.
  '53300',
  '53200',
  '53100',
  '57P01',
  '57P02',
  '57P03',
  // Too slow just now: the statement's own time limit, or a lock that somebody else holds.
  '57014',
  '55P03',
  // Two were in each other's way, and this one lost.
  '40001',
  '40P01',
])

/**
 * True when an error says that the server is away, restarting, full or overrun: nothing is wrong with the request, nothing of it was kept,
 * and the same may succeed in a moment.
 */
export function serverIsAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    AWAY.has(code) ||
    code.startsWith('08') ||
    /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
      error.message,
    )
  )
}
