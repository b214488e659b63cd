import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, type Look } from './visit.ts'

const db = await testDatabase()
const app = openedApp(db, givenTeam)

/** Two CSMs, a few customers of whom one knows something, and more than a page of others. */
async function givenTeam(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
  ])
  await givenBook(company, {
    Larkspur: { renewsIn: 9, plan: 'invest' },
    Elm: { renewsIn: 40 },
    Birch: { renewsIn: 20, owner: 'ben' },
  })
  await company.run('scheduled')
  await company.import(
    'customers',
    Array.from({ length: 130 }, (_, at) => ({
      externalId: `t${String(at)}`,
      name: `Trial ${String(1000 + at)}`,
      status: 'trial',
    })),
  )
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

const onCustomers = (look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, 'Ada Quill')
    await page.getByRole('link', { name: 'Customers' }).locator('visible=true').click()
    await page.getByRole('table').waitFor()
    await work(page)
  })

const names = (page: Page): Promise<string[]> => page.locator('tbody th a').allTextContents()

describe('the customers', () => {
  test('are found while one types, narrowed and sorted, and the address keeps it', () =>
    onCustomers({}, async (page) => {
      await page.getByText('133 customers.').waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('lark')
      await page.getByText('One customer.').waitFor()
      await page.getByRole('link', { name: 'Trial 1000' }).waitFor({ state: 'detached' })
      expect(await names(page)).toEqual(['Larkspur'])
      await page.getByRole('searchbox').fill('')
      await page.getByLabel('Owner').selectOption('Ben Oake')
      await page.getByRole('row', { name: /Birch.*Ben Oake/ }).waitFor()
      expect(await names(page)).toEqual(['Birch'])
      await page.getByRole('button', { name: 'Clear' }).click()
      await page.getByText('133 customers.').waitFor()
      await page.getByRole('button', { name: 'Renews in' }).click()
      await page.getByRole('columnheader', { name: 'Renews in' }).and(page.locator('[aria-sort="ascending"]')).waitFor()
      await page
        .getByRole('row', { name: /Larkspur/ })
        .first()
        .waitFor()
      await page.reload()
      await page.getByRole('row', { name: /Larkspur/ }).waitFor()
      expect((await names(page)).slice(0, 3)).toEqual(['Larkspur', 'Birch', 'Elm'])
      await page.getByRole('searchbox').fill('nobody is called so')
      await page.getByRole('heading', { name: 'Nobody fits.' }).waitFor()
    }))

  test('come by pages to the last one, and lead to each', () =>
    onCustomers({}, async (page) => {
      await page.getByRole('button', { name: 'More' }).scrollIntoViewIfNeeded()
      await page.getByRole('link', { name: 'Trial 1129' }).waitFor({ state: 'attached' })
      expect(new Set(await names(page)).size).toBe(133)
      await page.getByRole('link', { name: 'Elm' }).click()
      await page.getByRole('heading', { level: 1, name: 'Elm' }).waitFor()
    }))

  test.each(LOOKS)('are readable and without serious faults: $name', (look) =>
    onCustomers(look, async (page) => {
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )
})
