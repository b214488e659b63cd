import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { actsIn } from '../test/given-company-acts.ts'
import { givenCompany } from '../test/given-company.ts'
import { eventually } from '../test/patience.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, go, type Look } from './visit.ts'

// Pictures for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/tasks.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const db = await testDatabase()
const company = await givenCompany(db, 'Europe/Berlin')
const acts = actsIn(company, db)

/** A CSM with a few tasks, one of them left by a workflow, and who leads her. */
const app = openedApp(db, async () => {
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(company, { Larkspur: { renewsIn: 9 }, Elm: { renewsIn: 40 } })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
})

const TASKS = [
  ['Call Noor about the export', '2027-03-12', 'Larkspur', null],
  ['Send the agenda', '2027-03-15', 'Elm', 'Elm'],
  ['Ask for the usage report', '2027-03-22', 'Elm', null],
  ['Tidy the contacts', null, null, null],
] as const

beforeEach(async () => {
  await company.query('delete from tasks returning id')
  const ada = await acts.personId('Ada Quill')
  for (const [title, dueOn, customer, run] of TASKS)
    await company.query(
      `insert into tasks (company_id, title, due_on, customer_id, execution_id, assigned_to, created_by)
       values (app.company_id(), $1, $2, $3, $4, $5, 'Renubu') returning id`,
      [
        title,
        dueOn,
        customer === null ? null : await acts.customerId(customer),
        run === null ? null : await acts.executionOf(run),
        ada,
      ],
    )
})

const onTasksAs = (name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, name)
    await go(page, 'Tasks')
    await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor()
    await work(page)
  })

const statusOf = async (title: string): Promise<string | undefined> =>
  (await company.query<{ status: string }>('select status from tasks where title = $1', [title]))[0]?.status

describe('tasks', () => {
  test('are done, taken back, written and deleted by the keyboard alone', () =>
    onTasksAs('Ada Quill', {}, async (page) => {
      await page.getByRole('region', { name: 'Late' }).getByText('Call Noor about the export').waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await eventually(async () => expect(await statusOf('Call Noor about the export')).toBe('done'))
      await page.getByText('“Call Noor about the export” is done.').waitFor()
      await page.keyboard.press('z')
      await eventually(async () => expect(await statusOf('Call Noor about the export')).toBe('open'))
      await page.keyboard.press('n')
      await page.getByLabel('What is to be done').waitFor()
      await page.keyboard.type('Write the summary')
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Without a day' }).getByText('Write the summary').waitFor()
      await page.getByRole('checkbox', { name: 'Write the summary: done' }).focus()
      await page.keyboard.press('Delete')
      await eventually(async () => expect(await statusOf('Write the summary')).toBe('dropped'))
    }))

  test('lead to the workflow that they came from', () =>
    onTasksAs('Ada Quill', {}, async (page) => {
      const task = page.getByRole('listitem').filter({ hasText: 'Send the agenda' })
      await task.getByRole('link').last().click()
      await page.waitForURL(/\/work\//)
    }))

  test('of the team are seen by whoever leads it, and given by him', () =>
    onTasksAs('Mo Tarn', {}, async (page) => {
      await page.getByRole('heading', { name: 'Nothing is to be done.' }).waitFor()
      await page.getByRole('button', { name: 'The team’s' }).click()
      await page.getByText('Tidy the contacts').waitFor()
      await page.getByRole('button', { name: 'Change “Tidy the contacts”' }).click()
      await page.getByLabel('Who does it').selectOption({ label: 'Mo Tarn (you)' })
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('form').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Mine' }).click()
      await page.getByText('Tidy the contacts').waitFor()
    }))

  test.each(LOOKS)('are readable and without serious faults: $name', (look) =>
    onTasksAs('Ada Quill', look, async (page) => {
      await page.getByRole('checkbox', { name: 'Ask for the usage report: done' }).click()
      await page.getByText('Done in the last two weeks').click()
      await page.getByRole('button', { name: /^New task/ }).click()
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/tasks-${look.name}.png` })
    }),
  )
})
