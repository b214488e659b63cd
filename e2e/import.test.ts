import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { givenCompany, type GivenCompany } from '../test/given-company.ts'
import { workersBeside } from '../test/workers-beside.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, type Look } from './visit.ts'

const db = await testDatabase()
workersBeside(db)
const app = openedApp(db, () => Promise.resolve())
const folder = mkdtempSync(join(tmpdir(), 'renubu-exports-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A company that has people and nothing else; its administrator is called so that no other test's is. */
async function givenEmptyCompany(admin: string): Promise<GivenCompany> {
  const company = await givenCompany(db, 'Europe/Berlin')
  const key = admin.replace(' ', '.').toLowerCase()
  await company.import('users', [
    { externalId: key, name: admin, email: `${key}@example.org`, role: 'admin' },
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
  ])
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
  return company
}

const day = (offset: number): string => isoDay(Math.floor(db.clock.now().getTime() / 86_400_000) + offset)
const american = (iso: string): string => iso.replace(/^(\d+)-(\d+)-(\d+)$/, '$2/$3/$1')

/** As Salesforce writes accounts: two rows that cannot be taken among those that can. */
function accounts(): string {
  const path = join(folder, 'accounts-export.csv')
  const rows = [
    ['001A', 'Larkspur Health', '$185,000.00', american(day(9)), 'ada@example.org', '400', 'C'],
    ['001B', 'Elm & Sons', '$62,000.00', american(day(40)), 'ada@example.org', '80', 'B'],
    ['001C', '', '$9,000.00', american(day(60)), 'ada@example.org', '10', 'B'],
    ['001D', 'Birch', '$48,000.00', '31/31/2027', 'ada@example.org', '25', 'A'],
    ['001E', 'Cedar Group', '$120,500.00', american(day(25)), 'nobody@example.org', '120', ''],
  ]
  const header = ['Id', 'Account Name', 'Annual Revenue', 'Renewal Date', 'Owner Email', 'Seats', 'Legacy Score']
  const line = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(',')
  writeFileSync(path, `\ufeff${[header, ...rows].map(line).join('\r\n')}\r\n`)
  return path
}

const signedInAs = (name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await page.getByRole('button', { name }).click()
    await page.getByRole('heading', { level: 1, name: /Where shall we begin/ }).waitFor()
    await work(page)
  })

async function choose(page: Page, file: string): Promise<void> {
  await page.getByRole('link', { name: 'Choose a file' }).click()
  await page.getByLabel('File to import').setInputFiles(file)
  await page.getByRole('table', { name: /columns of the file/ }).waitFor()
}

const rowsIn = async (company: GivenCompany): Promise<string[]> =>
  (await company.query<{ name: string }>('select name from customers order by name')).map(({ name }) => name)

describe('a company without customers', () => {
  beforeAll(() => givenEmptyCompany('Al Birch'))
  beforeAll(() => givenEmptyCompany('Bo Lund'))

  test('brings them in by a file, and has a queue a minute later', async () => {
    const company = await givenEmptyCompany('Cy Marsh')
    await signedInAs('Cy Marsh', {}, async (page) => {
      await choose(page, accounts())
      await page.getByRole('heading', { level: 1, name: 'One column needs your eye.' }).waitFor()
      expect(await page.getByLabel('Annual Revenue goes to').inputValue()).toBe('arr')
      await page.getByRole('row', { name: /Annual Revenue.*Please look.*what they pay you/ }).waitFor()
      await page.getByLabel('Legacy Score goes to').selectOption('tier')
      await page.getByRole('row', { name: /Legacy Score.*Your choice/ }).waitFor()
      // What was set is there after a reload, because it is the server's.
      await page.reload()
      await page.getByRole('row', { name: /Legacy Score.*Your choice/ }).waitFor()
      await page.getByRole('button', { name: 'Look at the rows' }).click()
      await page.getByRole('heading', { level: 1, name: '3 rows are ready, 2 cannot be read.' }).waitFor()
      await page.getByText('Account Name: name is empty').waitFor()
      await page.getByText(/Owners who are nobody of yours/).waitFor()
      expect(await rowsIn(company)).toEqual([])
      await page.getByRole('button', { name: 'Import 3 customers' }).dblclick()
      await page.getByRole('heading', { level: 1, name: '3 customers are in.' }).waitFor()
      expect(await rowsIn(company)).toEqual(['Cedar Group', 'Elm & Sons', 'Larkspur Health'])
      expect(await company.query(`select from imports where kind = 'customers'`)).toHaveLength(1)
      await page.getByRole('button', { name: 'Run the daily cycle now' }).click()
      await page.getByRole('row', { name: /Larkspur Health/ }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/queue')
    })
  })

  test('takes the import back, and is told what went', async () => {
    const company = await givenEmptyCompany('Di Fern')
    await signedInAs('Di Fern', {}, async (page) => {
      await choose(page, accounts())
      await page.getByRole('button', { name: 'Look at the rows' }).click()
      await page.getByRole('button', { name: 'Import 3 customers' }).click()
      await page.getByRole('heading', { level: 1, name: '3 customers are in.' }).waitFor()
      await page.getByRole('link', { name: /Close/ }).click()
      await page.getByRole('row', { name: /accounts-export.csv.*Done/ }).waitFor()
      await page
        .getByRole('row', { name: /accounts-export/ })
        .getByRole('button', { name: 'Undo' })
        .click()
      await page.getByRole('button', { name: 'Take accounts-export.csv back' }).click()
      await page.getByRole('row', { name: /accounts-export.csv.*Taken back/ }).waitFor()
      await page.getByRole('link', { name: 'accounts-export.csv', exact: true }).click()
      await page.getByRole('heading', { level: 1, name: 'Three records went back.' }).waitFor()
      expect(await rowsIn(company)).toEqual([])
    })
  })

  test('is told at once what cannot be a table', () =>
    signedInAs('Al Birch', {}, async (page) => {
      await page.getByRole('link', { name: 'Choose a file' }).click()
      const send = (name: string, content: string) =>
        page.getByLabel('File to import').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
      await send('accounts.csv', '')
      await page.getByText('This file is empty.').waitFor()
      await send('accounts.xlsx', 'PK\u0003\u0004 and so on')
      await page.getByText(/This is an Excel workbook/).waitFor()
      await send('accounts.csv', 'Id,Name\n')
      await page
        .getByText(/no rows|no records/i)
        .first()
        .waitFor()
    }))

  test('connects a system: an address, a secret that is shown once, and an example that is signed with it', () =>
    signedInAs('Bo Lund', {}, async (page) => {
      await page.getByRole('link', { name: 'See how' }).click()
      await page.getByPlaceholder('Who signs with it').fill('the product')
      await page.getByRole('button', { name: 'Make a secret' }).click()
      const secret = await page.getByRole('region', { name: 'The new secret' }).textContent()
      expect(secret).toMatch(/^whsec_/)
      expect(await page.getByRole('region', { name: 'Example for a terminal' }).textContent()).toContain(secret)
      await page.getByText('Nothing yet').waitFor()
      await page.reload()
      await page.getByText('the product').waitFor()
      await page.getByRole('region', { name: 'Example for a terminal' }).getByText('whsec_…').waitFor()
    }))

  test.each(LOOKS)('finds every page readable and without serious faults: $name', (look) =>
    signedInAs('Al Birch', look, async (page) => {
      const fine = async (): Promise<void> => {
        expect(await seriousFaults(page)).toEqual([])
        expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
      }
      await fine()
      await choose(page, accounts())
      await fine()
      await page.getByRole('button', { name: 'Look at the rows' }).click()
      await page.getByRole('button', { name: 'Import 3 customers' }).waitFor()
      await fine()
      await page.goto(`${app.address()}/settings/data`)
      await page
        .getByRole('row', { name: /accounts-export.csv.*Not started/ })
        .first()
        .waitFor()
      await fine()
      await page.goto(`${app.address()}/settings/connect`)
      await page.getByRole('region', { name: 'Address of the webhook' }).waitFor()
      await fine()
    }),
  )
})
