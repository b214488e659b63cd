import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { createCompany } from '../../../access/companies.store.ts'
import { systemActor } from '../../../base/actor.ts'
import type { Kind } from './fields/field.ts'
import { runImport } from './import.job.ts'

const db = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'renubu-files-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0

async function company(locale = 'en-US') {
  count += 1
  const { id } = await createCompany(db, { name: `Company ${count}`, timeZone: 'UTC', locale })
  const file = async (kind: Kind, content: string | object, more: { dryRun?: boolean; source?: string } = {}) => {
    count += 1
    const path = join(folder, `${count}.export`)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
    return runImport(db, { companyId: id, actor: systemActor('test'), kind, input: { path }, ...more })
  }
  const rows = (sql: string) => db.database.withCompany(id, (tx) => tx.rows(sql))
  const codes = (report: Awaited<ReturnType<typeof file>>) => report.warnings.map(({ code }) => code)
  return { file, rows, codes }
}

const HUBSPOT = {
  results: [
    {
      id: '901',
      properties: {
        name: 'Birch & Sons',
        domain: 'birch.example',
        annualrevenue: '120000',
        hs_lastmodifieddate: '2027-01-02T10:00:00Z',
      },
      createdAt: '2025-01-01T00:00:00Z',
      archived: false,
    },
    { id: '902', properties: { name: 'Lune' }, archived: true },
  ],
  paging: { next: { after: '902' } },
}

describe('answers of interfaces, saved as they came', () => {
  test('HubSpot: companies, then deals and calls that find their company', async () => {
    const { file, rows } = await company()
    expect(await file('customers', HUBSPOT, { source: 'hubspot' })).toMatchObject({
      received: 2,
      created: 1,
      rejected: 1,
    })
    const deal = {
      id: '31',
      properties: { dealname: 'More seats', amount: '5000', dealstage: 'closedwon', closedate: '2027-01-05T00:00:00Z' },
      associations: { companies: { results: [{ id: '901', type: 'deal_to_company' }] } },
    }
    expect(await file('opportunities', { results: [deal] }, { source: 'hubspot' })).toMatchObject({
      created: 1,
      unlinked: 0,
    })
    const call = {
      engagement: { id: 77, type: 'CALL', timestamp: 1_800_000_000_000 },
      associations: { companyIds: [901], contactIds: [] },
      metadata: { body: 'Went well', durationMilliseconds: 600_000 },
    }
    expect(await file('engagements', call, { source: 'hubspot' })).toMatchObject({ created: 1, unlinked: 0 })
    expect(await rows('select kind, notes, duration_minutes from engagements')).toEqual([
      { kind: 'call', notes: 'Went well', duration_minutes: 10 },
    ])
    expect(await rows('select outcome, amount from opportunities')).toEqual([{ outcome: 'won', amount: 5000 }])
  })

  test('Salesforce: an answer with its marks, and relations that are written out', async () => {
    const { file, rows } = await company()
    const mark = (type: string) => ({ attributes: { type, url: `/services/data/v60.0/sobjects/${type}/1` } })
    const records = [
      {
        ...mark('Account'),
        Id: '001A',
        Name: 'Birch',
        IsDeleted: false,
        Contacts: { totalSize: 1, records: [{ LastName: 'Lind' }] },
      },
      {
        ...mark('Account'),
        Id: '001B',
        Name: 'Lune',
        IsDeleted: false,
        Parent: { ...mark('Account'), Name: 'Birch' },
        Contacts: null,
      },
    ]
    expect(await file('customers', { totalSize: 2, done: true, records })).toMatchObject({
      received: 2,
      created: 2,
      rejected: 0,
    })
    expect(
      await rows(
        'select c.name, p.name as parent from customers c left join customers p on p.id = c.parent_id order by 1',
      ),
    ).toEqual([
      { name: 'Birch', parent: null },
      { name: 'Lune', parent: 'Birch' },
    ])
  })

  test('Zendesk: organizations and their tickets', async () => {
    const { file, rows } = await company()
    const organization = {
      url: 'https://desk.example/api/v2/organizations/5.json',
      id: 5,
      name: 'Birch',
      external_id: null,
      domain_names: ['birch.example', 'birch.test'],
    }
    await file('customers', { organizations: [organization], meta: { has_more: false } })
    const ticket = {
      id: 9,
      organization_id: 5,
      subject: 'Help',
      priority: null,
      status: 'solved',
      created_at: '2027-01-01T10:00:00Z',
    }
    expect(await file('tickets', { tickets: [ticket], count: 1 })).toMatchObject({ created: 1, unlinked: 0 })
    expect(await rows('select domain from customers')).toEqual([{ domain: 'birch.example' }])
  })

  test('a refusal of an interface is no customer', async () => {
    const { file, rows } = await company()
    await expect(file('customers', [{ message: 'Session expired', errorCode: 'INVALID_SESSION_ID' }])).rejects.toThrow(
      /refusal of its source/,
    )
    expect(await rows('select 1 from customers')).toEqual([])
  })
})

describe('bad rows never stop good ones', () => {
  test('a row that is ragged, one with NUL and one without a name are kept with their reasons', async () => {
    const { file, rows } = await company()
    const report = await file('customers', 'name,arr\nBirch,1\nLarch, Inc,2\nEl\0m,3\n,4\nLune,"1,5"\n')
    expect(report).toMatchObject({ received: 5, created: 2, rejected: 3 })
    expect(
      await rows(
        `select row_number, column_name, reason from import_rejections where reason not like '%NUL%' order by 1`,
      ),
    ).toEqual([
      {
        row_number: 2,
        column_name: null,
        reason: 'The row has 3 cells, the header 2; a quotation mark may be missing',
      },
      { row_number: 4, column_name: 'name', reason: 'name is empty' },
    ])
    expect(await rows('select name, arr from customers order by 1')).toEqual([
      { name: 'Birch', arr: 1 },
      { name: 'Lune', arr: 1.5 },
    ])
  })

  test('a broken line of NDJSON is kept as it stood', async () => {
    const { file, rows } = await company()
    const report = await file('customers', '{"name":"Birch"}\n{"name":\n{"name":"Lune"}\n')
    expect(report).toMatchObject({ received: 3, created: 2, rejected: 1 })
    expect(await rows('select row_number, record from import_rejections')).toEqual([
      { row_number: 2, record: { 'unreadable line': '{"name":' } },
    ])
  })

  test('a rehearsal counts the same as the import', async () => {
    const { file } = await company()
    const text = 'name,arr\nBirch,1\nBirch,2\nLarch,x\n'
    const { importId: _, dryRun: __, ...rehearsed } = await file('customers', text, { dryRun: true })
    const { importId: ___, dryRun: ____, ...imported } = await file('customers', text)
    expect(imported).toEqual(rehearsed)
    expect(imported).toMatchObject({ received: 3, created: 1, unchanged: 1, rejected: 1 })
  })
})

describe('what a column says holds for all of it', () => {
  test('the date that proves the order comes last, and still the first one is read by it', async () => {
    const { file, rows, codes } = await company('en-US')
    const early = Array.from({ length: 2_500 }, (_, place) => `C${place},03/04/2027`)
    const report = await file('customers', ['name,renewal date', ...early, 'Z,28/04/2027'].join('\n'))
    expect(report.created).toBe(2_501)
    expect(codes(report)).not.toContain('date-order-unclear')
    expect(await rows('select distinct renewal_date::text as day from customers order by 1')).toEqual([
      { day: '2027-04-03' },
      { day: '2027-04-28' },
    ])
  })

  test('an order that nothing proves is told', async () => {
    const { file, codes } = await company('en-US')
    expect(codes(await file('customers', 'name,renewal date\nBirch,03/04/2027\n'))).toContain('date-order-unclear')
  })

  test('German thousands in a German company', async () => {
    const { file, rows } = await company('de-DE')
    await file('customers', 'Firma;Jahreswert;Vertragsende\nBirch;12.500;31.12.2027\nLune;1.250;01.02.2028\n')
    expect(await rows('select name, arr, renewal_date::text as day from customers order by 1')).toEqual([
      { name: 'Birch', arr: 12500, day: '2027-12-31' },
      { name: 'Lune', arr: 1250, day: '2028-02-01' },
    ])
  })
})

test('the same file is read in the same way again, and changes nothing', async () => {
  const { file } = await company()
  const text = 'Account,Ref,Segment\nBirch,R1,SMB\nLune,R2,SMB\nElm,R3,ENT\n'
  const first = await file('customers', text)
  const second = await file('customers', text)
  expect(second.mapping).toEqual(first.mapping)
  expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
})

test('a mapping that names no field or no column is refused with what there is', async () => {
  const { id } = await createCompany(db, { name: 'Mapped', timeZone: 'UTC' })
  const records = [{ Name: 'Birch' }]
  const mapped = (mapping: Record<string, string>) =>
    runImport(db, {
      companyId: id,
      actor: systemActor('test'),
      kind: 'customers',
      input: { name: 'r', records },
      mapping,
    })
  await expect(mapped({ colour: 'Name' })).rejects.toThrow(/no field "colour"; there are: externalId, name/)
  await expect(mapped({ arr: 'Money' })).rejects.toThrow(/no column "Money"; there are: Name/)
})

test('usage with a column for each metric is a value for each of them', async () => {
  const { file, rows } = await company()
  await file('customers', 'Account ID,Name\na1,Birch\n')
  const report = await file(
    'usage',
    'date,account id,DAU,logins,plan\n2027-03-01,a1,12,30,gold\n2027-03-02,a1,,31,gold\n',
  )
  expect(report).toMatchObject({ received: 3, created: 3, unlinked: 0 })
  expect(await rows('select metric, sum(value) as value from usage_values group by 1 order by 1')).toEqual([
    { metric: 'active_users', value: 12 },
    { metric: 'logins', value: 61 },
  ])
})
