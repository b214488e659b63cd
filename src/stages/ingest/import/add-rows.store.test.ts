import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { createCompany } from '../../../access/companies.store.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { addRows } from './add-rows.store.ts'
import type { Addition } from './merge-sql.ts'

const db = await testDatabase()
let companies = 0
let company = ''
let other = ''
const newCompany = async (): Promise<string> =>
  (await createCompany(db, { name: `Company ${String((companies += 1))}`, timeZone: 'UTC' })).id
beforeEach(async () => {
  company = await newCompany()
  other = await newCompany()
  for (const id of [company, other])
    await inside(id, (tx) =>
      tx.run(`insert into customers (company_id, external_id, name, name_key)
              select app.company_id(), 'c' || n, 'Customer ' || n, 'customer ' || n from generate_series(1, 400) n`),
    )
})
const inside = <T>(id: string, work: (tx: Tx) => Promise<T>): Promise<T> => db.database.withCompany(id, work)

const EVENTS: Addition = {
  table: 'events',
  columns: ['company_id', 'external_id', 'customer_id', 'kind', 'at'],
  values: ['c.company_id', `'e' || c.external_id`, 'c.id', `'note'::text`, 'app.now()'],
  from: 'customers c',
}
const many = { params: [], about: 400 }

const countOf = async (id: string, table: string): Promise<number | undefined> =>
  (await inside(id, (tx) => tx.row<{ count: number }>(`select count(*) from ${table}`)))?.count

describe('many rows at once', () => {
  test('are added, and those that are there already stay as they are', async () => {
    const added = () => inside(company, (tx) => addRows(tx, EVENTS, many))
    expect(await added()).toBe(400)
    expect(await added()).toBe(0)
    expect(await countOf(company, 'events')).toBe(400)
  })

  test('are refused when one of them refers to nobody', async () => {
    const missing = {
      ...EVENTS,
      values: EVENTS.values.with(2, `case c.name when 'Customer 7' then app.new_id() else c.id end`),
    }
    await expect(inside(company, (tx) => addRows(tx, missing, many))).rejects.toMatchObject({ code: '23503' })
    expect(await countOf(company, 'events')).toBe(0)
  })

  test('are refused when one refers to a customer of another company, or belongs to one', async () => {
    const theirs = await inside(other, (tx) => tx.row<{ id: string }>('select id from customers limit 1'))
    const referring = {
      ...EVENTS,
      values: EVENTS.values.with(2, `case c.name when 'Customer 7' then $1::uuid else c.id end`),
    }
    await expect(
      inside(company, (tx) => addRows(tx, referring, { ...many, params: [theirs?.id] })),
    ).rejects.toMatchObject({ code: '23503' })
    const belonging = { ...EVENTS, values: EVENTS.values.with(0, '$1::uuid').with(2, 'null::uuid') }
    await expect(inside(company, (tx) => addRows(tx, belonging, { ...many, params: [other] }))).rejects.toThrow(
      /row-level security/,
    )
  })

  test('are refused all the same where the caller has a table that is named like one of the system’s', async () => {
    const missing = { ...EVENTS, values: EVENTS.values.with(2, 'app.new_id()') }
    const attempt = inside(company, async (tx) => {
      await tx.run('create temp view pg_constraint as select * from pg_catalog.pg_constraint where false')
      await addRows(tx, missing, many)
      throw new Error('They were added')
    })
    await expect(attempt).rejects.toMatchObject({ code: '23503' })
  })

  test('keep what they refer to from being deleted until they are in', async () => {
    const deleting = inside(company, async (tx) => {
      await addRows(tx, EVENTS, many)
      const impatient = inside(company, async (late) => {
        await late.run(`set local lock_timeout = '50ms'`)
        await late.run(`delete from customers where name = 'Customer 7'`)
      })
      await expect(impatient).rejects.toMatchObject({ code: '55P03' })
    })
    await deleting
    expect(await countOf(company, 'events')).toBe(400)
  })

  test('leave the keys of whatever comes after them in the same transaction asking', async () => {
    const after = inside(company, async (tx) => {
      await addRows(tx, EVENTS, many)
      await tx.run(`insert into events (company_id, external_id, customer_id, kind, at)
                    values (app.company_id(), 'late', app.new_id(), 'note', app.now())`)
    })
    await expect(after).rejects.toMatchObject({ code: '23503' })
  })

  test('leave them asking too when they were there already, or when they could not be added', async () => {
    const asked = (tx: Tx) => tx.row('select from pg_settings where name = $1 and setting = $2', ROLE)
    const ROLE = ['session_replication_role', 'origin']
    const wrong = { ...EVENTS, values: EVENTS.values.with(0, '$1::uuid').with(2, 'null::uuid') }
    await inside(company, async (tx) => {
      for (let turn = 0; turn < 2; turn += 1) await addRows(tx, EVENTS, many)
      expect(await asked(tx)).toBeDefined()
      await tx.run('savepoint before')
      await expect(addRows(tx, wrong, { ...many, params: [other] })).rejects.toThrow(/row-level security/)
      await tx.run('rollback to before')
      expect(await asked(tx)).toBeDefined()
    })
  })

  test('are seen by the triggers that a table has', async () => {
    await db.owner.query(
      `create function refuse_one() returns trigger language plpgsql as $$ begin
         if new.external_id = 'ec7' then raise exception 'not this one'; end if; return new; end $$`,
    )
    await db.owner.query('create trigger refuse_one before insert on events for each row execute function refuse_one()')
    try {
      await expect(inside(company, (tx) => addRows(tx, EVENTS, many))).rejects.toThrow('not this one')
    } finally {
      await db.owner.query('drop trigger refuse_one on events')
    }
  })
})

// The function has the owner's rights, so nothing of whoever calls it may run in it.
describe('what is no plain table of rows is not read', () => {
  const TRAP = `create function pg_temp.trap() returns text language plpgsql as $$ begin raise exception 'ran as %', current_user; end $$;
    create function pg_temp.trap(one int) returns int immutable language plpgsql as $$
    begin if current_user = 'renubu_owner' then raise exception 'ran as %', current_user; end if; return one; end $$`
  test.each([
    ['a view', `create temp view given as select pg_temp.trap() as external_id`],
    [
      'a table with a policy',
      `create temp table given (external_id text); alter table given enable row level security;
      create policy trap on given using (pg_temp.trap() is not null)`,
    ],
    [
      'a table with columns worked out on reading',
      `create temp table given (one text, external_id text generated always as (one || 'x') virtual)`,
    ],
    ['a table with other columns', `create temp table given (external_id text, more text)`],
    ['a table with columns of other types', `create temp table given (external_id varchar)`],
    // What is worked out when a statement is planned.
    ['a table with an index', `create temp table given (external_id text); create index on given ((pg_temp.trap(1)))`],
    [
      'a table with a check',
      `create temp table given (external_id text, check (pg_temp.trap(1) = 1)); set local constraint_exclusion = on`,
    ],
    [
      'a table with statistics',
      `create temp table given (external_id text); create statistics on (pg_temp.trap(1) || external_id), external_id from given`,
    ],
    [
      'a part of another table',
      `create temp table whole (external_id text) partition by list (external_id);
      create temp table given partition of whole for values in ('a')`,
    ],
  ])('%s', async (_what, make) => {
    const attempt = inside(company, async (tx) => {
      await tx.client.query(`${TRAP}; ${make}; grant select on given to public`)
      await tx.run(`select app.add_rows('events', 'given')`)
      throw new Error('It was read')
    })
    await expect(attempt).rejects.toThrow('permission denied to add rows to public.events')
  })

  test('nor is added to what is no table of ours', async () => {
    const attempt = inside(company, async (tx) => {
      await tx.client.query('create temp table given (relname name); grant select on given to public')
      await tx.run(`select app.add_rows('pg_class', 'given')`)
    })
    await expect(attempt).rejects.toThrow('permission denied to add rows to pg_class')
  })
})
