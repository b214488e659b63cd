import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import type { TestDatabase } from '../test/database.ts'
import { TWO_OF_EACH } from '../test/server-count.ts'
import { startApp } from './app.ts'
import { openBrowser } from './browser.ts'
import { inTurns } from './in-turns.ts'
import { visit, type Look } from './visit.ts'

/** How far a page can be scrolled to the side; 0: not at all. */
export const SIDEWAYS = 'document.documentElement.scrollWidth - window.innerWidth'

export type OpenedApp = {
  readonly browser: () => Browser
  readonly address: () => string
  /** Opens the app at its beginning, does the work and closes; a dialog, or an error or a warning on the console, fails it. */
  readonly open: (look: Omit<Look, 'name'>, work: (page: Page) => Promise<void>) => Promise<void>
}

/**
 * The web app as it ships, a real server and a browser before it, for the tests of one file. `prepare` tells the world first; with the
 * sample off one signs in with a password.
 */
export function openedApp(
  db: TestDatabase,
  prepare: () => Promise<unknown>,
  { sample, smtpUrl }: { readonly sample?: 'on' | 'off'; readonly smtpUrl?: string } = {},
): OpenedApp {
  const closing: (() => Promise<void> | void)[] = []
  let opened: { readonly browser: Browser; readonly address: string } | undefined

  beforeAll(async () => {
    await prepare()
    const app = await startServers(db, { webRoot: inject('webRoot'), sample, smtpUrl })
    const { browser, close } = await openBrowser()
    opened = { browser, address: app.address }
    closing.push(close, app.close)
  })
  afterAll(async () => {
    for (const close of closing) await close()
  })

  const now = () => {
    if (!opened) throw new Error('The app is open from the first test on')
    return opened
  }
  return {
    browser: () => now().browser,
    address: () => now().address,
    open: async (look, work) => {
      const page = await visit(now().browser, look, db.clock.now())
      const faults: string[] = []
      page.on('dialog', (dialog) => {
        faults.push(`a dialog: ${dialog.message()}`)
        void dialog.dismiss()
      })
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
      })
      await page.goto(now().address)
      await work(page)
      await page.context().close()
      expect(faults).toEqual([])
    },
  }
}

type Serving = Parameters<typeof startApp>[1]

/** One, or two which are asked in turns. */
async function startServers(db: TestDatabase, serving: Serving): ReturnType<typeof startApp> {
  const first = await startApp(db, serving)
  if (!TWO_OF_EACH) return first
  const second = await startApp({ ...db, database: await db.second() }, serving)
  const front = await inTurns([first.address, second.address])
  return {
    address: front.address,
    close: async () => {
      front.close()
      await Promise.all([first.close(), second.close()])
    },
  }
}
