import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany, type GivenCompany } from '../test/given-company.ts'
import { eventually } from '../test/patience.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { choosePerson, go, visit } from './visit.ts'

// Ten unplanned minutes between two meetings, with the thumb; and what the next morning makes of each of them.

const db = await testDatabase({ now: new Date('2027-03-15T09:00:00Z') })
let company: GivenCompany
const app = openedApp(db, async () => {
  company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'op', name: 'Op Reed', email: 'op@example.org', role: 'admin' },
  ])
  await givenBook(company, {
    Larkspur: { renewsIn: 5, usage: [90, 60], plan: 'invest' },
    Elm: { renewsIn: 12 },
    // Tomorrow is the day on which nobody has spoken with these for too long.
    Silent: { renewsIn: 250, lastReview: 60 },
    Quiet: { renewsIn: 250, lastReview: 60 },
    Forgotten: { renewsIn: 250, lastReview: 60 },
    Oak: { renewsIn: 250 },
  })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
})

const MORNING_MS = 86_400_000

async function log(page: Page, customer: string, line: string): Promise<void> {
  await go(page, 'Find or do')
  await page.getByRole('combobox').fill('log a call, a')
  await page.getByRole('option', { name: /Log a call, a meeting/ }).tap()
  await page.getByRole('combobox', { name: 'Log a call with' }).fill(customer)
  await page.getByRole('option', { name: customer }).tap()
  await page.getByLabel('In a line').fill(line)
  await page.getByRole('button', { name: 'Log it' }).tap()
  await page.getByText(`Call with ${customer} is logged.`).waitFor()
}

type Open = { readonly customer: string; readonly workflow: string; readonly status: string }

const openNow = (): Promise<Open[]> =>
  company.query<Open>(
    `select c.name as customer, e.workflow_id as workflow, e.status from workflow_executions e join customers c on c.id = e.customer_id
      where e.closed_at is null order by c.name, e.workflow_id`,
  )
const workflowsOf = (open: readonly Open[], customer: string): readonly string[] =>
  open.filter((each) => each.customer === customer).map(({ workflow }) => workflow)

describe('ten unplanned minutes on a phone', () => {
  test('two calls, one that is done, one that is wrong and one begun by hand are in the next morning’s queue', async () => {
    const page = await visit(app.browser(), { phone: true }, db.clock.now())
    await page.goto(app.address())
    await choosePerson(page, 'Ada Quill')

    await log(page, 'Silent', 'They are well, and want the export.')
    await log(page, 'Quiet', 'Nothing new.')

    const card = page.getByRole('article', { name: 'Your one thing' })
    await card.getByRole('link', { name: 'Larkspur' }).waitFor()
    await card.getByRole('button', { name: 'Done already' }).tap()
    await page.getByRole('button', { name: 'It is done' }).tap()

    await card.getByRole('link', { name: 'Elm' }).waitFor()
    await card.getByRole('button', { name: 'Wrong' }).tap()
    await page.getByLabel('Which field, and what is wrong with it').fill('The renewal date: it is in September.')
    await page.getByRole('button', { name: 'Take it out' }).tap()
    await page.getByText('Elm was taken out.').waitFor()

    await go(page, 'Find or do')
    await page.getByRole('combobox').fill('oak')
    await page.getByRole('option', { name: 'Oak' }).first().tap()
    await page.getByRole('button', { name: 'Start a workflow' }).tap()
    await page.getByRole('combobox').fill('business review')
    await page.getByRole('option').first().tap()
    await page.locator('[aria-current="step"]').waitFor()
    expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
    // What is done could still be taken back; who leaves the page sends it.
    await page.goto('about:blank')
    await eventually(async () => {
      const done = await company.query(`select 1 from workflow_executions where status = 'completed'`)
      expect(done).toHaveLength(1)
    })
    await page.context().close()

    // What Ada does between the runs is heard at once; the day's order is made anew in the morning.
    db.clock.set(new Date(db.clock.now().getTime() + MORNING_MS))
    await company.run('scheduled')
    const tomorrow = await openNow()
    expect(workflowsOf(tomorrow, 'Forgotten')).toEqual(['health-check'])
    for (const called of ['Silent', 'Quiet'])
      expect(workflowsOf(tomorrow, called), `${called} was spoken with`).toEqual([])
    expect(workflowsOf(tomorrow, 'Larkspur'), 'done, and it rests').not.toContain('emergency-retention')
    expect(workflowsOf(tomorrow, 'Elm'), 'wrong data rest until they are mended').toEqual([])
    expect(tomorrow.filter(({ customer }) => customer === 'Oak')).toEqual([
      { customer: 'Oak', workflow: 'qbr', status: 'in_progress' },
    ])
    const tasks = await company.query<{ title: string; who: string }>(
      `select t.title, u.name as who from tasks t join users u on u.id = t.assigned_to where t.title like '%September%'`,
    )
    expect(tasks).toEqual([{ title: expect.stringContaining('Elm') as string, who: 'Op Reed' }])

    const next = await visit(app.browser(), { phone: true }, db.clock.now())
    await next.goto(app.address())
    await next.getByRole('button', { name: 'Ada Quill' }).tap()
    await next.getByRole('tab', { name: 'Active 1' }).waitFor()
    await next
      .getByRole('article', { name: 'Your one thing' })
      .getByRole('link', { name: /Forgotten|Oak/ })
      .waitFor()
    for (const gone of ['Larkspur', 'Elm', 'Silent', 'Quiet'])
      expect(await next.locator('[data-card]').getByText(gone, { exact: true }).count(), gone).toBe(0)
    await next.context().close()
  })
})
