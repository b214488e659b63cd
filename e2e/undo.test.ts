import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany, type GivenCompany } from '../test/given-company.ts'
import { eventually } from '../test/patience.ts'
import { openedApp } from './opened-app.ts'
import { choosePerson } from './visit.ts'

const db = await testDatabase()
const app = openedApp(db, () => Promise.resolve())
let company: GivenCompany

/** A CSM with two customers, both due, in a company of her own. */
beforeEach(async () => {
  await db.owner.query('update companies set sample = false')
  company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [{ externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' }])
  await givenBook(company, { Larkspur: { renewsIn: 4 }, Birch: { renewsIn: 40 } })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
})

const statusOf = async (customer: string): Promise<string | undefined> =>
  (
    await company.query<{ status: string }>(
      'select e.status from workflow_executions e join customers c on c.id = e.customer_id where c.name = $1',
      [customer],
    )
  )[0]?.status

const oneThing = (page: Page, customer: string): Promise<void> =>
  page.getByRole('article').getByRole('link', { name: customer }).waitFor()

async function doneAlready(page: Page): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: 'Done already' }).click()
  await page.getByRole('button', { name: 'It is done' }).click()
  await oneThing(page, 'Birch')
}

const onToday = (work: (page: Page) => Promise<void>): Promise<void> =>
  app.open({}, async (page) => {
    await choosePerson(page, 'Ada Quill')
    await oneThing(page, 'Larkspur')
    await work(page)
  })

describe('what was said to be done', () => {
  test('leaves the day at once, and is back when it is taken back: nothing was sent', () =>
    onToday(async (page) => {
      await doneAlready(page)
      await page.getByText('Larkspur is done.').waitFor()
      await page.keyboard.press('z')
      await oneThing(page, 'Larkspur')
      expect(await statusOf('Larkspur')).toBe('pending')
    }))

  test('is sent when its ten seconds are over, or at once when its note is closed', () =>
    onToday(async (page) => {
      await doneAlready(page)
      expect(await statusOf('Larkspur')).toBe('pending')
      await page.getByRole('status').getByRole('button', { name: 'Close' }).click()
      await eventually(async () => expect(await statusOf('Larkspur')).toBe('completed'))
      await oneThing(page, 'Birch')
    }))

  test('is not lost when the page is left before', () =>
    onToday(async (page) => {
      await doneAlready(page)
      await page.goto('about:blank')
      await eventually(async () => expect(await statusOf('Larkspur')).toBe('completed'))
    }))

  test('can be taken back on another page too', () =>
    onToday(async (page) => {
      await doneAlready(page)
      await page.getByRole('link', { name: 'Queue' }).first().click()
      await page.getByRole('table').waitFor()
      await page.getByRole('button', { name: /^Undo/ }).click()
      await page.getByText('Larkspur is done.').waitFor({ state: 'detached' })
      expect(await statusOf('Larkspur')).toBe('pending')
    }))
})
