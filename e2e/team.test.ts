import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { createAbsence } from '../src/access/absences.store.ts'
import { systemActor } from '../src/base/actor.ts'
import { testDatabase } from '../test/database.ts'
import { givenBook } from '../test/given-book.ts'
import { actsIn } from '../test/given-company-acts.ts'
import { givenCompany } from '../test/given-company.ts'
import { eventually } from '../test/patience.ts'
import { seriousFaults } from './axe.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, choosePerson, type Look } from './visit.ts'

// Pictures for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/team.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const NEAR = Array.from({ length: 12 }, (_, index) => `Larkspur ${String(index + 1)}`)

const db = await testDatabase()
const company = await givenCompany(db, 'Europe/Berlin')
const acts = actsIn(company, db)

/** One CSM with more than was agreed, one with room, one who is away, and who leads them. */
const app = openedApp(db, async () => {
  await company.import('users', [
    { externalId: 'ada', name: 'Ada Quill', email: 'ada@example.org', role: 'csm' },
    { externalId: 'ben', name: 'Ben Oake', email: 'ben@example.org', role: 'csm' },
    { externalId: 'cy', name: 'Cy Ferrol', email: 'cy@example.org', role: 'csm' },
    { externalId: 'mo', name: 'Mo Tarn', email: 'mo@example.org', role: 'manager' },
  ])
  await givenBook(company, {
    ...Object.fromEntries(NEAR.map((name, index) => [name, { renewsIn: 6 + index }])),
    Cedar: { renewsIn: 100, owner: 'ben' },
    Elm: { renewsIn: 20, owner: 'ben' },
    Ash: { renewsIn: 30, owner: 'cy' },
  })
  await company.run('scheduled')
  await company.query(`update users set capacity = 8 where role = 'csm'`)
  await company.query(`update workflow_executions set due_at = $1 where id = $2`, [
    '2027-03-11',
    await acts.executionOf('Larkspur 3'),
  ])
  const [cy, ben, mo] = [
    await acts.personId('Cy Ferrol'),
    await acts.personId('Ben Oake'),
    await acts.personId('Mo Tarn'),
  ]
  await db.database.withCompany(company.id, (tx) =>
    createAbsence(
      tx,
      { userId: cy, from: company.today(), to: company.today() + 4, coverId: ben },
      systemActor('test'),
    ),
  )
  await acts.act(await acts.executionOf('Elm'), { action: 'escalate', to: mo, reason: 'May we go to 12% discount?' })
  await db.owner.query('update companies set sample = true where id = $1', [company.id])
})

// Each test begins with everything where the run has put it.
beforeEach(async () => {
  await db.owner.query(
    `update workflow_executions e set assigned_to = c.owner_id, assigned_because = 'owner' from customers c
      where c.id = e.customer_id and e.company_id = $1`,
    [company.id],
  )
})

const onTeamAs = (name: string, look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>): Promise<void> =>
  app.open(look, async (page) => {
    await choosePerson(page, name)
    await page.getByRole('link', { name: 'Team' }).locator('visible=true').click()
    await row(page, 'Ada Quill').waitFor()
    await work(page)
  })

const row = (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(`^(\\S+ )?${name}`) })
const open = async (page: Page, name: string): Promise<void> => {
  await row(page, name).click()
  await page
    .getByLabel(/^All \d+ of/)
    .first()
    .waitFor()
}
const choose = (page: Page, customer: string): Locator =>
  page.getByRole('checkbox', { name: new RegExp(`^Choose ${customer},`) })
const chosen = (page: Page): Locator => page.getByRole('region', { name: 'Chosen' })
const openOf = async (name: string): Promise<number> =>
  (
    await company.query<{ count: number }>(
      `select count(*)::int from workflow_executions e join users u on u.id = e.assigned_to where u.name = $1 and e.closed_at is null`,
      [name],
    )
  )[0]?.count ?? 0

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

describe('the team', () => {
  test('is shown to whoever leads it: the finding, what was handed up, who is away, what could be moved', () =>
    onTeamAs('Mo Tarn', {}, async (page) => {
      await page.getByRole('heading', { level: 1, name: 'One of three is over capacity.' }).waitFor()
      expect(await row(page, 'Ada Quill').textContent()).toMatch(/over.*late/)
      await page.getByText('Ben Oake covers').waitFor()
      await page.getByText('May we go to 12% discount?').waitFor()
      await page.getByRole('region', { name: 'A proposal for Ada Quill' }).getByRole('button').waitFor()
    }))

  test('gives ten at once, takes them back, and gives them again to whoever finds them in the queue', async () => {
    const [before, others] = [await openOf('Ada Quill'), await openOf('Ben Oake')]
    await onTeamAs('Mo Tarn', {}, async (page) => {
      await open(page, 'Ada Quill')
      const boxes = page.locator('[data-card]')
      await boxes.first().click()
      await boxes.nth(9).click({ modifiers: ['Shift'] })
      await chosen(page).getByText('Ten').waitFor()
      await shoot(page, 'team-chosen')
      await chosen(page)
        .getByRole('button', { name: /^Move to/ })
        .click()
      await page.getByRole('menuitem', { name: /^Ben Oake/ }).click()
      await page.getByText('Ten workflows are with Ben Oake now.').waitFor()
      await eventually(async () => expect(await openOf('Ben Oake')).toBe(others + 10))
      await page.getByRole('button', { name: /^Undo/ }).click()
      await eventually(async () =>
        expect([await openOf('Ada Quill'), await openOf('Ben Oake')]).toEqual([before, others]),
      )
      await page.getByText('Ten workflows are with Ben Oake now.').waitFor({ state: 'detached' })
      await boxes.nth(9).waitFor()
      await boxes.first().click()
      await boxes.nth(9).click({ modifiers: ['Shift'] })
      await page.keyboard.press('m')
      await page.getByRole('menuitem', { name: /^Ben Oake/ }).click()
      await eventually(async () => expect(await openOf('Ben Oake')).toBe(others + 10))
    })
    await app.open({}, async (page) => {
      await choosePerson(page, 'Ben Oake')
      await page.getByRole('link', { name: 'Queue' }).locator('visible=true').click()
      await page
        .getByRole('row', { name: /Larkspur/ })
        .nth(9)
        .waitFor()
      expect(await page.getByRole('link', { name: 'Team' }).count()).toBe(0)
    })
  })

  test('gives by dragging: what is chosen goes along', async () => {
    const others = await openOf('Ben Oake')
    await onTeamAs('Mo Tarn', {}, async (page) => {
      await open(page, 'Ada Quill')
      await choose(page, 'Larkspur 1').click()
      await choose(page, 'Larkspur 2').click()
      const card = page
        .getByRole('listitem')
        .filter({ has: choose(page, 'Larkspur 1') })
        .last()
      await card.dragTo(row(page, 'Ben Oake'))
      await page.getByText('Two workflows are with Ben Oake now.').waitFor()
      await eventually(async () => expect(await openOf('Ben Oake')).toBe(others + 2))
    })
  })

  test('is worked on by the keyboard alone', async () => {
    const others = await openOf('Ben Oake')
    await onTeamAs('Mo Tarn', {}, async (page) => {
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await page.locator('[data-card]').first().waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await chosen(page).getByText('Two').waitFor()
      await page.keyboard.press('m')
      await page.getByRole('menuitem', { name: /^Ben Oake/ }).waitFor()
      await page.getByRole('menuitem', { name: /^Ben Oake/ }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Two workflows are with Ben Oake now.').waitFor()
      await eventually(async () => expect(await openOf('Ben Oake')).toBe(others + 2))
      await page.keyboard.press('z')
      await eventually(async () => expect(await openOf('Ben Oake')).toBe(others))
    })
  })

  test('hands back what was handed up, and hands it up again', () =>
    onTeamAs('Mo Tarn', {}, async (page) => {
      await page.getByRole('button', { name: 'Hand back to Ben' }).click()
      await page.getByText('Elm goes on with Ben Oake.').waitFor()
      await page.getByText('Nothing was handed up.', { exact: false }).waitFor()
      await page.getByRole('button', { name: /^Undo/ }).click()
      await page.getByText('May we go to 12% discount?').waitFor()
    }))

  test('shows what is late alone, in the address too', () =>
    onTeamAs('Mo Tarn', {}, async (page) => {
      await page.getByRole('button', { name: /^Late/ }).click()
      await choose(page, 'Larkspur 3').waitFor()
      expect(await page.locator('[data-card]').count()).toBe(1)
      await page.reload()
      await choose(page, 'Larkspur 3').waitFor()
      await row(page, 'Ben Oake').waitFor({ state: 'detached' })
    }))

  test('says to a CSM for whom it is', () =>
    app.open({}, async (page) => {
      await choosePerson(page, 'Ben Oake')
      await page.goto(`${app.address()}/team`)
      await page.getByRole('heading', { name: 'This page is for those who lead.' }).waitFor()
    }))

  test.each(LOOKS)('is readable and without serious faults: $name', (look) =>
    onTeamAs('Mo Tarn', look, async (page) => {
      await open(page, 'Ada Quill')
      await choose(page, 'Larkspur 3').click()
      expect(await seriousFaults(page)).toEqual([])
      expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
      await page.evaluate('window.scrollTo(0, 0)')
      await shoot(page, `team-${look.name}`)
    }),
  )
})
