import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, go, type Look } from './visit.ts'

// Pictures for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/at-hand.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const db = await testDatabase()
const app = openedApp(db, givenTeam)

async function givenTeam(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await givenBook(company, {
    Larkspur: { renewsIn: 9, usage: [90, 60], plan: 'invest' },
    'Elm Bank': { renewsIn: 20 },
    Ash: { renewsIn: 250 },
    Oak: { renewsIn: 250 },
  })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

const asAda = (look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, 'Ada Quill')
    await work(page)
  })

const shoot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find or do' }).waitFor()
}

async function openCustomer(page: Page, words: string, name: string): Promise<void> {
  await openPalette(page)
  await page.keyboard.type(words)
  await page.getByRole('option', { name }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

const panel = (page: Page, name: string | RegExp) => page.getByRole('article', { name })

describe('the palette', () => {
  test('finds a customer by a word of its name, with the keyboard alone, and keeps it in mind', () =>
    asAda({}, async (page) => {
      await openCustomer(page, 'bank', 'Elm Bank')
      await openPalette(page)
      await page.getByRole('group', { name: 'Looked at last' }).getByRole('option', { name: 'Elm Bank' }).waitFor()
      await page.keyboard.type('queue')
      await page.getByRole('option', { name: 'Queue' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor()
    }))

  test('does what can be done with what is in front', () =>
    asAda({}, async (page) => {
      await openPalette(page)
      await page.keyboard.type('done already')
      await page.getByRole('option', { name: 'Done already' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Larkspur is done already' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await openPalette(page)
      await page.keyboard.type('why')
      await page.getByRole('option', { name: 'Why is it first?' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').getByRole('table').first().waitFor()
    }))

  test('says where nothing is found, and Escape gives the focus back', () =>
    asAda({}, async (page) => {
      await page.getByRole('button', { name: 'Find or do' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: 'Find or do' }).waitFor()
      await page.keyboard.type('nobody is called this')
      await page.getByText('Nothing is called that.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.locator(':focus').getByText('Find or do').waitFor()
    }))

  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    asAda(look, async (page) => {
      await go(page, 'Find or do')
      await page.getByRole('combobox').fill('l')
      await page.getByRole('option', { name: 'Larkspur' }).first().waitFor()
      await shoot(page, `palette-${look.name}`)
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )
})

describe('a call', () => {
  test('is logged by a key and a line, stands on the timeline, and is taken back', () =>
    asAda({}, async (page) => {
      await openCustomer(page, 'ash', 'Ash')
      await page.keyboard.press('l')
      await page.getByRole('heading', { name: 'Call with Ash' }).waitFor()
      await page.keyboard.type('They want the export first.')
      await page.getByLabel('Promised, or what comes next').fill('Send the dates')
      await page.keyboard.press('Control+Enter')
      await page.getByText('Call with Ash is logged.').waitFor()
      await panel(page, 'Timeline').getByText('They want the export first.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await panel(page, 'Timeline').getByText('They want the export first.').waitFor({ state: 'detached' })
      const { rows } = await db.owner.query(`select from tasks where title = 'Send the dates'`)
      expect(rows).toEqual([])
    }))

  test('is logged from Today with another customer than the one in front', () =>
    asAda({}, async (page) => {
      await openPalette(page)
      await page.keyboard.type('log a call, a')
      await page.getByRole('option', { name: /Log a call, a meeting/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: 'Log a call with' }).fill('oak')
      await page.getByRole('option', { name: 'Oak' }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByLabel('In a line').fill('Nothing new.')
      await page.getByRole('button', { name: 'Log it' }).click()
      await page.getByText('Call with Oak is logged.').waitFor()
    }))

  test.each(LOOKS)('has a form that is readable and without serious faults: $name', (look) =>
    asAda(look, async (page) => {
      await page.getByRole('button', { name: /^Log/ }).locator('visible=true').click()
      await page.getByRole('heading', { name: 'Call with Larkspur' }).waitFor()
      await shoot(page, `log-${look.name}`)
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    }),
  )
})

describe('a task', () => {
  test('is added for the customer in front, and taken back', () =>
    asAda({}, async (page) => {
      await openPalette(page)
      await page.keyboard.type('add a task')
      await page.getByRole('option', { name: 'Add a task' }).first().waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'A task for Larkspur' }).waitFor()
      await page.getByLabel('What is to be done').fill('Send the dates')
      await page.getByRole('button', { name: 'Add it' }).click()
      await page.getByText('“Send the dates” is on your list.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('“Send the dates” is on your list.').waitFor({ state: 'detached' })
      const { rows } = await db.owner.query(`select status from tasks where title = 'Send the dates'`)
      expect(rows).toEqual([{ status: 'dropped' }])
    }))
})

describe('a workflow', () => {
  test('is started by hand and opens; what is open already is gone on with', () =>
    asAda({}, async (page) => {
      await openCustomer(page, 'oak', 'Oak')
      await page.getByRole('button', { name: 'Start a workflow' }).click()
      await page.getByRole('combobox').fill('review')
      await shoot(page, 'start')
      await page.getByRole('option').first().click()
      await page.locator('[aria-current="step"]').waitFor()
      const address = page.url()
      await page.keyboard.press('Escape')
      await openCustomer(page, 'oak', 'Oak')
      await page.getByRole('button', { name: 'Start a workflow' }).click()
      await page.getByRole('combobox').fill('review')
      await page.getByRole('option', { name: /Open:/ }).first().click()
      await page.locator('[aria-current="step"]').waitFor()
      expect(new URL(page.url()).pathname).toBe(new URL(address).pathname)
    }))
})

describe('what people say of a customer', () => {
  test.each(LOOKS)('stands beside the figures, and ends by hand: $name', (look) =>
    asAda(look, async (page) => {
      await page.getByRole('article').getByRole('link', { name: 'Larkspur' }).click()
      const said = panel(page, 'What people say')
      await said.getByRole('button', { name: 'Note my impression' }).click()
      await page.getByLabel('Worrying').check()
      await page.getByLabel('Why, in a line').fill('The tone has changed.')
      await page.getByRole('button', { name: 'Keep it' }).click()
      await said.getByText('The tone has changed.').waitFor()

      await said.getByRole('button', { name: 'Set risk' }).click()
      await page.getByLabel('Risk, 0–100; high is bad').fill('88')
      await page.getByLabel('What you know').fill('Their board decides in May.')
      await shoot(page, `override-${look.name}`)
      expect(await seriousFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Set risk' }).last().click()
      await said.getByText('Risk 88').waitFor()
      await said.getByText(/instead of the computed/).waitFor()
      await panel(page, /^Risk 88$/).waitFor()
      await said.scrollIntoViewIfNeeded()
      await shoot(page, `said-${look.name}`)
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
      await said.getByRole('button', { name: 'Use the computed risk again' }).click()
      await said.getByText('Risk 88').waitFor({ state: 'detached' })
    }),
  )
})
