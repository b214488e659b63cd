import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { loadSample } from '../sample/load.ts'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import { silentLog } from '../src/platform/log.ts'
import { testDatabase } from '../test/database.ts'
import type { AppPlace } from './app.child.ts'
import { openBrowser } from './browser.ts'
import { signIn, visit } from './visit.ts'

const NOW = '2027-03-15T14:00:00Z'
const db = await testDatabase({ now: new Date(NOW) })
const running = new Set<ChildProcess>()
const closing: (() => Promise<void> | void)[] = []
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  for (const close of closing) await close()
})

type Server = { readonly address: string; kill(): Promise<void> }

async function serve(webRoot: string, port: string): Promise<Server> {
  const place: AppPlace = { appUrl: db.urls.appUrl, authUrl: db.urls.authUrl, webRoot, port, now: NOW }
  const child = fork(join(PROJECT_ROOT, 'e2e', 'app.child.ts'), [JSON.stringify(place)])
  running.add(child)
  const ended = once(child, 'exit').then(() => running.delete(child))
  const [address] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => Promise.reject(new Error('The server ended before it listened'))),
  ])) as [string]
  return {
    address,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('what was shown as saved is there after the server was killed while somebody typed, and so is the rest', async () => {
  await loadSample({ ...db, log: silentLog })
  const { browser, close } = await openBrowser()
  closing.unshift(close)
  const first = await serve(inject('webRoot'), '0')
  const page = await visit(browser, {}, db.clock.now())
  await signIn(page, first.address, 'Sarah')
  await page.getByRole('article').getByRole('button', { name: 'Let’s begin' }).click()
  const notes = page.getByLabel('What the records do not say')
  const saying = page.getByRole('status')
  await notes.fill('Saved before the end.')
  await saying.getByText('Saved').waitFor()
  await notes.focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' Typed')
  await first.kill()
  await page.keyboard.type(' while it was gone.')
  await saying.getByText('Kept on this device').waitFor()

  const { port } = new URL(first.address)
  const second = await serve(inject('webRoot'), port)
  await saying.getByText('Saved').waitFor()
  const whole = 'Saved before the end. Typed while it was gone.'
  // Another device has nothing but what the server has.
  const elsewhere = await visit(browser, { phone: true }, db.clock.now())
  await signIn(elsewhere, second.address, 'Sarah')
  await elsewhere.goto(page.url())
  const there = elsewhere.getByLabel('What the records do not say')
  await there.waitFor({ state: 'attached' })
  expect(await there.inputValue()).toBe(whole)
  await page.reload()
  await notes.waitFor()
  expect(await notes.inputValue()).toBe(whole)
  await second.kill()
})
