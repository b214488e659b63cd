import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { SECRET_OF_TESTS } from '../../test/server.ts'
import { openDatabase } from './postgres.ts'
import { ensureRoles, urlsOf, withDatabase } from './roles.ts'

const db = await testDatabase()

describe('the roles', () => {
  it('of the application are neither superuser nor beyond the policies, and no member of the owner', async () => {
    const { rows } = await db.owner.query(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, pg_has_role(rolname, 'renubu_owner', 'member') as owns
         from pg_roles where rolname in ('renubu_app', 'renubu_jobs') order by 1`,
    )
    const none = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owns: false,
    }
    expect(rows).toEqual([
      { rolname: 'renubu_app', ...none },
      { rolname: 'renubu_jobs', ...none },
    ])
  })

  it('of the application cannot make tables, nor read those of the queue', async () => {
    const create = db.database.platform((tx) => tx.run('create table public.mine (n integer)'))
    await expect(create).rejects.toThrow(/permission denied for schema public/)
  })

  it('have passwords that follow from the secret, and from nothing else', () => {
    const urls = urlsOf('postgres://admin:pw@db.example:5433/renubu?sslmode=require', 'one secret')
    expect(new URL(urls.appUrl)).toMatchObject({
      username: 'renubu_app',
      host: 'db.example:5433',
      pathname: '/renubu',
      search: '?sslmode=require',
    })
    expect(urlsOf('postgres://other:pw@db.example:5433/renubu?sslmode=require', 'one secret')).toEqual(urls)
    expect(urlsOf('postgres://admin:pw@db.example:5433/renubu?sslmode=require', 'another').appUrl).not.toBe(urls.appUrl)
    expect(new Set(Object.values(urls).map((url) => new URL(url).password)).size).toBe(4)
  })

  it('are left alone when they can sign in', async () => {
    const before = await verifiers()
    const admin = adminUrl()
    await ensureRoles(admin, SECRET_OF_TESTS)
    expect(await verifiers()).toEqual(before)
  })

  it('say what an administrator has to do when they cannot be made', async () => {
    await expect(ensureRoles(db.urls.appUrl, 'a secret nobody knows, thirty-two long')).rejects.toThrow(
      /DATABASE_URL must name a role with CREATEROLE/,
    )
  })
})

describe('a role that was given too much', () => {
  const give = (power: string) => db.owner.query(`alter role renubu_powerful ${power}`)

  it.each(['superuser', 'bypassrls'])('is refused as the application’s: %s', async (power) => {
    const url = new URL(db.urls.appUrl)
    url.username = 'renubu_powerful'
    await db.owner.query('drop role if exists renubu_powerful')
    await db.owner.query(`create role renubu_powerful login password '${url.password}'`)
    try {
      const opened = await openDatabase({ url: url.toString() })
      await opened.close()
      await give(power)
      await expect(openDatabase({ url: url.toString() })).rejects.toThrow(
        /"renubu_powerful" is a superuser.*Take it away: alter role renubu_powerful nosuperuser nobypassrls/,
      )
    } finally {
      await db.owner.query('drop role renubu_powerful')
    }
  })
})

describe('the addresses of the roles', () => {
  it.each([
    ['postgres://u:p@h/one', 'postgres://u:p@h/other'],
    ['postgres://u:p@h:5433/one?sslmode=require', 'postgres://u:p@h:5433/other?sslmode=require'],
    ['postgres://u:p%40@%2Fvar%2Frun/one', 'postgres://u:p%40@%2Fvar%2Frun/other'],
  ])('name another database by its name alone: %s', (url, other) => {
    expect(withDatabase(url, 'other')).toBe(other)
  })

  it('never carry the administrator’s name or password', () => {
    for (const url of Object.values(urlsOf('postgres://boss:hunter2@h/one', 'a secret'))) {
      expect(url).not.toContain('boss')
      expect(url).not.toContain('hunter2')
    }
  })
})

const adminUrl = (): string => {
  const { host, port, user, password, database } = db.owner.options
  return (
    db.owner.options.connectionString ??
    withDatabase(`postgres://${String(user)}:${String(password)}@${String(host)}:${String(port)}/`, String(database))
  )
}

async function verifiers(): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: adminUrl() })
  await client.connect()
  const { rows } = await client.query<Record<string, unknown>>(
    `select rolname, rolpassword from pg_authid where rolname like 'renubu_%' order by 1`,
  )
  await client.end()
  return rows
}
