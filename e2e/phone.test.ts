import { mkdirSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { loadSample } from '../sample/load.ts'
import { testDatabase } from '../test/database.ts'
import { ACMES_MORNING, AS_IT_WAS_LED, emergencyOnRecord, isAt, leadEmergency, type Hand } from './emergency.ts'
import { SIDEWAYS, openedApp } from './opened-app.ts'
import { choosePerson } from './visit.ts'

// Pictures for those who change the look: E2E_SHOTS=/tmp/shots npx vitest run e2e/phone.test.ts
const SHOTS = process.env['E2E_SHOTS']
if (SHOTS) mkdirSync(SHOTS, { recursive: true })

// What is lower is missed by a thumb.
const LOWEST_PX = 44

const db = await testDatabase({ now: ACMES_MORNING })
const { open } = openedApp(db, () => loadSample({ ...db, log: silentLog }))

/** How high the thing is that a thumb meets: itself, or the label that is the same to press. */
async function heightOf(wanted: Locator): Promise<number> {
  await wanted.waitFor()
  const label = wanted.locator('xpath=ancestor-or-self::label')
  const box = await ((await label.count()) > 0 ? label : wanted).boundingBox()
  return box?.height ?? 0
}

async function tap(wanted: Locator): Promise<void> {
  expect(Math.ceil(await heightOf(wanted)), String(wanted)).toBeGreaterThanOrEqual(LOWEST_PX)
  await wanted.tap()
}

const pane = (page: Page, which: 0 | 1): Locator =>
  page.getByRole('group', { name: 'Panes' }).getByRole('button').nth(which)

let looked = 0

const thumb: Hand = {
  press: tap,
  goOn: (page) => tap(page.locator('[data-primary]')),
  choose: (page, wanted) => tap(page.getByLabel(wanted)),
  write: async (wanted, text) => {
    await tap(wanted)
    await wanted.pressSequentially(text)
  },
  // A phone shows a calendar of its own, which no page can reach into.
  putOff: async (wanted, until) => {
    await tap(wanted)
    await wanted.fill(until)
  },
  tick: async (page, points) => {
    const all = page.getByRole('checkbox')
    expect(await all.count()).toBe(points)
    for (const point of await all.all()) await tap(point)
  },
  turnAside: (page) => tap(pane(page, 1)),
  lookAt: async (page, name) => {
    looked += 1
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/phone-${String(looked).padStart(2, '0')}-${name}.png` })
    expect(await page.evaluate<number>(SIDEWAYS), name).toBeLessThanOrEqual(0)
  },
}

describe('an emergency, with the thumb alone', () => {
  test('is begun from Today, led through its four steps, completed, and the next one offered', async () => {
    await open({ phone: true }, (page) => leadEmergency(page, thumb))
    expect(await emergencyOnRecord(db)).toEqual(AS_IT_WAS_LED)
  })
})

/** Draws one finger across the middle of the page. */
async function swipe(page: Page, from: number, to: number): Promise<void> {
  const line = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    line.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: 300 }] })
  await touch('touchStart', from)
  await touch('touchMove', (from + to) / 2)
  await touch('touchMove', to)
  await touch('touchEnd')
  await line.detach()
}

describe('the two panes of the phone', () => {
  test('are two swipes apart, and the next act stays below both', async () => {
    await open({ phone: true }, async (page) => {
      await choosePerson(page, 'Justin')
      await tap(page.getByRole('button', { name: 'Let’s begin' }))
      await isAt(page, '1. ')
      const act = page.locator('[data-primary]')
      const beside = page.getByRole('region', { name: 'Beside the conversation' })
      await act.waitFor()
      expect(await beside.isVisible()).toBe(false)
      await swipe(page, 340, 60)
      await beside.waitFor()
      expect(await act.isVisible()).toBe(true)
      expect(await pane(page, 1).getAttribute('aria-pressed')).toBe('true')
      await swipe(page, 60, 340)
      await beside.waitFor({ state: 'hidden' })
      expect(await act.isVisible()).toBe(true)
    })
  })
})
