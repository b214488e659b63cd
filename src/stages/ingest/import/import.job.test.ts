import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { systemActor } from '../../../base/actor.ts'
import { KINDS } from './fields/field.ts'
import { runImport } from './import.job.ts'
import { rejectionsCsv } from './rejections.job.ts'

const db = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'renubu-import-'))
afterAll(() => rm(folder, { recursive: true }))

const many = (count: number, from = 0): object[] =>
  Array.from({ length: count }, (_, index) => ({
    externalId: `c${String(from + index)}`,
    name: `Customer ${String(from + index)}`,
    arr: index,
    parentExternalId: index === 0 ? null : `c${String(from)}`,
  }))

/** What every table of records holds, without ids and times. */
const counts = async (company: GivenImports): Promise<Record<string, unknown>> => ({
  ...(await company.everything()),
  versions: await company.query('select count(*) from record_versions'),
  teams: await company.query('select name from teams'),
  facts: await company.query('select count(*), sum(version) as sum from facts_versions'),
  usage: await company.query('select count(*) from usage_windows'),
})

describe('a dry run', () => {
  test('says what would happen and writes no record, team, window or version', async () => {
    const company = await givenImports(db)
    await company.import('customers', many(2))
    let before = await counts(company)
    const cases = [
      ['customers', [...many(3), { externalId: 'x', name: '' }], { created: 1, updated: 0, unchanged: 2, rejected: 1 }],
      ['users', [{ externalId: 'u1', name: 'Noor', team: 'North', leadEmail: 'Vera Okoro' }], { created: 1 }],
      ['usage', [{ customerExternalId: 'c0', date: '2027-03-10', metric: 'logins', value: 3 }], { created: 1 }],
      ['products', [{ externalId: 'p1', name: 'Lantern', listPrice: 5, currency: 'EUR' }], { created: 1 }],
    ] as const
    for (const [kind, records, expected] of cases) {
      const report = await company.import(kind, records, { dryRun: true })
      expect(report).toMatchObject({ ...expected, dryRun: true })
      expect(await counts(company)).toEqual(before)
      const { dryRun: _, importId: __, ...said } = report
      const { dryRun: ___, importId: real, ...done } = await company.import(kind, records)
      expect(done).toEqual(said)
      await company.undo(real)
      before = await counts(company)
    }
  })

  test('keeps the rejected rows, so that they can be looked at', async () => {
    const company = await givenImports(db)
    const { importId } = await company.import('customers', [{ externalId: 'x', name: '' }], { dryRun: true })
    const found = await rejectionsCsv(db, { companyId: company.id, importId }, () => undefined)
    expect(found).toMatchObject({ ok: true, value: { rows: 1 } })
  })
})

describe('every import', () => {
  test('is one row of the audit trail, with its counts and who did it', async () => {
    const company = await givenImports(db)
    const actor = { kind: 'person', id: '00000000-0000-7000-8000-000000000001', name: 'Vera Okoro' } as const
    const report = await company.import('customers', [...many(2), { externalId: 'x' }], { actor })
    const trail = await company.query(
      `select action, object, object_id as id, actor_name as who, actor_id as "whoId", detail from audit_log where object = 'import'`,
    )
    expect(trail).toEqual([
      {
        action: 'import',
        object: 'import',
        id: report.importId,
        who: 'Vera Okoro',
        whoId: actor.id,
        detail: {
          kind: 'customers',
          name: 'customers.json',
          dryRun: false,
          created: 3,
          updated: 0,
          unchanged: 0,
          rejected: 0,
          unlinked: 0,
        },
      },
    ])
  })

  test.each(KINDS)('of no %s at all is an import of nothing', async (kind) => {
    const company = await givenImports(db)
    expect(await company.import(kind, [])).toMatchObject({
      kind,
      received: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      unlinked: 0,
    })
  })

  test('accounts for each row: received are created, updated, unchanged or rejected', async () => {
    const company = await givenImports(db)
    await company.import('customers', many(3))
    const report = await company.import('customers', [
      ...many(2),
      { externalId: 'c2', name: 'Renamed' },
      { externalId: 'new', name: 'New' },
      { externalId: 'twice', name: 'First' },
      { externalId: 'twice', name: 'Second' },
      { externalId: 'bad', name: ' ' },
      { externalId: 'worse', name: 'Worse', arr: 'a lot' },
    ])
    expect(report).toMatchObject({ received: 8, created: 2, updated: 1, unchanged: 3, rejected: 2 })
    expect((await company.records('customers')).find(({ externalId }) => externalId === 'twice')).toMatchObject({
      name: 'Second',
    })
  })

  test('that brings many has the server look at its tables, lest it plan for the few rows of before', async () => {
    const company = await givenImports(db)
    await company.import('customers', many(5_000))
    const [seen] = await company.query<{ rows: number }>(
      `select reltuples as rows from pg_class where oid = 'customers'::regclass`,
    )
    // The server may have looked by itself before the last thousand came; then it need not look again.
    expect(seen?.rows).toBeGreaterThanOrEqual(4_000)
  })

  test('of a company that is not there, or of a file that is not there, fails and says so', async () => {
    const company = await givenImports(db)
    const request = {
      actor: systemActor('test'),
      kind: 'customers',
      input: { path: join(folder, 'nothing.csv') },
    } as const
    await expect(runImport(db, { ...request, companyId: '00000000-0000-7000-8000-000000000000' })).rejects.toThrow(
      'no such company',
    )
    await expect(runImport(db, { ...request, companyId: company.id })).rejects.toMatchObject({ name: 'UnreadableFile' })
    expect(await company.query('select * from imports')).toEqual([])
  })
})

describe('a good row', () => {
  test('does not suffer from a bad row of the same record that comes after it', async () => {
    const company = await givenImports(db)
    const report = await company.import('customers', [
      { externalId: 'c1', name: 'First', arr: 1 },
      { externalId: 'c1', name: 'Good', arr: 2 },
      { externalId: 'c1', name: 'Bad', arr: 'a lot' },
    ])
    expect(report).toMatchObject({ received: 3, created: 1, unchanged: 1, rejected: 1 })
    expect(await company.records('customers')).toMatchObject([{ name: 'Good', arr: 2 }])
  })

  test('does not suffer from a row that contradicts what is known of its record', async () => {
    const company = await givenImports(db)
    await company.import('renewals', [
      { externalId: 'r1', customerExternalId: 'c1', date: '2027-09-30', progress: 'signed' },
    ])
    const report = await company.import('renewals', [
      { externalId: 'r0', customerExternalId: 'c1', date: '2027-09-30', progress: 'none' },
      { externalId: 'r1', customerExternalId: 'c1', date: '2027-09-30', closedAt: null },
      {
        externalId: 'r2',
        customerExternalId: 'c1',
        date: '2028-09-30',
        progress: 'none',
        closedAt: '2027-03-01T00:00:00Z',
      },
      { externalId: 'r3', customerExternalId: 'c1', date: '2029-09-30', progress: 'none' },
    ])
    expect(report.received).toBe(report.created + report.updated + report.unchanged + report.rejected)
    const ids = (await company.records('renewals')).map(({ externalId }) => externalId)
    expect(ids).toEqual(expect.arrayContaining(['r0', 'r1', 'r3']))
  })
})

describe('a row that only the database refuses', () => {
  test('is kept as it came, wherever it stands in the file', async () => {
    const company = await givenImports(db)
    await db.owner.query(
      `create function refuse_two() returns trigger language plpgsql as $$ begin
         if new.external_id in ('c5', 'c1200') then raise check_violation using message = 'not that one'; end if; return new; end $$`,
    )
    await db.owner.query(
      'create trigger refuse_two before insert on customers for each row execute function refuse_two()',
    )
    try {
      const report = await company.import('customers', many(1_500))
      expect(report).toMatchObject({ received: 1_500, created: 1_498, rejected: 2 })
      const refused = await company.query(
        'select row_number, reason, record from import_rejections order by row_number',
      )
      expect(refused).toEqual(
        [5, 1_200].map((n) => ({
          row_number: n + 1,
          reason: 'The record would contradict itself: not that one',
          record: many(1_500)[n],
        })),
      )
    } finally {
      await db.owner.query('drop trigger refuse_two on customers')
    }
  })
})

describe('an import that was killed halfway', () => {
  test('has what it had taken, and coming again completes it to the same as one that was not', async () => {
    const [company, whole] = [await givenImports(db), await givenImports(db)]
    const records = many(2_500)
    await whole.import('customers', records)
    await db.owner.query(
      `create function refuse_late() returns trigger language plpgsql as $$ begin
         if new.external_id = 'c2200' then raise exception 'the machine stops'; end if; return new; end $$`,
    )
    await db.owner.query(
      'create trigger refuse_late before insert on customers for each row execute function refuse_late()',
    )
    try {
      await expect(company.import('customers', records)).rejects.toThrow('the machine stops')
    } finally {
      await db.owner.query('drop trigger refuse_late on customers')
    }
    const [state] = await company.query<{ status: string; done: number }>(
      'select status, rows_done as done from imports',
    )
    expect(state?.status).toBe('failed')
    expect(await company.records('customers')).toHaveLength(state?.done ?? 0)
    expect(state?.done).toBeGreaterThan(0)
    expect(state?.done).toBeLessThan(2_500)
    const again = await company.import('customers', records)
    expect(again).toMatchObject({ created: 2_500 - (state?.done ?? 0), rejected: 0 })
    expect(await company.everything()).toEqual(await whole.everything())
  })

  test('can be taken back', async () => {
    const company = await givenImports(db)
    const nothing = await company.everything()
    await db.owner.query(
      `create or replace function refuse_late() returns trigger language plpgsql as $$ begin
         if new.external_id = 'c2200' then raise exception 'the machine stops'; end if; return new; end $$`,
    )
    await db.owner.query(
      'create trigger refuse_late before insert on customers for each row execute function refuse_late()',
    )
    try {
      await expect(company.import('customers', many(2_500))).rejects.toThrow('the machine stops')
    } finally {
      await db.owner.query('drop trigger refuse_late on customers')
    }
    const [row] = await company.query<{ id: string }>('select id from imports')
    await company.undo(row?.id ?? '')
    expect(await company.everything()).toEqual(nothing)
  })
})

describe('two imports at once', () => {
  test('of the same records take each once', async () => {
    const company = await givenImports(db)
    const records = many(2_500)
    const reports = await Promise.all([company.import('customers', records), company.import('customers', records)])
    expect(reports.map(({ created, updated, unchanged }) => created + updated + unchanged)).toEqual([2_500, 2_500])
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(2_500)
    expect(await company.records('customers')).toHaveLength(2_500)
    const [parents] = await company.query<{ count: number }>(
      'select count(*) from customers where parent_id is not null',
    )
    expect(parents?.count).toBe(2_499)
  })

  test('of customers and of what belongs to them link everything', async () => {
    const company = await givenImports(db)
    const tickets = Array.from({ length: 2_500 }, (_, index) => ({
      externalId: `t${String(index)}`,
      customerExternalId: `c${String(index)}`,
      createdAt: '2027-03-01T10:00:00Z',
    }))
    await Promise.all([company.import('tickets', tickets), company.import('customers', many(2_500))])
    const [waiting] = await company.query<{ count: number }>(
      'select count(*) from support_tickets where customer_id is null',
    )
    expect(waiting?.count).toBe(0)
  })

  test('of two companies do not wait for each other', async () => {
    const [first, second] = [await givenImports(db), await givenImports(db)]
    await db.database.withCompany(first.id, async (tx) => {
      await tx.run(`select pg_advisory_xact_lock(hashtextextended('import ' || app.company_id()::text, 0))`)
      expect(await second.import('customers', many(3))).toMatchObject({ created: 3 })
    })
  })
})

describe('rejected rows', () => {
  const rejected = async (company: GivenImports, importId: string): Promise<string> => {
    const pieces: string[] = []
    const found = await rejectionsCsv(db, { companyId: company.id, importId }, (piece) => {
      pieces.push(piece)
    })
    if (!found.ok) throw new Error(found.refusal)
    return pieces.join('')
  }

  test('are kept with row, column and reason, as they came', async () => {
    const company = await givenImports(db)
    const path = join(folder, 'bad.csv')
    await writeFile(path, 'Account ID,Company,ARR\nc1,Birch,12\nc2,"=Lune, ""SA""",a lot\nc3,,7\n')
    const { importId } = await company.import('customers', path)
    expect(await rejected(company, importId)).toBe(
      'renubu_row,renubu_column,renubu_reason,Account ID,Company,ARR\n' +
        `2,ARR,"""a lot"" is not a number",c2,"'=Lune, ""SA""",a lot\n` +
        '3,Company,name is empty,c3,,7\n',
    )
  })

  test('come in when they are mended and imported again, and nothing else changes', async () => {
    const company = await givenImports(db)
    const bad = [
      {
        externalId: '=c1',
        name: '=Lune\n"SA"',
        arr: 'a lot',
        attributes: { list: [1, 'two'] },
        competitors: ['a', 'b;c'],
      },
      { externalId: 'c2', name: '', arr: 7, note: '-kept' },
    ]
    const { importId } = await company.import('customers', [...bad, ...many(2)])
    const path = join(folder, 'mended.csv')
    const csv = await rejected(company, importId)
    await writeFile(path, csv)
    await writeFile(path, csv.replaceAll('a lot', '5').replace('c2,,', 'c2,Moor,'))
    const again = await company.import('customers', path)
    expect(again).toMatchObject({ received: 2, created: 2, rejected: 0 })
    const records = await company.records('customers')
    expect(records).toContainEqual(
      expect.objectContaining({
        externalId: '=c1',
        name: '=Lune\n"SA"',
        arr: 5,
        competitors: ['a', 'b;c'],
        attributes: { list: [1, 'two'] },
      }),
    )
    expect(records).toContainEqual(
      expect.objectContaining({ externalId: 'c2', name: 'Moor', arr: 7, attributes: { note: '-kept' } }),
    )
  })

  test('whose characters no database can hold are kept with signs in their place', async () => {
    const company = await givenImports(db)
    const { importId, rejected: count } = await company.import('customers', [
      { externalId: 'c1', name: 'NUL \0' },
      { externalId: 'c2', name: 'half \ud83d' },
      { externalId: 'c3', name: 'Fine', attributes: { deep: 'NUL \0' } },
    ])
    expect(count).toBe(3)
    expect(await rejected(company, importId)).toMatch(/NUL ␀[\s\S]*half �[\s\S]*NUL ␀/)
  })

  test('of nobody, of another company or of what is no id are refused', async () => {
    const [company, other] = [await givenImports(db), await givenImports(db)]
    const { importId } = await company.import('customers', [{ externalId: 'x', name: '' }])
    for (const [companyId, id] of [
      [other.id, importId],
      [company.id, '00000000-0000-7000-8000-000000000000'],
      [company.id, 'x'],
    ] as const)
      expect((await rejectionsCsv(db, { companyId, importId: id }, () => undefined)).ok).toBe(false)
  })

  test('beyond a page are all there, in their order', async () => {
    const company = await givenImports(db)
    const { importId } = await company.import(
      'customers',
      Array.from({ length: 4_100 }, (_, index) => ({ externalId: String(index), name: '' })),
    )
    const lines = (await rejected(company, importId)).trimEnd().split('\n').slice(1)
    expect(lines.map((line) => Number(line.split(',')[0]))).toEqual(
      Array.from({ length: 4_100 }, (_, index) => index + 1),
    )
  })
})
