import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { mailerOf } from '../src/platform/mail.ts'
import { codeOf } from '../test/authenticator.ts'
import { testDatabase } from '../test/database.ts'
import { givenMailServer, linkIn } from '../test/given-mail-server.ts'
import { eventually } from '../test/patience.ts'
import { workersBeside } from '../test/workers-beside.ts'
import { seriousFaults } from './axe.ts'
import { beginCompany, fillIn, invite, passwordField } from './forms.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { visit } from './visit.ts'

const SECRET = 'a secret of tests, which keeps nothing secret'
const FIRST = 'correct horse battery'
const SECOND = 'a staple of another kind'

const db = await testDatabase()
const post = await givenMailServer()
// What sends the mails, as in service.
workersBeside(db, { mailer: mailerOf({ smtpUrl: post.url, publicUrl: 'http://localhost:0' }), secret: SECRET })
const app = openedApp(db, () => Promise.resolve(), { sample: 'off', smtpUrl: post.url })

const looksWell = async (page: Page): Promise<void> => {
  expect(await seriousFaults(page)).toEqual([])
  expect(await page.evaluate(SIDEWAYS)).toBeLessThanOrEqual(0)
}

async function giveAddress(page: Page, email: string, password: string): Promise<void> {
  await fillIn(page, { 'E-mail address': email })
  await passwordField(page).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Where the link of a mail leads. */
const linkTo = (to: string, path: 'invitation' | 'password'): Promise<string> =>
  eventually(() => {
    const links = post.taken.filter((mail) => mail.to === to).map(linkIn)
    const link = links.find((each) => each.includes(`/${path}#`))
    if (link === undefined) throw new Error('It has not been sent')
    return link.replace('http://localhost:0', app.address())
  })

async function ask(page: Page, email: string): Promise<string> {
  await page.getByRole('button', { name: 'I have forgotten my password' }).click()
  // The page that one leaves has a field of the same name.
  await page.getByRole('heading', { name: 'A new password' }).waitFor()
  await fillIn(page, { 'E-mail address': email })
  await page.getByRole('button', { name: 'Send the link' }).click()
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  return (await page.getByRole('main').innerText()).replace(email, '…')
}

const isIn = (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).first().waitFor({ state: 'attached' })

const asked = (page: Page): Promise<number> => page.evaluate(() => fetch('/api/today').then((reply) => reply.status))

// In this order: each goes on where the one before has ended.
describe('the way in', () => {
  test('leads over an invitation by mail: its link, a name and a password', () =>
    app.open({}, async (page) => {
      await beginCompany(page, FIRST)
      await invite(page, 'ada@example.org')
      await page.getByText('The mail with this link is on its way.').waitFor()
      const link = await linkTo('ada@example.org', 'invitation')
      await app.open({ phone: true }, async (second) => {
        await second.goto(link)
        await second.getByRole('heading', { name: 'Join Larkspur Works' }).waitFor()
        await looksWell(second)
        await fillIn(second, { 'Your name': 'Ada Quill' })
        await passwordField(second).fill(FIRST)
        await second.getByRole('button', { name: 'Join' }).click()
        await isIn(second)
        expect(await asked(second)).toBe(200)
      })
      const third = await visit(app.browser(), {})
      await third.goto(link)
      await third.getByRole('heading', { name: 'This invitation cannot be opened.' }).waitFor()
      await third.context().close()
    }))

  test('leads over a link to a new password, which works once and ends all sessions; an unknown address hears the same', async () => {
    // Not by `open`: the browser writes refusals on its console.
    const [here, elsewhere] = [await visit(app.browser(), {}), await visit(app.browser(), {})]
    await elsewhere.goto(app.address())
    await giveAddress(elsewhere, 'ada@example.org', FIRST)
    await isIn(elsewhere)
    await here.goto(app.address())
    const told = await ask(here, 'ada@example.org')
    await looksWell(here)
    const link = await linkTo('ada@example.org', 'password')
    await here.getByRole('button', { name: 'Back to signing in' }).click()
    const taken = post.taken.length
    expect(await ask(here, 'nobody@example.org')).toBe(told)
    await here.goto(link)
    await looksWell(here)
    await passwordField(here).fill(SECOND)
    await here.getByRole('button', { name: 'Set the password' }).click()
    await here.getByRole('heading', { name: 'Done' }).waitFor()
    expect(await asked(elsewhere)).toBe(401)
    await here.getByRole('button', { name: 'Sign in' }).click()
    await giveAddress(here, 'ada@example.org', FIRST)
    await here.getByText('This address and this password do not belong together.').waitFor()
    await giveAddress(here, 'ada@example.org', SECOND)
    await isIn(here)
    await elsewhere.goto(link)
    await passwordField(elsewhere).fill('yet another password')
    await elsewhere.getByRole('button', { name: 'Set the password' }).click()
    await elsewhere.getByText('This link does not hold any more. Ask for a new one.').waitFor()
    expect(post.taken.length).toBe(taken)
    await here.context().close()
    await elsewhere.context().close()
  })

  test('leads over a second factor: the code of an app, a backup code once, new ones in the place of the old', async () => {
    const page = await visit(app.browser(), {})
    await page.goto(app.address())
    await giveAddress(page, 'ada@example.org', SECOND)
    await isIn(page)
    await page.goto(`${app.address()}/settings/profile`)
    const factor = page.getByRole('article', { name: 'Second factor' })
    await factor.locator('input').fill(SECOND)
    await factor.getByRole('button', { name: 'Switch on' }).click()
    const uri = `otpauth://totp/Renubu?secret=${await factor.locator('code').innerText()}`
    const codes = () => factor.getByRole('region', { name: 'Backup codes' }).getByRole('listitem').allInnerTexts()
    const [first = ''] = await codes()
    await factor.getByRole('textbox', { name: /^Code/ }).fill(codeOf(uri))
    await factor.getByRole('button', { name: 'Switch on' }).click()
    await factor.getByText('On', { exact: true }).waitFor()

    const comeIn = async (label: 'Code' | 'Backup code', code: string): Promise<void> => {
      await page.getByRole('button', { name: /Ada Quill/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await giveAddress(page, 'ada@example.org', SECOND)
      await giveCode(label, code)
    }
    const giveCode = async (label: 'Code' | 'Backup code', code: string): Promise<void> => {
      await page.getByRole('heading', { name: 'One more thing' }).waitFor()
      const other = page.getByRole('button', { name: 'Use a backup code instead' })
      if (label === 'Backup code' && (await other.isVisible())) await other.click()
      await fillIn(page, { [label]: code })
      await page.getByRole('button', { name: 'Sign in' }).click()
    }
    await comeIn('Code', codeOf(uri))
    await page.getByRole('button', { name: /Ada Quill/ }).waitFor()
    await comeIn('Backup code', first)
    await page.getByRole('button', { name: /Ada Quill/ }).waitFor()
    await comeIn('Backup code', first)
    await page.getByText(/^This code is not right/).waitFor()
    await page.getByRole('button', { name: 'Use the app instead' }).click()
    await giveCode('Code', codeOf(uri))
    await page.getByRole('button', { name: /Ada Quill/ }).waitFor()

    await page.goto(`${app.address()}/settings/profile`)
    await factor.getByRole('button', { name: 'Make new ones' }).click()
    await looksWell(page)
    const dialog = page.getByRole('dialog', { name: 'Make new backup codes' })
    await passwordField(dialog).fill(SECOND)
    await dialog.getByRole('button', { name: 'Make new codes' }).click()
    await factor.getByRole('region', { name: 'Backup codes' }).waitFor()
    const [renewed = ''] = await codes()
    await comeIn('Backup code', renewed)
    await page.getByRole('button', { name: /Ada Quill/ }).waitFor()
    await page.context().close()
  })

  test('is cleared by an admin for who has lost the second factor, and is told of by mail', async () => {
    const page = await visit(app.browser(), {})
    await page.goto(app.address())
    await giveAddress(page, 'al@example.org', FIRST)
    // An admin without customers is led to the doors by which they come in, where there is no frame.
    await page.waitForURL('**/welcome')
    await page.goto(`${app.address()}/settings/members`)
    await page.getByRole('button', { name: 'More about Ada Quill' }).click()
    await page.getByRole('menuitem', { name: 'Reset the second factor' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reset the second factor of Ada Quill?' })
    await dialog.getByText('A mail tells them of it.').waitFor()
    await looksWell(page)
    await dialog.getByRole('button', { name: 'Reset it' }).click()
    await page.getByText('Ada Quill comes in with the password alone now. A mail tells them.').waitFor()
    await page.getByRole('combobox', { name: 'Team of Ada Quill' }).selectOption('A new team …')
    await fillIn(page, { 'Its name': 'North' })
    await page.getByRole('button', { name: 'Change the team' }).click()
    await page.getByText('Ada Quill is in North now.').waitFor()
    await eventually(() => expect(post.taken.at(-1)?.raw).toContain('Your second factor for Renubu was taken away'))
    const second = await visit(app.browser(), {})
    await second.goto(app.address())
    await giveAddress(second, 'ada@example.org', SECOND)
    await isIn(second)
    await second.context().close()
    await page.context().close()
  })
})
