import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { catalogueOf } from '../../test/catalogue.ts'
import { testDatabase } from '../../test/database.ts'
import { migrate, MIGRATIONS_FOLDER, migrationsIn, type Migration } from './migrate.ts'

const whole = await testDatabase({ schema: 'none' })
const broken = await testDatabase({ schema: 'none' })
const ahead = await testDatabase({ schema: 'none' })

const [initial] = migrationsIn(MIGRATIONS_FOLDER)
if (!initial) throw new Error('There is no migration')

const PIECES = 12
const NAMES = Array.from({ length: 5 }, (_, index) => `steps_${String(index)}`)

/** A migration of several statements, as one file of the road. */
const step = (index: number): Migration => {
  const table = `steps_${String(index)}`
  const sql = [
    `create table ${table} (n integer primary key)`,
    `insert into ${table} select generate_series(1, 10)`,
    `alter table ${table} add column doubled integer generated always as (n * 2) stored`,
    `create index on ${table} (doubled)`,
  ].join(';\n')
  return { name: `1${String(index).padStart(3, '0')}-step.sql`, sql, checksum: sql }
}
const steps = NAMES.map((_, index) => step(index))

/** The same file, cut off by the server behind one of its statements. */
function killedBehind(migration: Migration, statement: number): Migration {
  const parts = migration.sql.split(';\n')
  const sql = [...parts.slice(0, statement), 'select pg_terminate_backend(pg_backend_pid())', ...parts.slice(statement)]
  return { ...migration, sql: sql.join(';\n') }
}

async function tables(db: typeof whole): Promise<readonly string[]> {
  const { rows } = await db.owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  return rows.map(({ name }) => name)
}

/** Columns and indexes, as far as these migrations make any. */
async function shapeOf(db: typeof whole): Promise<unknown[]> {
  const { rows } = await db.owner.query<Record<string, unknown>>(
    `select table_name, column_name, data_type, is_nullable, generation_expression from information_schema.columns
      where table_schema = 'public' union all
     select tablename, indexdef, '', '', '' from pg_indexes where schemaname = 'public' order by 1, 2`,
  )
  return rows
}

describe('a migration that is cut off', () => {
  const places = steps.flatMap((_, file) => [0, 1, 2, 3, 4].map((statement) => [file, statement] as const))

  it.each(places)('in file %i behind statement %i keeps whole files and no half one', async (file, statement) => {
    const road = steps.map((each, index) => (index === file ? killedBehind(each, statement) : each))
    await expect(migrate(broken.urls.ownerUrl, road)).rejects.toThrow(
      new RegExp(`1${String(file).padStart(3, '0')}-step`),
    )
    expect(await tables(broken)).toEqual(['schema_migrations', ...NAMES.slice(0, file)])
  })

  it('leads to the same schema as one that was not, when it is run again', async () => {
    await migrate(broken.urls.ownerUrl, steps)
    await migrate(whole.urls.ownerUrl, steps)
    expect(await shapeOf(broken)).toEqual(await shapeOf(whole))
    expect((await broken.owner.query('select count(*)::int as n from steps_4')).rows).toEqual([{ n: 10 }])
  })
})

describe('the road itself', () => {
  it('cut off at any of its statements keeps nothing of the file', async () => {
    const statements = initial.sql.split(/;\n(?=create table|call app\.protect)/)
    for (let piece = 1; piece < PIECES; piece += 1) {
      const cut = Math.floor((statements.length * piece) / PIECES)
      const sql = [...statements.slice(0, cut), 'select 1 / 0'].join(';\n')
      await expect(migrate(ahead.urls.ownerUrl, [{ ...initial, sql }])).rejects.toThrow(/Nothing of it was kept/)
      expect(await tables(ahead)).toEqual(['schema_migrations'])
    }
    await migrate(ahead.urls.ownerUrl)
    expect((await tables(ahead)).length).toBeGreaterThan(30)
  })

  it('is walked once by many at the same moment', async () => {
    const reports = await Promise.all(
      Array.from({ length: 6 }, () => migrate(ahead.urls.ownerUrl, [initial, ...steps])),
    )
    expect(reports.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 0, steps.length])
  })

  it('is let go of by a process that died on it', async () => {
    const holder = new pg.Client({ connectionString: ahead.urls.ownerUrl })
    holder.on('error', () => undefined)
    await holder.connect()
    await holder.query('select pg_advisory_lock(7325001)')
    const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid')
    const waiting = migrate(ahead.urls.ownerUrl, [initial, ...steps])
    await ahead.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    expect((await waiting).applied).toEqual([])
    await holder.end()
  })
})

describe('a database that a newer program has been at', () => {
  it('is left as it is, and the older program says that it is too old', async () => {
    const before = await catalogueOf(ahead.owner)
    await expect(migrate(ahead.urls.ownerUrl)).rejects.toThrow(
      /newer than this program: it has 1000-step\.sql\. Start a newer version of Renubu/,
    )
    expect(await catalogueOf(ahead.owner)).toEqual(before)
  })

  it('serves the older program that runs already: what was there still is', async () => {
    expect(await ahead.database.platform((tx) => tx.rows('select name from companies'))).toEqual([])
  })
})

describe('the files of the road', () => {
  it('are read in the order of their names, and nothing else is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'renubu-road-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const name of ['0010-ten.sql', '0002-two.sql', 'README.md', '0002-two.sql~'])
      writeFileSync(join(folder, name), `-- ${name}`)
    const road = migrationsIn(folder)
    expect(road.map(({ name }) => name)).toEqual(['0002-two.sql', '0010-ten.sql'])
    expect(new Set(road.map(({ checksum }) => checksum)).size).toBe(2)
  })
})
