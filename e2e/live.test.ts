import type { Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { givenCompany } from '../test/given-company.ts'
import { startApp } from './app.ts'
import { seriousFaults } from './axe.ts'
import { openedApp } from './opened-app.ts'
import { LOOKS, signIn, visit } from './visit.ts'

const db = await testDatabase()
const app = openedApp(db, givenTeam)

async function givenTeam(): Promise<void> {
  const company = await givenCompany(db, 'Europe/Berlin')
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(company, {
    Larkspur: { renewsIn: 5, usage: [90, 60] },
    Elm: { renewsIn: 12 },
    Ash: { renewsIn: 20 },
    Birch: { renewsIn: 40 },
  })
  await company.run('scheduled')
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
}

async function visitAs(name: string, address = app.address()): Promise<Page> {
  const page = await visit(app.browser(), {}, db.clock.now())
  await signIn(page, address, name)
  return page
}

const leave = (...pages: readonly Page[]): Promise<unknown> => Promise.all(pages.map((page) => page.context().close()))

/** Takes the one thing off the day in two clicks. */
async function doneAlready(page: Page): Promise<void> {
  await page.getByRole('article').getByRole('button', { name: 'Done already' }).click()
  await page.getByRole('button', { name: 'It is done' }).click()
}

const oneThing = (page: Page, customer: string): Promise<void> =>
  page.getByRole('article').getByRole('link', { name: customer }).waitFor()

describe('what another one does', () => {
  test('is on Today, in the queue, on the customer and in the open workflow without a reload', async () => {
    const [phone, desk, queue, customer] = await Promise.all([
      visitAs('Ada Quill'),
      visitAs('Ada Quill'),
      visitAs('Mo Tarn'),
      visitAs('Mo Tarn'),
    ])
    await oneThing(desk, 'Larkspur')
    await customer.getByRole('article').getByRole('link', { name: 'Larkspur' }).click()
    await customer.getByRole('article', { name: 'Open now' }).getByText('Emergency').waitFor()
    await queue.getByRole('link', { name: 'Queue' }).first().click()
    await queue.getByRole('row', { name: /Larkspur/ }).waitFor()

    await phone.getByRole('button', { name: 'Let’s begin' }).click()
    await phone.locator('[aria-current="step"]').waitFor()
    await desk.getByRole('tab', { name: 'Active 1' }).waitFor()
    await queue.getByRole('row', { name: /Larkspur.*Begun/ }).waitFor()
    await customer.getByRole('article', { name: 'Open now' }).getByText('Begun').waitFor()

    const second = await visitAs('Ada Quill')
    await second.goto(phone.url())
    await second.locator('[aria-current="step"]').waitFor()
    await phone.getByRole('region', { name: 'Conversation' }).getByRole('button').first().click()
    await phone.locator('[aria-current="step"]').getByText('2. ').waitFor()
    await second.getByText('This step is done.').waitFor()
    await leave(phone, desk, queue, customer, second)
  })

  test('reaches all tabs of a browser over one stream, which the next one takes over', async () => {
    const page = await visit(app.browser(), {}, db.clock.now())
    const streams: string[] = []
    page.context().on('request', (request) => {
      if (request.url().endsWith('/api/changes')) streams.push(request.url())
    })
    await signIn(page, app.address(), 'Ada Quill')
    const [tab, late] = [await page.context().newPage(), await page.context().newPage()]
    for (const each of [tab, late]) {
      await each.clock.setFixedTime(db.clock.now())
      await each.goto(app.address())
      await each.getByRole('article').waitFor()
    }
    const other = await visitAs('Ada Quill')
    await oneThing(other, 'Larkspur')
    await doneAlready(other)
    for (const each of [page, tab, late]) await oneThing(each, 'Elm')
    expect(streams).toHaveLength(1)
    await page.close()
    await doneAlready(other)
    for (const each of [tab, late]) await oneThing(each, 'Ash')
    expect(streams).toHaveLength(2)
    await leave(tab, other)
  })
})

describe('a server that is away', () => {
  test.each(LOOKS)('is said quietly, and what was missed is there once it is back: $name', async (look) => {
    const start = (port?: string) => startApp(db, { webRoot: inject('webRoot'), ...(port ? { port } : {}) })
    const first = await start()
    const page = await visit(app.browser(), look, db.clock.now())
    await signIn(page, first.address, 'Mo Tarn')
    const queueLink = page.getByRole('link', { name: 'Queue' }).locator('visible=true')
    await queueLink.click()
    await page.getByRole('row', { name: /Birch/ }).waitFor()
    await first.close()
    await page.getByText('The server cannot be reached.').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    const name = `Birch ${look.name}`
    await db.owner.query(`update customers set name = $1 where external_id = 'Birch'`, [name])
    const second = await start(new URL(first.address).port)
    await page.getByRole('row', { name: new RegExp(name) }).waitFor()
    await page.getByText('The server cannot be reached.').waitFor({ state: 'detached' })
    await leave(page)
    await second.close()
  })
})
