import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { loadSample } from '../sample/load.ts'
import { testDatabase } from '../test/database.ts'
import { ACMES_MORNING, AS_IT_WAS_LED, emergencyOnRecord, here, isAt, leadEmergency, type Hand } from './emergency.ts'
import { openedApp } from './opened-app.ts'
import { choosePerson, handIn, visit } from './visit.ts'

// Pictures for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/work.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const db = await testDatabase({ now: ACMES_MORNING })
const { open, browser, address } = openedApp(db, () => loadSample({ ...db, log: silentLog }))

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

const MOST_TABS = 60

/** Walks on with the Tab key until the focus is on what is looked for. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let press = 0; press < MOST_TABS; press += 1) {
    await page.keyboard.press('Tab')
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return
  }
  throw new Error('The Tab key does not lead there')
}

const keys: Hand = {
  press: async (wanted) => {
    await tabTo(wanted.page(), wanted)
    await wanted.page().keyboard.press('Enter')
  },
  goOn: (page) => page.keyboard.press('Enter'),
  // From the first of them the arrows lead to the others.
  choose: async (page, wanted) => {
    await tabTo(page, page.getByRole('radio').first())
    for (let press = 0; press < MOST_TABS && !(await page.getByLabel(wanted).isChecked()); press += 1) {
      await page.keyboard.press('ArrowRight')
    }
  },
  write: async (wanted, text) => {
    const { keyboard } = wanted.page()
    await tabTo(wanted.page(), wanted)
    await keyboard.type(text)
    await wanted.page().getByText('Saved').waitFor()
    await keyboard.press('Escape')
  },
  // Day, month and year stand in the order of the reader's own browser: it is the one that makes the wanted day.
  putOff: async (wanted, until) => {
    const { keyboard } = wanted.page()
    await tabTo(wanted.page(), wanted)
    for (let part = 0; part < 3; part += 1) {
      await keyboard.press('ArrowUp')
      if ((await wanted.inputValue()) === until) break
      await keyboard.press('ArrowDown')
      await keyboard.press('ArrowRight')
    }
    expect(await wanted.inputValue()).toBe(until)
    await keyboard.press('Escape')
  },
  // Nothing is handed in before it is ticked: Enter leads to the first point that is missing.
  tick: async (page, points) => {
    for (let point = 0; point < points; point += 1) {
      await page.keyboard.press('Enter')
      await page.keyboard.press('Space')
    }
  },
  turnAside: () => Promise.resolve(),
  lookAt: (page, name) => shoot(page, `emergency-${name}`),
}

describe('an emergency, with the keyboard alone', () => {
  test('is begun from Today, led through its four steps, completed, and the next one offered', async () => {
    await open({}, (page) => leadEmergency(page, keys))
    expect(await emergencyOnRecord(db)).toEqual(AS_IT_WAS_LED)
  })
})

const DAY_MS = 86_400_000

/** Lives on: the clock of the business goes, and a page that is opened from now on is in that time too. */
const later = (days: number): void => db.clock.set(new Date(db.clock.now().getTime() + days * DAY_MS))

const act = (page: Page, name: string): Promise<void> =>
  page.getByRole('region', { name: 'Conversation' }).getByRole('button', { name }).click()

const stepOf = (page: Page, name: string): Locator =>
  page.getByRole('list', { name: 'Steps' }).getByRole('button', { name })

describe('a year to plan, with a price that waits', () => {
  test('goes on around the snoozed step, says what is left, and two days later Today brings it back as it was left', async () => {
    await open({}, async (page) => {
      await choosePerson(page, 'Justin')
      await page.getByRole('article').getByText('Obsidian Black').waitFor()
      expect(await page.getByTestId('score').textContent()).toBe('87.5')
      await page.getByRole('button', { name: 'Let’s begin' }).click()
      await isAt(page, '1. Where we stand')
      await page.getByText('Let’s plan the next year with Obsidian Black.').waitFor()
      await act(page, 'Let’s look at the account')

      await isAt(page, '2. Look over the account')
      for (const point of await page.getByRole('checkbox').all()) await point.check()
      await act(page, 'All of that is right')

      await isAt(page, '3. Set the price')
      await page.getByText('8% more: $199,800 a year.').waitFor()
      await page.getByText('$14,800 more than today').waitFor()
      await shoot(page, 'plan-pricing')
      await page.keyboard.press('s')
      await page.getByLabel('2 days').check()
      await page.getByLabel('Reason').fill('Waiting for finance approval')
      await shoot(page, 'plan-snooze')
      await page.getByRole('button', { name: 'Snooze step' }).click()

      await isAt(page, '4. Prepare the quote')
      await stepOf(page, '3. Set the price').getByText('Until').waitFor()
      await page.getByText('Placeholder price').waitFor()
      await shoot(page, 'plan-quote')
      await act(page, 'The quote is ready')
      await isAt(page, '5. Draft the e-mail')
      expect(await page.getByLabel('Text').inputValue()).toContain('$199,800 a year')
      await page.getByText('The price is a placeholder until').waitFor()
      expect(await page.getByRole('link', { name: 'Open in my mail' }).count()).toBe(0)
      await shoot(page, 'plan-email')
      await act(page, 'The mail is ready')
      await isAt(page, '6. Sum up and plan ahead')
      await shoot(page, 'plan-summary')
      await act(page, 'Complete the workflow')

      await page.getByRole('heading', { name: 'Obsidian Black waits for one step.' }).waitFor()
      await page.getByRole('list', { name: 'What returns' }).getByText('Set the price').waitFor()
      await shoot(page, 'plan-partly')
      await handIn(page)
    })
    const { rows } = await db.owner.query<{ status: string; snoozed: boolean; done: number }>(
      `select e.status, e.has_snoozed_steps as snoozed, e.completion_percentage as done from workflow_executions e
         join customers c on c.company_id = e.company_id and c.id = e.customer_id
        where c.name = 'Obsidian Black' and e.workflow_id = 'strategic-planning'`,
    )
    expect(rows).toEqual([{ status: 'in_progress', snoozed: true, done: 83 }])

    later(2)
    await open({}, async (page) => {
      await page.getByRole('button', { name: 'Justin' }).click()
      const resume = page.getByRole('button', { name: 'Resume Obsidian Black, set the price' })
      await resume.waitFor()
      await shoot(page, 'plan-back')
      await resume.click()
      await isAt(page, '3. Set the price')
      await page.getByLabel('Increase in percent').fill('6')
      await page.getByText('$196,100').first().waitFor()
      await page.getByText('Saved').waitFor()
      await act(page, 'Use 6%')
      await page.getByText('That was all for Obsidian Black.').waitFor()
      await stepOf(page, '4. Prepare the quote').click()
      await page.getByText('The price is decided').waitFor()
      expect(await page.getByText('Placeholder price').count()).toBe(0)
      await page.goBack()
    })
  })
})

describe('two who work on one', () => {
  test('the one who is late is told how it stands, and nothing that was typed is lost', async () => {
    const one = await visit(browser(), {}, db.clock.now())
    const other = await visit(browser(), {}, db.clock.now())
    // The late one hears nothing of the other, as behind a line that is down for a moment.
    await other.route('**/api/changes', (route) => route.abort())
    for (const page of [one, other]) {
      await page.goto(address())
      await choosePerson(page, 'Sarah')
    }
    await one.getByRole('button', { name: 'Let’s begin' }).click()
    await isAt(one, '1.')
    await other.goto(one.url())
    await isAt(other, '1.')
    const first = (await here(one).textContent()) ?? ''
    await other.getByLabel('What the records do not say').fill('Typed by the one who is late')
    await other.getByText('Saved').waitFor()
    await act(one, 'The risk is clear')
    await isAt(one, '2.')
    await act(other, 'The risk is clear')
    await other.getByRole('alert').getByText('Somebody changed this workflow meanwhile').waitFor()
    await other.getByText('This step is done.').waitFor()
    expect(await here(other).textContent()).toContain(first.slice(1, 12))
    expect(await other.getByLabel('What the records do not say').inputValue()).toBe('Typed by the one who is late')
    await shoot(other, 'changed-meanwhile')
    for (const page of [one, other]) await page.context().close()
  })
})
