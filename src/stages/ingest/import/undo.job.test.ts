import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { BEFORE, CHANGE } from '../../../../test/given-records.ts'
import { systemActor } from '../../../base/actor.ts'
import { runImport } from './import.job.ts'
import { undoImport } from './undo.job.ts'

const db = await testDatabase()

async function givenBefore(): Promise<GivenImports> {
  const company = await givenImports(db)
  for (const [kind, records] of BEFORE) await company.import(kind, records)
  return company
}

/** What no export shows: links and how they were found, windows, history, versions, the records as they are stored. */
async function inside(company: GivenImports): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const [name, sql] of [
    ['windows', 'select customer_id, metric, last_day::text, days from usage_windows order by 1, 2'],
    ['features', 'select customer_id, features, last_days::text from usage_features order by 1'],
    ['usage', 'select * from usage_metrics order by customer_id, metric, month, feature'],
    ['corrections', 'select count(*) as count from usage_corrections'],
    ['arr', 'select * from arr_history order by customer_id, day'],
    ['versions', 'select kind, record_id, known_at, superseded_at, record from record_versions order by seq'],
    ['teams', 'select name from teams order by 1'],
    ...[...BEFORE.map(([kind]) => kind)]
      .filter((kind) => kind !== 'usage' && kind !== 'rates')
      .map(
        (kind) =>
          [
            kind,
            `select to_jsonb(t) - 'updated_at' as row from ${kind === 'tickets' ? 'support_tickets' : kind === 'surveys' ? 'survey_responses' : kind} t order by id`,
          ] as const,
      ),
  ] as const)
    all[name] = await company.query(sql)
  return all
}

describe('an import that is taken back', () => {
  test.each(BEFORE.map(([kind]) => kind))('of %s leaves everything as it was before', async (kind) => {
    const company = await givenBefore()
    const [exported, stored] = [await company.everything(), await inside(company)]
    const { importId, updated, created } = await company.import(kind, CHANGE[kind])
    expect([created > 0, updated > 0]).toEqual([true, true])
    expect(await company.everything()).not.toEqual(exported)
    const undone = await company.undo(importId)
    expect(undone).toMatchObject({ archived: [], kept: [] })
    expect(await company.everything()).toEqual(exported)
    expect(await inside(company)).toEqual(stored)
  })

  test('and was followed by others of its kind can be taken back in the reverse order, to the beginning', async () => {
    const company = await givenImports(db)
    const states = [await company.everything()]
    const ids: string[] = []
    for (const [kind, records] of [...BEFORE, ...BEFORE.map(([kind]) => [kind, CHANGE[kind]] as const)]) {
      ids.push((await company.import(kind, records)).importId)
      states.push(await company.everything())
    }
    for (const id of ids.toReversed()) {
      states.pop()
      await company.undo(id)
      expect(await company.everything()).toEqual(states.at(-1))
    }
  })

  test('can come again as if it had never been there', async () => {
    const company = await givenBefore()
    const first = await company.import('customers', CHANGE.customers)
    const after = await company.everything()
    await company.undo(first.importId)
    expect(await company.import('customers', CHANGE.customers)).toMatchObject({ created: 1, updated: 1 })
    expect(await company.everything()).toEqual(after)
  })

  test('raises the facts of those whose records change by it, and of no other', async () => {
    const company = await givenBefore()
    await company.import('customers', [{ externalId: 'c3', name: 'Uninvolved' }])
    const { importId } = await company.import('tickets', CHANGE.tickets)
    const versions = () =>
      company.query<{ id: string; version: number }>(
        'select c.external_id as id, f.version from facts_versions f join customers c on c.id = f.customer_id order by 1',
      )
    const before = await versions()
    await company.undo(importId)
    expect(await versions()).toEqual(
      before.map(({ id, version }) => ({ id, version: id === 'c1' ? version + 1 : version })),
    )
  })

  test('of rates raises the facts of those who have amounts in their currencies', async () => {
    const company = await givenImports(db)
    await company.import('customers', [
      { externalId: 'c1', name: 'Birch', currency: 'EUR' },
      { externalId: 'c2', name: 'Lune', currency: 'CHF' },
    ])
    const { importId } = await company.import('rates', [{ currency: 'EUR', day: '2027-03-01', rate: 1.1 }])
    expect(await company.undo(importId)).toMatchObject({ deleted: 1, restored: 0 })
    const versions = await company.query(
      'select c.external_id as id, f.version from facts_versions f join customers c on c.id = f.customer_id order by 1',
    )
    expect(versions).toEqual([
      { id: 'c1', version: 3 },
      { id: 'c2', version: 1 },
    ])
  })

  test('is in the audit trail, with who did it', async () => {
    const company = await givenBefore()
    const { importId } = await company.import('customers', CHANGE.customers)
    await undoImport(db, { companyId: company.id, actor: systemActor('the one who undoes'), importId })
    const trail = await company.query(
      `select action, actor_name as who, detail from audit_log where object = 'import' and object_id = $1 order by at`,
      [importId],
    )
    expect(trail).toMatchObject([
      { action: 'import' },
      { action: 'undo', who: 'the one who undoes', detail: { deleted: 1, restored: 1, kept: 0 } },
    ])
  })
})

describe('what has changed since', () => {
  test('by a person stays as it is, and is listed', async () => {
    const company = await givenBefore()
    const { importId } = await company.import('customers', CHANGE.customers)
    await company.query(`update customers set industry = 'Timber' where external_id = 'c2'`)
    const arr = await company.query('select * from arr_history order by customer_id, day')
    expect(await company.undo(importId)).toMatchObject({ deleted: 0, restored: 1, kept: ['c2'] })
    expect(await company.records('customers')).toMatchObject([
      { externalId: 'c1', arr: 100 },
      { externalId: 'c2', industry: 'Timber' },
    ])
    expect(await company.query('select arr from arr_history where arr = 5')).toHaveLength(1)
    expect(arr).toHaveLength(2)
  })

  test('by a later import stays as it is, and is listed', async () => {
    const company = await givenBefore()
    const first = await company.import('contacts', CHANGE.contacts)
    await company.import('contacts', [{ externalId: 'k1', customerExternalId: 'c1', name: 'Ida B.', active: false }])
    expect(await company.undo(first.importId)).toMatchObject({ deleted: 1, restored: 0, kept: ['k1'] })
    expect(await company.records('contacts')).toMatchObject([{ externalId: 'k1', name: 'Ida B.' }])
  })

  test('of the clauses of a contract by a later import stays', async () => {
    const company = await givenBefore()
    const first = await company.import('contracts', CHANGE.contracts)
    const terms = [{ kind: 'price', text: 'Last word', value: null }]
    await company.import('contracts', [{ externalId: 'v1', customerExternalId: 'c1', terms }])
    await company.undo(first.importId)
    expect(await company.records('contracts')).toMatchObject([{ externalId: 'v1', terms }])
  })

  test('of a price, a rate or a usage day by a later import stays', async () => {
    const company = await givenBefore()
    for (const [kind, later] of [
      ['products', { externalId: 'p1', name: 'Lantern', listPrice: 130, currency: 'EUR' }],
      ['rates', { currency: 'EUR', day: '2027-03-01', rate: 1.3 }],
      ['usage', { customerExternalId: 'c1', date: '2027-03-10', metric: 'logins', value: 99, feature: 'reports' }],
    ] as const) {
      const { importId } = await company.import(kind, CHANGE[kind])
      await company.import(kind, [later])
      await company.undo(importId)
      expect(await company.records(kind)).toContainEqual(expect.objectContaining(later))
    }
  })
})

describe('a customer with whom somebody has worked', () => {
  const worked: readonly (readonly [string, string])[] = [
    [
      'an execution',
      `insert into workflow_executions (company_id, customer_id, workflow_id, workflow_version, family, trigger, rule, because, opened_on, total_steps)
       select c.company_id, c.id, w.workflow_id, w.version, 'risk', 'risk', 'rule', '[]', '2027-03-01', 3 from customers c, workflow_definitions w
        where c.external_id = 'c2' limit 1`,
    ],
    [
      'a task',
      `insert into tasks (company_id, customer_id, title, created_by) select company_id, id, 'Call', 'Bo' from customers where external_id = 'c2'`,
    ],
    [
      'a contact made by hand',
      `insert into contacts (company_id, external_id, source, customer_id, name) select company_id, 'hand', 'renubu', id, 'Ida' from customers where external_id = 'c2'`,
    ],
  ]

  test.each(worked)('in the form of %s is archived, not deleted, and named', async (_what, sql) => {
    const company = await givenBefore()
    await company.query(
      `insert into workflow_definitions (company_id, workflow_id, version, origin, content_hash, title, family, target_minutes, definition)
       values (app.company_id(), 'rescue', 1, 'company', '', 'Rescue', 'risk', 5, '{"steps":[]}')`,
    )
    const { importId } = await company.import('customers', CHANGE.customers)
    await company.query(sql)
    expect(await company.undo(importId)).toMatchObject({ deleted: 0, restored: 1, archived: ['c2'] })
    expect((await company.records('customers')).map(({ externalId }) => externalId)).toEqual(['c1'])
    expect(await company.query(`select external_id from customers where archived_at is not null`)).toEqual([
      { external_id: 'c2' },
    ])
  })

  test('comes back with everything when the import comes again', async () => {
    const company = await givenBefore()
    const first = await company.import('customers', CHANGE.customers)
    const after = await company.everything()
    await company.query(worked[1]?.[1] ?? '')
    await company.undo(first.importId)
    expect(await company.import('customers', CHANGE.customers)).toMatchObject({ created: 0, updated: 2 })
    expect(await company.everything()).toEqual(after)
    expect(await company.query('select status from tasks')).toEqual([{ status: 'open' }])
  })
})

describe('nothing is taken back', () => {
  const asked = (company: GivenImports, importId: string) =>
    undoImport(db, { companyId: company.id, actor: systemActor('test'), importId })

  test('twice', async () => {
    const company = await givenBefore()
    const { importId } = await company.import('customers', CHANGE.customers)
    await company.undo(importId)
    const before = await company.everything()
    expect(await asked(company, importId)).toEqual({ ok: false, refusal: 'That import was taken back already' })
    expect(await company.everything()).toEqual(before)
  })

  test('of a rehearsal, of an unknown import, of what is no id', async () => {
    const company = await givenBefore()
    const { importId } = await company.import('customers', CHANGE.customers, { dryRun: true })
    expect(await asked(company, importId)).toEqual({
      ok: false,
      refusal: 'That import was a rehearsal; it kept nothing',
    })
    expect(await asked(company, '00000000-0000-7000-8000-000000000000')).toMatchObject({
      refusal: 'There is no such import',
    })
    expect(await asked(company, "x'; drop table customers")).toMatchObject({ ok: false })
  })

  test('of another company', async () => {
    const [company, other] = [await givenBefore(), await givenBefore()]
    const { importId } = await company.import('customers', CHANGE.customers)
    const before = await company.everything()
    expect(await asked(other, importId)).toEqual({ ok: false, refusal: 'There is no such import' })
    expect(await company.everything()).toEqual(before)
  })
})

test('an import that is taken back while it runs stops, and nothing of it stays', async () => {
  const company = await givenImports(db)
  const nothing = await company.everything()
  const records = Array.from({ length: 9_000 }, (_, index) => ({
    externalId: `c${String(index)}`,
    name: `Customer ${String(index)}`,
  }))
  let undoing: Promise<unknown> | undefined
  const running = runImport(
    { ...db, rowsPerBatch: 2_000 },
    {
      companyId: company.id,
      actor: systemActor('test'),
      kind: 'customers',
      input: { name: 'customers.json', records },
      onProgress: ({ phase, rows }) => {
        if (phase !== 'merge' || rows !== 2_000) return
        undoing = company.query<{ id: string }>('select id from imports').then(([row]) => company.undo(row?.id ?? ''))
      },
    },
  )
  await expect(running).rejects.toThrow('was taken back')
  await undoing
  expect(await company.everything()).toEqual(nothing)
  expect(await company.query('select status from imports')).toEqual([{ status: 'undone' }])
})
