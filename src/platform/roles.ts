import { createHmac } from 'node:crypto'
import pg from 'pg'

/** Addresses of one database for each of its roles. */
export type RoleUrls = {
  /** Owns tables and functions; migrates. */
  readonly ownerUrl: string
  /** Serves: neither superuser nor owner, so row-level security binds it. */
  readonly appUrl: string
  /** Owns the job queue's schema and runs it. */
  readonly jobsUrl: string
  /** Reads and writes who can sign in, and nothing else. */
  readonly authUrl: string
}

/**
 * Held while a database is prepared, its roles let in or its schema brought on: one process at a time. Any number will do as long as every
 * process takes the same; advisory locks are per database.
 */
export const PREPARING_LOCK = 7_325_001

const ROLES = ['renubu_owner', 'renubu_app', 'renubu_jobs', 'renubu_auth'] as const
type Role = (typeof ROLES)[number]

const passwordOf = (role: Role, secret: string): string =>
  createHmac('sha256', secret).update(`database role ${role}`).digest('hex')

/** The roles' addresses for the database that an administrator's address names. */
export function urlsOf(adminUrl: string, secret: string): RoleUrls {
  const urlOf = (role: Role): string => {
    const url = new URL(adminUrl)
    url.username = role
    url.password = passwordOf(role, secret)
    return url.toString()
  }
  return {
    ownerUrl: urlOf('renubu_owner'),
    appUrl: urlOf('renubu_app'),
    jobsUrl: urlOf('renubu_jobs'),
    authUrl: urlOf('renubu_auth'),
  }
}

/** Same address, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.toString()
}

/**
 * Makes the roles where they are missing, sets their derived passwords, and lets them into the database of `adminUrl`.
 * Throws with what an administrator has to do when the address may not make roles. Does nothing when all is in place already.
 */
export async function ensureRoles(adminUrl: string, secret: string): Promise<RoleUrls> {
  const urls = urlsOf(adminUrl, secret)
  const states = {
    renubu_owner: await signIn(urls.ownerUrl),
    renubu_app: await signIn(urls.appUrl),
    renubu_jobs: await signIn(urls.jobsUrl),
    renubu_auth: await signIn(urls.authUrl),
  }
  const makes = states.renubu_owner === 'ready' && states.renubu_jobs === 'ready'
  if (makes && states.renubu_app !== 'refused' && states.renubu_auth !== 'refused') return urls
  const admin = new pg.Client({ connectionString: adminUrl })
  admin.on('error', () => undefined)
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [PREPARING_LOCK])
    for (const role of ROLES) if (states[role] === 'refused') await ensureRole(admin, role, secret)
    await letIn(admin)
  } finally {
    await admin.end()
  }
  return urls
}

/** Whether a role can sign in, and may make what it owns in this database. */
async function signIn(url: string): Promise<'ready' | 'may not create' | 'refused'> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ creates: boolean }>(
      `select has_database_privilege(current_database(), 'create') as creates`,
    )
    return rows[0]?.creates ? 'ready' : 'may not create'
  } catch {
    return 'refused'
  } finally {
    await client.end()
  }
}

// Roles belong to the whole server: another process may be making the same one for another database.
const MADE_MEANWHILE = new Set(['XX000', '23505', '42710'])

async function ensureRole(admin: pg.Client, role: Role, secret: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeRole(admin, role, secret)
      return
    } catch (error) {
      const again = error instanceof pg.DatabaseError && MADE_MEANWHILE.has(error.code ?? '') && attempt < 10
      if (!again) throw roleError(error, role)
    }
  }
}

async function writeRole(admin: pg.Client, role: Role, secret: string): Promise<void> {
  await admin.query('begin')
  try {
    await admin.query('savepoint quiet')
    // Keeps the password out of the server's log, where this role may say so.
    await admin
      .query(`set local log_statement = 'none'; set local log_min_error_statement = 'panic'`)
      .catch(() => admin.query('rollback to quiet'))
    const { rows } = await admin.query('select from pg_roles where rolname = $1', [role])
    // CREATE ROLE takes no parameters; the password is hexadecimal and the name one of ours.
    await admin.query(
      `${rows.length > 0 ? 'alter' : 'create'} role ${role} login password '${passwordOf(role, secret)}'`,
    )
    await admin.query('commit')
  } catch (error) {
    await admin.query('rollback')
    throw error
  }
}

function roleError(error: unknown, role: Role): Error {
  const reason = error instanceof Error ? error.message : String(error)
  return new Error(
    `Cannot make the database role ${role} (${reason}). DATABASE_URL must name a role with CREATEROLE and all rights on the database; ` +
      'or let an administrator run `renubu migrate` once.',
    { cause: error },
  )
}

async function letIn(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select quote_ident(current_database()) as name')
  const name = rows[0]?.name ?? ''
  await admin.query(`grant connect, create, temporary on database ${name} to renubu_owner`)
  await admin.query(`grant connect, create on database ${name} to renubu_jobs`)
  await admin.query(`grant connect, temporary on database ${name} to renubu_app`)
  await admin.query(`grant connect on database ${name} to renubu_auth`)
  await admin.query('grant usage, create on schema public to renubu_owner')
  // For app.add_rows, which does without where only a superuser may give it and the administrator is none.
  await admin.query('grant set on parameter session_replication_role to renubu_owner').catch(() => undefined)
}
