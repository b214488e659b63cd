import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, type Look } from './visit.ts'

const HOSTILE = `<img src=x onerror=alert(1)>"'><script>alert(2)</script> {{7*7}} ${'long'.repeat(30)}`

const db = await testDatabase()
const app = openedApp(db, givenPeople)

/** A CSM for each look, with one emergency each; and one whose customer means nobody well. */
async function givenPeople(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  const names = [...LOOKS.map(({ name }) => name), 'hostile']
  await company.import(
    'users',
    names.map((name) => ({ externalId: name, name: `Ida ${name}`, email: `${name}@example.org`, role: 'csm' })),
  )
  await givenBook(
    company,
    Object.fromEntries(
      names.map((name) => [`of-${name}`, { renewsIn: 3, owner: name, plan: 'invest', urgentTickets: 2 }]),
    ),
  )
  await company.import('customers', [{ externalId: 'of-hostile', name: HOSTILE }])
  await company.import('contacts', [
    { externalId: 'h', customerExternalId: 'of-hostile', name: HOSTILE, title: HOSTILE, role: 'exec-sponsor' },
  ])
  await company.import('tickets', [
    {
      externalId: 'h',
      customerExternalId: 'of-hostile',
      subject: HOSTILE,
      body: HOSTILE,
      priority: 'high',
      status: 'open',
      createdAt: `${isoDay(company.today() - 1)}T08:00:00Z`,
    },
  ])
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

/** Begins the one thing of the day. */
const atWork = (name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, `Ida ${name}`)
    await page
      .getByRole('article')
      .getByRole('button', { name: /^(Let’s begin|Go on)/ })
      .click()
    await page.locator('[aria-current="step"]').waitFor()
    await work(page)
  })

describe('the screen that a workflow is led through on', () => {
  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    atWork(look.name, look, async (page) => {
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )

  test('is not left by the Escape that closes what lies over it, where nothing moves either', () =>
    atWork('light', {}, async (page) => {
      for (const key of ['?', 's']) {
        await page.keyboard.press(key)
        await page.getByRole('dialog').waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        await page.locator('[aria-current="step"]').waitFor()
      }
    }))

  test('bears names and texts that nobody means well with', () =>
    atWork('hostile', {}, async (page) => {
      await page.getByRole('heading', { level: 1, name: /<img src=x/ }).waitFor()
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }))
})
