import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { seriousFaults } from './axe.ts'
import { beginCompany, fillIn, passwordField } from './forms.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, visit } from './visit.ts'

const db = await testDatabase()
const app = openedApp(db, () => Promise.resolve(), { sample: 'off' })

const PASSWORD = 'correct horse battery'

const signIn = async (page: Page, password = PASSWORD): Promise<void> => {
  await fillIn(page, { 'E-mail address': 'al@example.org' })
  await passwordField(page).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const looksWell = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([])
  expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
}

// In this order: the server is empty until somebody is the first.
describe('the entrance', () => {
  test.each(LOOKS)('welcomes the first without serious faults: $name', (look) =>
    app.open(look, async (page) => {
      await page.getByRole('heading', { name: 'Welcome to Renubu' }).waitFor()
      await looksWell(page)
    }),
  )

  test('lets the first one in as the admin of a new company, who comes back with the password', () =>
    app.open({}, async (page) => {
      await beginCompany(page, PASSWORD)
      await page.getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('button', { name: /Al Birch/ }).click()
      await page.getByText('Administrator at Larkspur Works').waitFor()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: /^Good / }).waitFor()
      await signIn(page)
      // A company without customers begins with the doors by which they come in.
      await page.waitForURL('**/welcome')
    }))

  test.each(LOOKS)('asks for address and password without serious faults: $name', (look) =>
    app.open(look, async (page) => {
      await passwordField(page).waitFor()
      await looksWell(page)
    }),
  )

  test('takes back whoever has been signed out elsewhere', async () => {
    // Not by `open`: the browser writes the refusal on its console.
    const page = await visit(app.browser(), {})
    await page.goto(app.address())
    await signIn(page)
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('row', { name: /Al Birch/ }).waitFor()
    await db.owner.query('delete from auth.session')
    await page.getByRole('link', { name: 'Queue' }).click()
    await passwordField(page).waitFor()
    await page.context().close()
  })
})
