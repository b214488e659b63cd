import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayIn } from '../src/base/day.ts'
import { testDatabase } from '../test/database.ts'
import { startApp } from './app.ts'
import { openBrowser } from './browser.ts'
import { STORIES } from './stories.ts'
import { buildWeb } from './web-build.ts'
import { tellWorld } from './world.ts'

const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

const db = await testDatabase()
let browser: Browser
let address = ''
const closing: (() => Promise<void> | void)[] = []

beforeAll(async () => {
  const today = dayIn('Europe/Berlin', db.clock.now())
  await tellWorld(db, {
    today,
    stories: STORIES,
    names: { company: 'Meadow', csm: 'Sena Whitlock', manager: 'Dana Brooks' },
  })
  const web = await buildWeb()
  const app = await startApp(db.database, { clock: db.clock, webRoot: web.root })
  const opened = await openBrowser()
  browser = opened.browser
  address = app.address
  closing.push(opened.close, app.close, web.remove)
})

afterAll(async () => {
  for (const close of closing) await close()
})

type Look = { readonly dark?: boolean; readonly phone?: boolean }

async function open({ dark, phone }: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    deviceScaleFactor: phone ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: phone ?? false,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(db.clock.now())
  return page
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
}

describe('Today', () => {
  test('looks', async () => {
    for (const look of [{}, { dark: true }, { phone: true }] satisfies Look[]) {
      const name = 'dark' in look ? 'dark' : 'phone' in look ? 'phone' : 'light'
      const page = await open(look)
      page.on('console', (message) => process.stdout.write(`${message.text()}\n`))
      await page.goto(address)
      await page.getByRole('button', { name: /Sena Whitlock/ }).waitFor()
      await shoot(page, `sign-in-${name}`)
      await signIn(page, 'Sena Whitlock')
      await page.getByRole('article').waitFor()
      await shoot(page, `today-${name}`)
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/today-${name}-full.png`, fullPage: true })
      await page
        .getByRole('button', { name: /^Why .* points$/ })
        .first()
        .click()
      await page.getByText('Try other weights').waitFor()
      await shoot(page, `why-${name}`)
      await page.context().close()
    }
    expect(true).toBe(true)
  })
})
