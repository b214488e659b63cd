import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isoDay } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, numberIn, signIn, visit, type Look } from './visit.ts'

const HOSTILE = `<img src=x onerror=alert(1)>"'><script>alert(2)</script> {{7*7}} ${'long'.repeat(40)}`

const db = await testDatabase()
const app = openedApp(db, givenMeadow)

/** A company whose one urgent customer has something of everything, in texts that nobody means well with. */
async function givenMeadow(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await givenBook(company, {
    Larkspur: { renewsIn: 9, usage: [90, 60], plan: 'invest', urgentTickets: 2, championLeft: true, autoRenew: false },
    Calm: { renewsIn: 40 },
  })
  const at = `${isoDay(company.today() - 3)}T10:00:00Z`
  await company.import('contacts', [{ externalId: 'h', customerExternalId: 'Larkspur', name: HOSTILE, title: HOSTILE }])
  await company.import('engagements', [
    { externalId: 'n', customerExternalId: 'Larkspur', kind: 'call', at, attendees: HOSTILE, notes: HOSTILE },
  ])
  await company.import('customers', [{ externalId: 'Calm', name: HOSTILE, segment: HOSTILE, industry: HOSTILE }])
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

const asAda = (look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, 'Ada Quill')
    await work(page)
  })

const section = (page: Page, name: string | RegExp): Locator => page.getByRole('article', { name })

async function open(page: Page): Promise<void> {
  await page.getByRole('article').getByRole('link', { name: 'Larkspur' }).click()
  await page.getByRole('heading', { level: 1, name: 'Larkspur' }).waitFor()
  await page.locator('.recharts-surface').nth(1).waitFor({ state: 'attached' })
}

describe('a customer’s page', () => {
  test('opens from Today with the same figures, and leads back', () =>
    asAda({}, async (page) => {
      const card = page.getByRole('article')
      const arr = await card.getByRole('button', { name: /^Why ARR/ }).textContent()
      const left = await card.getByRole('button', { name: /^Why 9 days/ }).textContent()
      await open(page)
      const figures = await page.locator('dl').first().locator('dd > span').allTextContents()
      expect(figures).toEqual(expect.arrayContaining([arr, left]))
      expect(await page.title()).toBe('Larkspur · Renubu')
      await page.goBack()
      await card.waitFor()
    }))

  test.each(['Health', 'Risk'])('shows %s as rows that add up to it', (name) =>
    asAda({}, async (page) => {
      await open(page)
      const table = section(page, new RegExp(`^${name} \\d+$`)).locator('table')
      const rows = (await table.locator('tbody td:last-child').allTextContents()).map(numberIn)
      const [total = Number.NaN] = (await table.locator('tfoot td:last-child').allTextContents()).map(numberIn)
      expect(rows.length).toBeGreaterThan(1)
      expect(rows.reduce((sum, row) => sum + row, 0)).toBeCloseTo(total, 6)
    }),
  )

  test('says who left, what happened and what is open', () =>
    asAda({}, async (page) => {
      await open(page)
      await section(page, 'Who decides').getByText('Gone').waitFor()
      await section(page, 'Timeline').getByText('The export fails.').first().waitFor()
      await section(page, 'Open now').getByText('Critical Renewal').waitFor()
      await section(page, 'Contract').getByText('Renews by itself').waitFor()
    }))

  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    asAda(look, async (page) => {
      await open(page)
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )

  test.each(LOOKS)('bears a name that nobody means well with: $name', (look) =>
    asAda(look, async (page) => {
      await page.getByRole('button', { name: /<img/ }).first().click()
      await page.getByRole('link', { name: 'Open the customer' }).click()
      await page.getByRole('heading', { level: 1, name: /<img src=x/ }).waitFor()
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )

  test('that does not exist says so', async () => {
    const page = await visit(app.browser(), {}, db.clock.now())
    await signIn(page, app.address(), 'Ada Quill')
    for (const id of ['01900000-0000-7000-8000-000000000001', 'nonsense']) {
      await page.goto(`${app.address()}/customers/${id}`)
      await page.getByRole('heading', { name: 'There is no such customer.' }).waitFor()
    }
    await page.context().close()
  })
})
