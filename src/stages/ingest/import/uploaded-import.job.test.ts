import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenImports, type GivenImports } from '../../../../test/given-import.ts'
import { systemActor } from '../../../base/actor.ts'
import type { Database } from '../../../platform/postgres.ts'
import type { Kind } from './fields/field.ts'
import type { ImportRow } from './import-row.ts'
import { importById } from './imports.store.ts'
import type { ImportReport } from './report.ts'
import { runUploaded } from './uploaded-import.job.ts'
import { addUploaded, markUndoing } from './uploaded-imports.store.ts'
import { forgetUploads, keepPiece, newUploadId } from './uploads.store.ts'

const db = await testDatabase()
const actor = systemActor('test')

type Uploaded = { readonly kind: Kind; readonly text: string; readonly dryRun?: boolean; readonly hold?: boolean }

/** A file that was uploaded and waits for the worker. */
async function givenUpload(
  company: GivenImports,
  { kind, text, dryRun = false, hold = false }: Uploaded,
): Promise<string> {
  const bytes = Buffer.from(text)
  return db.database.withCompany(company.id, async (tx) => {
    const id = await newUploadId(tx)
    for (let place = 0; place * 100_000 < bytes.length; place += 1)
      await keepPiece(tx, id, { place, bytes: bytes.subarray(place * 100_000, (place + 1) * 100_000) })
    const name = `${kind}.csv`
    const given = { id, kind, name, source: 'import', mapping: {}, dryRun, hold, columns: [], actorName: 'test' }
    await addUploaded(tx, { ...given, bytes: bytes.length })
    return id
  })
}

const found = async (company: GivenImports, id: string): Promise<ImportRow> => {
  const row = await db.database.withCompany(company.id, (tx) => importById(tx, id))
  if (!row) throw new Error('There is no such import')
  return row
}

const reportOf = async (company: GivenImports, id: string) => (await found(company, id)).report as ImportReport

// Small enough that each of the files below takes several transactions.
const rowsPerBatch = 2_000

const run = (company: GivenImports, importId: string, database: Database = db.database) =>
  runUploaded(
    { database, clock: db.clock, readTicket: db.readTicket, rowsPerBatch },
    { companyId: company.id, importId, actor },
  )

/** A database that goes away with the transaction of this number: a worker that is killed there. */
function killedAt(transaction: number): { database: Database; reached: () => boolean } {
  let count = 0
  return {
    reached: () => count >= transaction,
    database: {
      ...db.database,
      withCompany: (companyId, work) =>
        db.database.withCompany(companyId, async (tx) => {
          const answer = await work(tx)
          count += 1
          if (count >= transaction) throw new Error('killed before the commit')
          return answer
        }),
    },
  }
}

/** Runs an import and kills it at later and later transactions, until it comes to its end. Gives the number of kills. */
async function runAndKill(company: GivenImports, id: string, step: number): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    const { database, reached } = killedAt(2 + kills * step)
    const ended = await run(company, id, database).then(
      () => true,
      () => false,
    )
    if (ended && !reached()) return kills
  }
}

// Two rows of one record, of which the later is bad, far apart; people who come twice; a reference that waits.
const CUSTOMERS = [
  'id,name,arr,parent id',
  ...Array.from(
    { length: 5_000 },
    (_, at) =>
      `c${String(at % 4_999)},Customer ${String(at % 4_999)},${at === 4_999 ? 'a lot' : String(at)},${at === 5 ? 'c4000' : ''}`,
  ),
  ...Array.from({ length: 30 }, (_, at) => `x${String(at)},,1,`),
].join('\n')

const USAGE = [
  'customer id,date,metric,value',
  ...Array.from(
    { length: 9_000 },
    (_, at) =>
      `c${String(at % 50)},2027-0${String(1 + (at % 2))}-${String(1 + (at % 28)).padStart(2, '0')},metric ${String(at % 400)},${String(at)}`,
  ),
  'c1,someday,logins,1',
].join('\n')

describe.each([
  ['customers', CUSTOMERS],
  ['usage', USAGE],
] as const)('an import of %s', (kind, text) => {
  test('that is killed at any transaction, again and again, ends as one that was not', async () => {
    const [whole, company] = [await givenImports(db), await givenImports(db)]
    for (const each of [whole, company])
      if (kind === 'usage')
        await each.import(
          'customers',
          Array.from({ length: 50 }, (_, at) => ({ externalId: `c${String(at)}`, name: `Customer ${String(at)}` })),
        )
    const undisturbed = await givenUpload(whole, { kind, text })
    await run(whole, undisturbed)
    const id = await givenUpload(company, { kind, text })
    const kills = await runAndKill(company, id, 7)
    expect(kills).toBeGreaterThan(2)
    const [report, expected] = [await reportOf(company, id), await reportOf(whole, undisturbed)]
    expect({ ...report, importId: '' }).toEqual({ ...expected, importId: '' })
    expect(report.received).toBe(report.created + report.updated + report.unchanged + report.rejected)
    expect(await company.everything()).toEqual(await whole.everything())
    const rejections = 'select row_number, column_name, reason from import_rejections order by 1'
    expect(await company.query(rejections)).toEqual(await whole.query(rejections))
    expect(await company.query(`select from audit_log where action = 'import' and object_id = '${id}'`)).toHaveLength(1)
    expect(await company.query('select from import_pieces')).toEqual([])
  })
})

test('goes on behind the batch that was saved, and does not look at it again', async () => {
  const company = await givenImports(db)
  const id = await givenUpload(company, { kind: 'customers', text: CUSTOMERS })
  for (let transaction = 12; (await found(company, id)).rowsDone === 0; transaction += 1)
    await expect(run(company, id, killedAt(transaction).database)).rejects.toThrow('killed')
  await company.query(`update customers set name = 'By hand' where external_id = 'c7'`)
  await run(company, id)
  expect(await found(company, id)).toMatchObject({ status: 'finished', rowsDone: 5_030, rowsTotal: 5_030 })
  expect(await company.query(`select name from customers where external_id = 'c7'`)).toEqual([{ name: 'By hand' }])
})

test('two workers that go on with one import at once take each row once', async () => {
  const company = await givenImports(db)
  const id = await givenUpload(company, { kind: 'customers', text: CUSTOMERS })
  await Promise.all([run(company, id), run(company, id)])
  const report = await reportOf(company, id)
  expect(report).toMatchObject({ received: 5_030, created: 4_999, rejected: 31 })
  expect(await company.query('select from customers')).toHaveLength(4_999)
  expect(await company.query(`select from audit_log where action = 'import' and object_id = '${id}'`)).toHaveLength(1)
})

test('a rehearsal that was killed begins anew and keeps nothing', async () => {
  const company = await givenImports(db)
  const id = await givenUpload(company, { kind: 'customers', text: CUSTOMERS, dryRun: true })
  expect(await runAndKill(company, id, 9)).toBeGreaterThan(2)
  expect(await reportOf(company, id)).toMatchObject({ created: 4_999, rejected: 31, dryRun: true })
  expect(await company.query('select from customers')).toEqual([])
})

test('a mapping that was settled stays, whatever has become known since', async () => {
  const company = await givenImports(db)
  const text = [
    'id,name,whose',
    ...Array.from({ length: 5_000 }, (_, at) => `c${String(at)},Customer ${String(at)},Ida Voss`),
  ].join('\n')
  const id = await givenUpload(company, { kind: 'customers', text })
  for (let transaction = 12; (await found(company, id)).rowsDone === 0; transaction += 1)
    await expect(run(company, id, killedAt(transaction).database)).rejects.toThrow('killed')
  const { mapping } = await found(company, id)
  await company.import('users', [{ email: 'ida@fern.example', name: 'Ida Voss', role: 'csm' }])
  await run(company, id)
  expect((await found(company, id)).mapping).toEqual(mapping)
  expect(await company.query(`select from customers where attributes ->> 'whose' = 'Ida Voss'`)).toHaveLength(5_000)
})

test.each(['held', 'undoing'] as const)('nothing is done of one that is %s', async (status) => {
  const company = await givenImports(db)
  const id = await givenUpload(company, { kind: 'customers', text: 'id,name\nc1,Fern', hold: status === 'held' })
  if (status === 'undoing') await db.database.withCompany(company.id, (tx) => markUndoing(tx, id))
  await run(company, id)
  expect((await found(company, id)).status).toBe(status)
  expect(await company.query('select from customers')).toEqual([])
})

test('an uploaded file that nobody started for a week, or whose import never came, is forgotten; others stay', async () => {
  const company = await givenImports(db)
  const start = db.clock.now()
  const text = 'id,name\nc1,Fern'
  const old = await givenUpload(company, { kind: 'customers', text, hold: true })
  await db.database.withCompany(company.id, async (tx) =>
    keepPiece(tx, await newUploadId(tx), { place: 0, bytes: Buffer.from('cut') }),
  )
  const forget = async (days: number) => {
    db.clock.set(new Date(start.getTime() + days * 86_400_000))
    await db.database.withCompany(company.id, forgetUploads)
    return (await company.query('select from import_pieces')).length
  }
  expect(await forget(0.9)).toBe(2)
  expect(await forget(1.1)).toBe(1)
  const fresh = await givenUpload(company, { kind: 'customers', text, hold: true })
  expect(await forget(7.1)).toBe(1)
  expect((await found(company, old)).report).toEqual({ error: 'It was not started within a week; send the file again' })
  expect((await found(company, fresh)).status).toBe('held')
  db.clock.set(start)
})
