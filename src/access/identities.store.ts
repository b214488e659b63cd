import type pg from 'pg'

// The few things that the library has no function for, on its tables and as its role; the pool means the schema `auth`.

export type OpenSession = {
  readonly id: string
  readonly startedAt: Date
  /** What the browser calls itself; empty where it does not say. */
  readonly device: string
}

export type Identity = { readonly id: string; readonly email: string; readonly name: string }

const one = async <T extends pg.QueryResultRow>(
  pool: pg.Pool,
  sql: string,
  params: readonly unknown[],
): Promise<T | undefined> => (await pool.query<T>(sql, [...params])).rows[0]

export const identityByEmail = (pool: pg.Pool, email: string): Promise<Identity | undefined> =>
  one<Identity>(pool, 'select id, email, name from "user" where email = lower($1)', [email])

export const identityById = (pool: pg.Pool, id: string): Promise<(Identity & { secondFactor: boolean }) | undefined> =>
  one(pool, 'select id, email, name, coalesce("twoFactorEnabled", false) as "secondFactor" from "user" where id = $1', [
    id,
  ])

/** Those of the identities who have a second factor. */
export async function withSecondFactor(pool: pg.Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const sql = 'select id from "user" where id = any($1) and "twoFactorEnabled"'
  return new Set((await pool.query<{ id: string }>(sql, [ids])).rows.map(({ id }) => id))
}

/** Takes a second factor away without asking whose it is; the library only does that for who gives his password. */
export async function removeSecondFactor(pool: pg.Pool, identityId: string): Promise<void> {
  await pool.query(
    `with gone as (delete from "twoFactor" where "userId" = $1)
     update "user" set "twoFactorEnabled" = false, "updatedAt" = now() where id = $1`,
    [identityId],
  )
}

export const sessionOfToken = (pool: pg.Pool, token: string): Promise<{ id: string; identityId: string } | undefined> =>
  one(pool, 'select id, "userId" as "identityId" from session where token = $1', [token])

/** What the library knows a session by; undefined: it was ended, or its time has passed. */
export async function tokenOfSession(pool: pg.Pool, sessionId: string): Promise<string | undefined> {
  const sql = 'select token from session where id = $1 and "expiresAt" > now()'
  return (await one<{ token: string }>(pool, sql, [sessionId]))?.token
}

/** The sessions of an identity that still open something, the latest first. */
export const sessionsOf = async (pool: pg.Pool, identityId: string): Promise<readonly OpenSession[]> =>
  (
    await pool.query<OpenSession>(
      `select id, "createdAt" as "startedAt", coalesce("userAgent", '') as device from session
        where "userId" = $1 and "expiresAt" > now() order by "createdAt" desc, id limit 100`,
      [identityId],
    )
  ).rows

/** Ends a session of an identity; false: it has no such session. */
export async function endSession(pool: pg.Pool, sessionId: string, identityId: string): Promise<boolean> {
  const ended = await pool.query('delete from session where id = $1 and "userId" = $2', [sessionId, identityId])
  return (ended.rowCount ?? 0) > 0
}

/** Ends all sessions of an identity but one (null: all of them); how many they were. */
export async function endSessions(pool: pg.Pool, identityId: string, but: string | null): Promise<number> {
  const ended = await pool.query('delete from session where "userId" = $1 and id is distinct from $2::uuid', [
    identityId,
    but,
  ])
  return ended.rowCount ?? 0
}

// A person mistypes a few times; a program tries thousands.
const MOST_FAILURES = 10
const FORGOTTEN_AFTER = `interval '15 minutes'`

/** Whether so many have tried an address in vain that nobody is listened to for a while. */
export async function isTriedTooOften(pool: pg.Pool, email: string): Promise<boolean> {
  const sql = `select from failed_sign_ins where email = lower($1) and count >= $2 and since > now() - ${FORGOTTEN_AFTER}`
  return (await one(pool, sql, [email, MOST_FAILURES])) !== undefined
}

/** Counts a sign-in that failed; what is old is forgotten by the way. */
export async function countFailure(pool: pg.Pool, email: string): Promise<void> {
  await pool.query(`delete from failed_sign_ins where since < now() - ${FORGOTTEN_AFTER}`)
  await pool.query(
    `insert into failed_sign_ins (email, count) values (lower($1), 1)
     on conflict (email) do update set count = failed_sign_ins.count + 1, since = now()`,
    [email],
  )
}

export const forgetFailures = async (pool: pg.Pool, email: string): Promise<void> => {
  await pool.query('delete from failed_sign_ins where email = lower($1)', [email])
}
