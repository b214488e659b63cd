import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../test/authenticator.ts'
import { testDatabase } from '../test/database.ts'
import { seriousFaults } from './axe.ts'
import { beginCompany, fillIn, invite, passwordField } from './forms.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { LOOKS, visit, type Look } from './visit.ts'

const db = await testDatabase()
const app = openedApp(db, () => Promise.resolve(), { sample: 'off' })

const PASSWORD = 'correct horse battery'
let secret = ''

const looksWell = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([])
  expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
}

async function signIn(page: Page, email: string): Promise<void> {
  await fillIn(page, { 'E-mail address': email })
  await passwordField(page).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const asAdmin = (look: Omit<Look, 'name'>, section: string, work: (page: Page) => Promise<void>) =>
  app.open(look, async (page) => {
    await signIn(page, 'al@example.org')
    // A company without customers begins with the doors by which they come in.
    await page.waitForURL('**/welcome')
    await page.goto(`${app.address()}/settings/${section}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await work(page)
  })

/** The link that the page shows once. */
const shownLink = (page: Page): Promise<string> => page.getByRole('textbox', { name: 'Link' }).inputValue()

// In this order: each goes on where the one before has ended.
describe('people of a company', () => {
  test('begin with the first admin, who invites a CSM; the CSM accepts, takes a second factor and comes back with it', () =>
    app.open({}, async (page) => {
      await beginCompany(page, PASSWORD)
      await invite(page, 'ada@example.org')
      await page.getByText('This server sends no mails').waitFor()
      const link = await shownLink(page)
      await page.getByRole('row', { name: /ada@example.org.*Invited/ }).waitFor()

      await app.open({}, async (second) => {
        await second.goto(link.replace('http://localhost:0', app.address()))
        await second.getByRole('heading', { name: 'Join Larkspur Works' }).waitFor()
        await looksWell(second)
        await fillIn(second, { 'Your name': 'Ada Quill' })
        await passwordField(second).fill(PASSWORD)
        await second.getByRole('button', { name: 'Join' }).click()
        await second.getByRole('link', { name: 'Settings' }).click()
        await second.getByRole('link', { name: 'Profile' }).click()
        const factor = second.getByRole('article', { name: 'Second factor' })
        await factor.locator('input').fill(PASSWORD)
        await factor.getByRole('button', { name: 'Switch on' }).click()
        secret = await factor.locator('code').innerText()
        const uri = `otpauth://totp/Renubu?secret=${secret}`
        await factor.getByRole('textbox', { name: /^Code/ }).fill(codeOf(uri))
        await factor.getByRole('button', { name: 'Switch on' }).click()
        await factor.getByText('On', { exact: true }).waitFor()
        await second.getByRole('button', { name: /Ada Quill/ }).click()
        await second.getByRole('menuitem', { name: 'Sign out' }).click()
        await signIn(second, 'ada@example.org')
        await second.getByRole('heading', { name: 'One more thing' }).waitFor()
        await looksWell(second)
        await fillIn(second, { Code: codeOf(uri) })
        await second.getByRole('button', { name: 'Sign in' }).click()
        await second.getByRole('button', { name: /Ada Quill/ }).waitFor()
      })
    }))

  test('lose at once what an admin takes from them: the role first, then the way in', async () => {
    // Not by `open`: the browser writes refusals on its console.
    const csm = await visit(app.browser(), {})
    await csm.goto(app.address())
    await signIn(csm, 'ada@example.org')
    await fillIn(csm, { Code: codeOf(`otpauth://totp/Renubu?secret=${secret}`) })
    await csm.getByRole('button', { name: 'Sign in' }).click()
    await csm.getByRole('button', { name: /Ada Quill/ }).waitFor()
    const asked = (path: string, method = 'GET') =>
      csm.evaluate(
        ([url, verb]) => fetch(url ?? '', { method: verb ?? 'GET' }).then((reply) => reply.status),
        [path, method],
      )
    expect(await asked('/api/workflows/00000000-0000-7000-8000-000000000000/start', 'POST')).toBe(404)
    await asAdmin({}, 'members', async (page) => {
      await page.getByRole('combobox', { name: 'Role of Ada Quill' }).selectOption('viewer')
      await page.getByText('Ada Quill is Reader now.').waitFor()
      expect(await asked('/api/workflows/00000000-0000-7000-8000-000000000000/start', 'POST')).toBe(403)
      await page.getByRole('button', { name: 'More about Ada Quill' }).click()
      await page.getByRole('menuitem', { name: 'Deactivate' }).click()
      await page.getByText('Ada Quill can no longer sign in.').waitFor()
      expect(await asked('/api/today')).toBe(401)
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByRole('row', { name: /Ada Quill.*Active/ }).waitFor()
      expect(await asked('/api/today')).toBe(200)
      await page.getByRole('combobox', { name: 'Role of Ada Quill' }).selectOption('csm')
      await page.getByText('Ada Quill is CSM now.').waitFor()
    })
    await csm.context().close()
  })

  test('say when they are away, and take it back', () =>
    asAdmin({}, 'profile', async (page) => {
      await page.getByLabel('First day away').fill('2027-04-05')
      await page.getByLabel('Last day away').fill('2027-04-09')
      await page.getByRole('combobox', { name: 'Covered by' }).selectOption('Ada Quill')
      await page.getByRole('button', { name: 'Add' }).click()
      await page.getByText('Ada Quill covers').waitFor()
      await page.getByRole('button', { name: /^Take back/ }).click()
      await page.getByText(/^None\. Say when/).waitFor()
    }))

  test.each(LOOKS)('see themselves and each other without serious faults: $name', (look) =>
    asAdmin(look, 'profile', async (page) => {
      await page.getByText('This one').waitFor()
      await looksWell(page)
      await page.goto(`${app.address()}/settings/members`)
      await page.getByRole('button', { name: 'Invite' }).click()
      await page.getByRole('table').waitFor()
      await looksWell(page)
    }),
  )
})
