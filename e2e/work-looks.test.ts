import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { startApp } from './app.ts'
import { seriousFaults } from './axe.ts'
import { openBrowser } from './browser.ts'
import { LOOKS, signIn, visit, type Look } from './visit.ts'
import { buildWeb } from './web-build.ts'

const SIDEWAYS = 'document.documentElement.scrollWidth - window.innerWidth'
const HOSTILE = `<img src=x onerror=alert(1)>"'><script>alert(2)</script> {{7*7}} ${'long'.repeat(30)}`

const db = await testDatabase()
const closing: (() => Promise<void> | void)[] = []
let browser: Browser
let address = ''

beforeAll(async () => {
  await givenPeople()
  const web = await buildWeb()
  const app = await startApp(db.database, { clock: db.clock, webRoot: web.root })
  const opened = await openBrowser()
  browser = opened.browser
  address = app.address
  closing.push(opened.close, app.close, web.remove)
})

afterAll(async () => {
  for (const close of closing) await close()
})

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

/** Begins the one thing of the day; a dialog or an error of the page fails it. */
async function atWork(name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> {
  const page = await visit(browser, look, db.clock.now())
  const faults: string[] = []
  page.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await signIn(page, address, `Ida ${name}`)
  await page
    .getByRole('article')
    .getByRole('button', { name: /^Let’s begin/ })
    .click()
  await page.locator('[aria-current="step"]').waitFor()
  await work(page)
  await page.context().close()
  expect(faults).toEqual([])
}

describe('the screen that a workflow is led through on', () => {
  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    atWork(look.name, look, async (page) => {
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )

  test('bears names and texts that nobody means well with', () =>
    atWork('hostile', {}, async (page) => {
      await page.getByRole('heading', { level: 1, name: /<img src=x/ }).waitFor()
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }))
})
