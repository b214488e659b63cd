import { expect, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { loadSample } from '../sample/load.ts'
import { testDatabase } from '../test/database.ts'
import { openedApp } from './opened-app.ts'
import { choosePerson, LOOKS } from './visit.ts'

const db = await testDatabase({ now: new Date('2027-03-15T14:00:00Z') })
const app = openedApp(db, () => loadSample({ ...db, log: silentLog }))

/** Adds up how far what stands on the page has jumped without anybody's doing, as browsers count it. */
const WATCH = `
  window.shifted = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value
  }).observe({ type: 'layout-shift', buffered: true })`

const MOST_SHIFT = 0.02

test.each(LOOKS)('Today does not jump while it loads ($name)', (look) =>
  app.open(look, async (page) => {
    await choosePerson(page, 'Sarah')
    await page.addInitScript(WATCH)
    await page.reload()
    await page.getByRole('article').getByText('Acme Corp').waitFor()
    await page.evaluate('document.fonts.ready')
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate('window.shifted')).toBeLessThan(MOST_SHIFT)
  }),
)

test('going from step to step asks the server for nothing', () =>
  app.open({}, async (page) => {
    await choosePerson(page, 'Sarah')
    await page
      .getByRole('article')
      .getByRole('button', { name: /Let’s begin|Go on/ })
      .click()
    const steps = page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: /^\d+\. / })
    const isAt = (step: number) =>
      page
        .locator('[aria-current="step"]')
        .getByText(`${String(step + 1)}. `)
        .waitFor()
    await isAt(0)
    await page.waitForLoadState('networkidle')
    const asked: string[] = []
    page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`))
    const count = await steps.count()
    expect(count).toBeGreaterThan(3)
    for (const step of [...Array(count).keys()].slice(1)) {
      await steps.nth(step).click()
      await isAt(step)
    }
    await page.keyboard.press('ArrowLeft')
    await isAt(count - 2)
    expect(asked).toEqual([])
  }))
