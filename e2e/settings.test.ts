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

/** A CSM with a customer, and who leads and who manages. */
async function givenTeam(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm', team: 'North' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager', team: 'North' },
    { externalId: 'al', name: 'Al Birch', email: 'al@example.org', role: 'admin' },
  ])
  await givenBook(company, { Larkspur: { renewsIn: 9 } })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

const inSettings = (look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, 'Ada Quill')
    if (look.phone) {
      await page.getByRole('button', { name: 'More' }).click()
      await page.getByRole('menuitem', { name: 'Settings' }).click()
    } else await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await work(page)
  })

describe('settings', () => {
  test('open with the members, whom everybody may read', () =>
    inSettings({}, async (page) => {
      await page.getByRole('row', { name: /Ada Quill.*CSM.*North/ }).waitFor()
      await page.getByRole('row', { name: /Al Birch.*Administrator/ }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/settings/members')
    }))

  test('say so where there is no such section', () =>
    inSettings({}, async (page) => {
      await page.goto(`${app.address()}/settings/nowhere`)
      await page.getByText('There is no such section.').waitFor()
    }))

  test.each(LOOKS)('have no serious faults and fit the screen: $name', (look) =>
    inSettings(look, async (page) => {
      await page.getByRole('table').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBe(0)
    }),
  )
})
