import { mkdirSync } from 'node:fs'
import type { Locator, Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { dayIn } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { STORIES } from './stories.ts'
import { LOOKS, choosePerson, numberIn, signIn, visit, type Look } from './visit.ts'
import { tellWorld } from './world.ts'

// Pictures of each state for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/today.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const HOSTILE = `<img src=x onerror=alert(1)>"'><script>alert(2)</script> {{7*7}} =cmd|' /C calc'!A0`

const PROBLEM = { type: 'about:blank', title: 'A test', detail: 'Said by a test.', reference: 'T1' }

const db = await testDatabase()
const today = dayIn('Europe/Berlin', db.clock.now())
const app = openedApp(db, async () => {
  const hostile = STORIES.slice(0, 2).map((story, index) => ({ ...story, name: `${HOSTILE} ${String(index)}` }))
  await tellWorld(db, {
    today,
    stories: STORIES,
    names: { company: 'Meadow', csm: 'Sena Whitlock', manager: 'Dana Brooks', colleague: 'Priya Nair' },
  })
  await tellWorld(db, {
    today,
    stories: hostile,
    names: { company: `${HOSTILE} Ltd`, csm: `Rex ${HOSTILE}`, manager: 'Kim Idle' },
  })
  const quiet = await tellWorld(db, {
    today,
    stories: [],
    names: { company: 'Quiet', csm: 'Ola Calm', manager: 'Uma Calm' },
  })
  await db.owner.query(
    `insert into customers (company_id, external_id, name, name_key) values ($1, 'still', 'Still Waters', 'still waters')`,
    [quiet.companyId],
  )
})

const as = (person: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, person)
    await work(page)
  })

const oneThing = (page: Page): Locator => page.getByRole('article')
const why = (page: Page): Locator => page.getByRole('dialog')
const cells = (table: Locator, place: string): Promise<string[]> => table.locator(place).allTextContents()

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

async function expectToAddUp(dialog: Locator): Promise<number> {
  const ledger = dialog.locator('table').first()
  await ledger.waitFor()
  const rows = (await cells(ledger, 'tbody td:last-child')).map(numberIn)
  const [total = Number.NaN] = (await cells(ledger, 'tfoot td:last-child')).map(numberIn)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.reduce((sum, row) => sum + row, 0)).toBeCloseTo(total, 6)
  return total
}

describe('Today', () => {
  test('begins with the one thing, its figures and why now, and goes on with what is next', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Good morning, Sena.')
      const card = oneThing(page)
      expect(await card.getByRole('heading').textContent()).toBe('Halden Freight')
      expect(await card.getByTestId('score').textContent()).toBe('403.1')
      const text = (await card.textContent()) ?? ''
      for (const said of [
        'Emergency',
        'Risk 72',
        '$185,000',
        'Plan: invest',
        '3 days',
        'Thu 18 March',
        '46',
        '\u221223%',
      ]) {
        expect(text).toContain(said)
      }
      expect(text).toContain('The contract ends on Thursday and nothing is agreed.')
      const names = await page.getByRole('region', { name: 'Next' }).locator('li b').allTextContents()
      expect(names).toEqual([
        'Larkspur Health',
        'Northgate Stores',
        'Cobalt Robotics',
        'Juniper & Sons',
        'Sundial Energy',
      ])
      expect(await page.getByRole('status').textContent()).toContain('A step is back: Pinecrest Schools')
      expect(await page.getByRole('tab', { name: /Active/ }).textContent()).toBe('Active 2')
    })
  })

  test('shows no code, no id and no ISO date to anybody', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      await page.getByRole('button', { name: 'Four more' }).click()
      for (const row of await page.getByRole('region', { name: 'Next' }).locator('[data-stop]').all()) await row.click()
      const text = await page.locator('body').innerText()
      expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}|[a-z]+_[a-z]+|[0-9a-f]{8}-[0-9a-f]{4}|undefined|NaN|null/)
    })
  })

  test('a quiet day says so', async () => {
    const page = await visit(app.browser(), {}, db.clock.now())
    await page.goto(app.address())
    await page.getByRole('button', { name: 'Ola Calm' }).click()
    await page.getByText('Nothing is due. Enjoy the quiet.').waitFor()
    await shoot(page, 'quiet-light')
    await page.context().close()
  })

  test('says that it may not be opened, or that it did not load, and loads when asked again', async () => {
    const page = await visit(app.browser(), {}, db.clock.now())
    await signIn(page, app.address(), 'Sena Whitlock')
    const answers = (status: number) => (route: Route) =>
      route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ ...PROBLEM, status }) })
    await page.route('**/api/today', answers(403))
    await page.reload()
    await page.getByText('You cannot open this day.').waitFor()
    await page.unroute('**/api/today')
    await page.route('**/api/today', answers(500))
    await page.reload()
    await page.getByText('Today did not load.').waitFor()
    await shoot(page, 'failed-light')
    await page.unroute('**/api/today')
    await page.getByRole('button', { name: 'Retry' }).click()
    await oneThing(page).waitFor()
    await page.context().close()
  })

  test('a manager reads the day of a person of the team', async () => {
    await as('Dana Brooks', {}, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sena’s day')
      expect(await page.getByRole('combobox').locator('option').allTextContents()).toEqual([
        'Priya Nair · 0',
        'Sena Whitlock · 12',
      ])
    })
  })
})

describe('Why?', () => {
  test('opens by a click, adds up, and stands beside the next one', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      await oneThing(page).getByRole('button', { name: 'Why 403.1 points' }).click()
      expect(await expectToAddUp(why(page))).toBe(403.1)
      const comparison = why(page).locator('table').nth(1)
      await comparison.waitFor()
      const [ours, theirs, gaps] = await Promise.all(
        [2, 3, 4].map((column) => cells(comparison, `tbody tr > :nth-child(${String(column)})`)),
      )
      const totals = (await cells(comparison, 'tfoot td')).map(numberIn)
      for (const [index, column] of [ours, theirs, gaps].entries()) {
        expect((column ?? []).map(numberIn).reduce((sum, value) => sum + value, 0)).toBeCloseTo(
          totals[index] ?? Number.NaN,
          6,
        )
      }
      expect(await why(page).getByRole('heading', { level: 2 }).nth(1).textContent()).toBe(
        'Why not Larkspur Health first?',
      )
    })
  })

  test('opens by W and closes by Escape, with the focus where it was', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      await page.keyboard.press('w')
      await expectToAddUp(why(page))
      await page.keyboard.press('Escape')
      await why(page).waitFor({ state: 'detached' })
      expect(await page.locator(':focus').getAttribute('data-why')).toBe('score')
    })
  })

  test.each(['ARR', 'Risk', 'health', 'usage'])('the figure %s answers too', async (figure) => {
    await as('Sena Whitlock', {}, async (page) => {
      await oneThing(page)
        .getByRole('button', { name: new RegExp(`^Why ${figure} `, 'i') })
        .click()
      await why(page)
        .getByText(/Read at/)
        .waitFor()
      if (figure === 'ARR') expect(await why(page).textContent()).toContain('ARR on record')
      else await expectToAddUp(why(page))
      await shoot(page, `why-${figure.toLowerCase()}-light`)
    })
  })

  test('the days answer with their dates', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      await oneThing(page).getByRole('button', { name: 'Why 3 days?' }).click()
      await why(page).getByText('Renewal date', { exact: false }).first().waitFor()
      await shoot(page, 'why-renewal-light')
    })
  })

  test('a slider says what would move, saves nothing, and can be put back', async () => {
    await as('Sena Whitlock', {}, async (page) => {
      await page.keyboard.press('w')
      const moves = why(page).getByTestId('moves')
      await why(page).getByText('Same order as now.').waitFor()
      const slider = why(page).getByRole('slider', { name: 'Weight of Time left' })
      await slider.focus()
      await page.keyboard.press('Home')
      await why(page).getByText(/would/).waitFor()
      expect(await moves.textContent()).toMatch(/would (stand first|go from)/)
      await shoot(page, 'why-tried-light')
      await why(page).getByRole('button', { name: 'Put back' }).click()
      await why(page).getByText('Same order as now.').waitFor()
      await page.keyboard.press('Escape')
      expect(await oneThing(page).getByRole('heading').textContent()).toBe('Halden Freight')
    })
  })
})

describe('For everybody', () => {
  test('the keyboard alone signs in, walks, asks and opens', async () => {
    const page = await visit(app.browser(), {}, db.clock.now())
    await page.goto(app.address())
    const person = page.getByRole('button', { name: 'Sena Whitlock' })
    await person.waitFor()
    const wanted = await person.textContent()
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate<string>('document.activeElement?.textContent ?? ""')) === wanted) break
    }
    await page.keyboard.press('Enter')
    await oneThing(page).waitFor()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key)
    const focused = page.locator(':focus')
    expect(await focused.textContent()).toContain('Larkspur Health')
    await page.keyboard.press('Enter')
    expect(await focused.getAttribute('aria-expanded')).toBe('true')
    await page.keyboard.press('w')
    await why(page).getByText('Why 253.4 points').waitFor()
    await expectToAddUp(why(page))
    await page.context().close()
  })

  test.each(LOOKS)('nothing serious is found by axe, and nothing scrolls sideways: $name', async (look) => {
    await as('Sena Whitlock', look, async (page) => {
      const sideways = () => page.evaluate<number>(SIDEWAYS)
      expect(await seriousFaults(page)).toEqual([])
      expect(await sideways()).toBeLessThanOrEqual(0)
      await shoot(page, `today-${look.name}`)
      await page.getByRole('region', { name: 'Next' }).locator('[data-stop]').first().click()
      await shoot(page, `row-${look.name}`)
      await oneThing(page).getByRole('button', { name: 'Why 403.1 points' }).click()
      await why(page).getByText('Try other weights').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      expect(await sideways()).toBeLessThanOrEqual(0)
      await shoot(page, `why-${look.name}`)
    })
    const page = await visit(app.browser(), look, db.clock.now())
    await page.goto(app.address())
    await page.getByRole('button', { name: 'Sena Whitlock' }).waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await shoot(page, `sign-in-${look.name}`)
    await page.context().close()
  })

  test('hostile names are text and nothing else', async () => {
    await as(`Rex ${HOSTILE}`, { phone: true }, async (page) => {
      expect(await oneThing(page).getByRole('heading').textContent()).toBe(`${HOSTILE} 0`)
      expect(await page.evaluate<number>(SIDEWAYS)).toBeLessThanOrEqual(0)
      await oneThing(page)
        .getByRole('button', { name: /^Why .* points$/ })
        .click()
      await expectToAddUp(why(page))
      await shoot(page, 'hostile-phone')
    })
  })
})
