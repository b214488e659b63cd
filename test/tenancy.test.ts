import { afterAll, describe, expect, it } from 'vitest'
import type pg from 'pg'
import { createCompany } from '../src/access/companies.store.ts'
import { openPool } from '../src/platform/postgres.ts'
import { testDatabase } from './database.ts'
import { fillCompany, givenRow, insertRow, tenantShapes, type Row, type TableShape } from './given-rows.ts'

const db = await testDatabase()
const ours = (await createCompany(db, { name: 'Ours', timeZone: 'UTC' })).id
const theirs = (await createCompany(db, { name: 'Theirs', timeZone: 'UTC' })).id
const shapes = await tenantShapes(db.owner)
// Making a company has begun its audit trail; what is counted here is one row for each.
await db.owner.query('delete from audit_log')
const ourRows = await fillCompany(db.owner, shapes, ours)
const theirRows = await fillCompany(db.owner, shapes, theirs)

const pool = openPool({ url: db.urls.appUrl, applicationName: 'raw', max: 1 })
afterAll(() => pool.end())

/** Raw SQL with the application's rights and a company set (null: the connection has never had one), taken back afterwards. */
async function asApplication<T>(companyId: string | null, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    if (companyId !== null) await client.query(`select set_config('app.company_id', $1, true)`, [companyId])
    return await work(client)
  } finally {
    await client.query('rollback')
    // A connection that had a company once shows '' for ever after.
    client.release(true)
  }
}

const rowOf = (rows: ReadonlyMap<string, Row>, table: string): Row => {
  const row = rows.get(table)
  if (!row) throw new Error(`There is no row of ${table}`)
  return row
}

/** `where` for the one row with this key, which belongs to whom it belongs to. */
const whereKey = ({ primaryKey }: TableShape, row: Row) => ({
  sql: primaryKey.map((column, index) => `${column} = $${String(index + 1)}`).join(' and '),
  values: primaryKey.map((column) => row[column]),
})

/** How many rows a statement touched; 'denied' where the application has no such right on the table at all. */
async function touched(
  client: Pick<pg.PoolClient, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<number | 'denied'> {
  await client.query('savepoint attempt')
  try {
    return (await client.query(sql, [...values])).rowCount ?? 0
  } catch (error) {
    await client.query('rollback to attempt')
    if (error instanceof Error && /permission denied/.test(error.message)) return 'denied'
    throw error
  }
}

describe.each(shapes)('$name, with our company set', (shape) => {
  const { name, primaryKey, foreignKeys } = shape
  const their = rowOf(theirRows, name)
  const our = rowOf(ourRows, name)
  const key = whereKey(shape, their)
  const settable = shape.columns.find((column) => !primaryKey.includes(column.name))?.name ?? 'company_id'

  it('shows, counts and locks our row and not theirs', async () => {
    await asApplication(ours, async (client) => {
      expect((await client.query(`select to_jsonb(t) as row from ${name} t`)).rows).toEqual([{ row: our }])
      expect((await client.query(`select count(*)::integer as count from ${name}`)).rows).toEqual([{ count: 1 }])
      expect(await touched(client, `select from ${name} where ${key.sql}`, key.values)).toBe(0)
      expect(await touched(client, `select from ${name} where company_id = $1`, [theirs])).toBe(0)
      expect([0, 'denied']).toContain(
        await touched(client, `select from ${name} where ${key.sql} for update`, key.values),
      )
    })
  })

  it('changes and takes away nothing of theirs', async () => {
    await asApplication(ours, async (client) => {
      expect([0, 'denied']).toContain(
        await touched(client, `update ${name} set ${settable} = ${settable} where ${key.sql}`, key.values),
      )
      expect([1, 'denied']).toContain(await touched(client, `update ${name} set ${settable} = ${settable}`))
      expect([0, 'denied']).toContain(await touched(client, `delete from ${name} where ${key.sql}`, key.values))
      expect(await touched(client, `truncate ${name} cascade`)).toBe('denied')
    })
  })

  it('takes no row for them, neither a new one nor ours', async () => {
    const fresh = { ...givenRow(shape, theirs, theirRows) }
    await asApplication(ours, async (client) => {
      await expect(insertRow(client, name, fresh)).rejects.toThrow(/row-level security/)
    })
    await asApplication(ours, async (client) => {
      const given = client.query(`update ${name} set company_id = $1`, [theirs])
      await expect(given).rejects.toThrow(/row-level security|permission denied/)
    })
  })

  it('shows nothing and takes nothing while no company is set, or the empty one that a pooled connection is left with', async () => {
    for (const nobody of [null, '']) {
      await asApplication(nobody, async (client) => {
        expect((await client.query(`select from ${name}`)).rowCount).toBe(0)
        expect([0, 'denied']).toContain(await touched(client, `update ${name} set ${settable} = ${settable}`))
        expect([0, 'denied']).toContain(await touched(client, `delete from ${name}`))
        await expect(insertRow(client, name, givenRow(shape, ours, ourRows))).rejects.toThrow(/row-level security/)
      })
    }
  })

  it.each(foreignKeys.map((foreignKey) => [foreignKey.columns.slice(1).join(', '), foreignKey] as const))(
    'names nothing of theirs as %s',
    async (_columns, { columns, target, targetColumns }) => {
      const theirTarget = rowOf(theirRows, target)
      const stolen = Object.fromEntries(
        columns.slice(1).map((column, index) => [column, theirTarget[targetColumns[index + 1] ?? '']]),
      )
      // What is no id is the same for both companies, like the name of a workflow.
      if (Object.values(stolen).every((value) => typeof value !== 'string' || !/^[0-9a-f-]{36}$/.test(value))) return
      await asApplication(ours, async (client) => {
        await client.query('set constraints all immediate; savepoint here')
        const names = Object.keys(stolen)
        const sets = names.map((column, index) => `${column} = $${String(index + 1)}`).join(', ')
        await expect(client.query(`update ${name} set ${sets}`, Object.values(stolen))).rejects.toThrow(
          /foreign key|check constraint|permission denied/,
        )
        await client.query('rollback to here')
        // Where nothing is changed, a row is added; elsewhere a second one may be refused for being a second one.
        const added = insertRow(client, name, { ...givenRow(shape, ours, ourRows), ...stolen })
        await expect(added).rejects.toThrow(/foreign key|check constraint|one_open|_pkey/)
      })
    },
  )
})

describe('a company', () => {
  it('is found by everybody, and changed by itself alone', async () => {
    await asApplication(ours, async (client) => {
      expect((await client.query('select from companies')).rowCount).toBe(2)
      expect(await touched(client, `update companies set name = name || '!'`)).toBe(1)
      expect(await touched(client, `update companies set name = 'Taken' where id = $1`, [theirs])).toBe(0)
      expect(await touched(client, 'delete from companies')).toBe('denied')
    })
    await asApplication(null, async (client) => {
      expect((await client.query('select from companies')).rowCount).toBe(2)
      expect(await touched(client, `update companies set name = 'Nobody'`)).toBe(0)
    })
  })
})

describe('the ways round', () => {
  it.each([
    ['switching the policies off', 'set row_security = off; select from customers', /row-level security/],
    ['becoming the owner', 'set role renubu_owner', /permission denied/],
    ['becoming a superuser', 'alter role renubu_app superuser', /permission denied|must|only/i],
    ['a policy of one’s own', 'create policy open on customers using (true)', /must be owner/],
    ['switching the table’s policies off', 'alter table customers disable row level security', /must be owner/],
    ['switching triggers off', 'alter table audit_log disable trigger all', /must be owner/],
    ['leaving foreign keys unchecked', `set session_replication_role = 'replica'`, /permission denied/],
    [
      'another function for the company',
      `create or replace function app.company_id() returns uuid language sql as 'select null::uuid'`,
      /permission denied|must be owner/,
    ],
    ['a table among ours', 'create table public.mine (a integer)', /permission denied/],
    ['COPY into a table with policies', 'copy teams from stdin', /row-level security|not supported/i],
    ['a file of the server', `copy (select 1) to program 'true'`, /permission denied|must be superuser/],
    ['everybody’s passwords', 'select * from pg_authid', /permission denied/],
    ['the job queue', 'select * from graphile_worker._private_jobs', /permission denied/],
  ])('%s is refused', async (_what, sql, complaint) => {
    await asApplication(ours, async (client) => {
      await expect(client.query(sql)).rejects.toThrow(complaint)
    })
  })

  it('a company that is no id is refused, and one that is unknown sees nothing', async () => {
    await asApplication(`' or true --`, async (client) => {
      await expect(client.query('select from customers')).rejects.toThrow(/invalid input syntax for type uuid/)
    })
    await asApplication('01a2031c-56a4-7da7-87f5-14a9dd01d243', async (client) => {
      expect((await client.query('select from customers')).rowCount).toBe(0)
    })
  })

  it('history is added to, and neither changed, taken away nor emptied', async () => {
    for (const table of ['audit_log', 'audit_seals', 'workflow_step_actions']) {
      for (const sql of [`update ${table} set company_id = company_id`, `delete from ${table}`, `truncate ${table}`])
        await asApplication(ours, async (client) => {
          await expect(client.query(sql), sql).rejects.toThrow(/permission denied/)
        })
    }
  })

  it('an execution is not deleted either, which would take its history along', async () => {
    await asApplication(ours, async (client) => {
      await expect(client.query('delete from workflow_executions')).rejects.toThrow(/permission denied/)
    })
  })
})
