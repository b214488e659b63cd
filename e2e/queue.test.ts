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

/** Two CSMs with a few customers each, and who leads them. */
async function givenTeam(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(company, {
    Larkspur: { renewsIn: 9 },
    Elm: { renewsIn: 40 },
    Ash: { renewsIn: 250, plan: 'invest' },
    Birch: { renewsIn: 20, owner: 'ben' },
    Cedar: { renewsIn: 100, owner: 'ben' },
  })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

const onQueueAs = (name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, name)
    await page.getByRole('link', { name: 'Queue' }).locator('visible=true').click()
    await page.getByRole('table').waitFor()
    await work(page)
  })

const customers = (page: Page): Promise<string[]> => page.locator('tbody th a').allTextContents()

describe('the queue', () => {
  test('of a CSM is his own in the order of the day, and everybody’s at a click', () =>
    onQueueAs('Ada Quill', {}, async (page) => {
      expect(await customers(page)).toEqual(['Larkspur', 'Elm', 'Ash'])
      await page.getByRole('button', { name: 'Everybody' }).click()
      await page.getByRole('row', { name: /Birch.*Ben Oake/ }).waitFor()
      expect((await customers(page)).toSorted()).toEqual(['Ash', 'Birch', 'Cedar', 'Elm', 'Larkspur'])
    }))

  test('of who leads is everybody’s', () =>
    onQueueAs('Mo Tarn', {}, async (page) => {
      expect(await customers(page)).toHaveLength(5)
      await page.getByText('Five customers').waitFor()
    }))

  test('is narrowed by kind and by words, which stay in the address', () =>
    onQueueAs('Ada Quill', {}, async (page) => {
      await page.getByRole('button', { name: /^Renewals/ }).click()
      await page.getByRole('row', { name: /Ash/ }).waitFor({ state: 'detached' })
      await page.keyboard.press('/')
      await page.keyboard.type('elm')
      await page.getByRole('row', { name: /Larkspur/ }).waitFor({ state: 'detached' })
      expect(await page.locator('tbody tr td:first-child').allTextContents()).toEqual(['2'])
      await page.reload()
      await page.getByRole('row', { name: /Elm/ }).waitFor()
      expect(await customers(page)).toEqual(['Elm'])
      await page.getByRole('searchbox').fill('nobody')
      await page.getByRole('heading', { name: 'Nothing fits.' }).waitFor()
    }))

  test('leads to the customer', () =>
    onQueueAs('Ada Quill', {}, async (page) => {
      await page.getByRole('link', { name: 'Elm' }).click()
      await page.getByRole('heading', { level: 1, name: 'Elm' }).waitFor()
    }))

  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    onQueueAs('Ada Quill', look, async (page) => {
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )
})
