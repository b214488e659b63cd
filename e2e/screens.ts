import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { entranceScreens, type Screen } from './entrance-screens.ts'
import { LOOKS, go, signIn, visit, type Look } from './visit.ts'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

// Writes a picture of every screen over the sample portfolio, in light, dark and on a phone: what README shows, and what to look at
// after a change of any screen.

// Those that are named, or all: npm run screens -- today today-why
const wanted = process.argv.slice(2)
const isWanted = ({ name }: Screen): boolean => wanted.length === 0 || wanted.includes(name)

const PICTURES = join(PROJECT_ROOT, 'docs', 'screens')
const READY_WITHIN_MS = 300_000

const SCREENS: readonly Screen[] = [
  {
    name: 'sign-in',
    show: async (page, address) => {
      await page.goto(address)
      await page.getByRole('button', { name: 'Sarah' }).waitFor()
    },
  },
  {
    name: 'sign-in-password',
    show: async (page, address) => {
      await page.goto(address)
      await page.getByRole('button', { name: 'I have an account of my own' }).click()
      await page.locator('input[type=password]').waitFor()
    },
  },
  {
    name: 'forgotten',
    show: async (page, address) => {
      await page.goto(`${address}/forgotten`)
      await page.getByRole('heading', { name: 'A new password' }).waitFor()
    },
  },
  {
    name: 'new-password',
    show: async (page, address) => {
      await page.goto(`${address}/password#a-link`)
      await page.getByRole('heading', { name: 'A new password' }).waitFor()
    },
  },
  {
    name: 'invitation-gone',
    show: async (page, address) => {
      await page.goto(`${address}/invitation#an-old-link`)
      await page.getByRole('heading', { name: 'This invitation cannot be opened.' }).waitFor()
    },
  },
  {
    name: 'not-found',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.goto(`${address}/nowhere`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  { name: 'today', show: (page, address) => signIn(page, address, 'Sarah') },
  {
    name: 'today-why',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.locator('[data-why="score"]').first().click()
      await reasonsStand(page)
    },
  },
  {
    name: 'queue',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.getByRole('link', { name: 'Queue' }).locator('visible=true').click()
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'queue-why',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.goto(`${address}/queue`)
      await page.locator('[data-why="score"]').nth(1).click()
      await reasonsStand(page)
    },
  },
  {
    name: 'customer',
    show: async (page, address) => {
      await toCustomer(page, address)
      await page.locator('.recharts-surface').nth(1).waitFor({ state: 'attached' })
    },
  },
  {
    name: 'customer-why',
    show: async (page, address) => {
      await toCustomer(page, address)
      await page.locator('[data-why="score"]').first().click()
      await reasonsStand(page)
    },
  },
  ...[
    { name: 'override', act: 'Set health', title: /^Set the health of/ },
    { name: 'pulse', act: 'Note my impression', title: /^My impression of/ },
    { name: 'start', act: 'Start a workflow', title: /^Start a workflow with/ },
  ].map(({ name, act, title }) => ({
    name,
    show: async (page: Page, address: string) => {
      await toCustomer(page, address)
      await page.getByRole('button', { name: act }).click()
      await page.getByRole('dialog', { name: title }).waitFor()
    },
  })),
  {
    name: 'customers',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.getByRole('link', { name: 'Customers' }).locator('visible=true').click()
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'welcome',
    show: async (page, address) => {
      await signIn(page, address, 'Sam')
      await page.goto(`${address}/welcome`)
      await page.getByRole('heading', { name: 'Import a file' }).waitFor()
    },
  },
  {
    name: 'import-columns',
    show: async (page, address) => {
      await signIn(page, address, 'Sam')
      await page.goto(`${address}/import`)
      const rows = [
        '001A,Larkspur Health,"$185,000.00",10/30/2027,400,C',
        '001B,Elm & Sons,"$62,000.00",11/08/2027,80,B',
      ]
      await page.getByLabel('File to import').setInputFiles({
        name: 'accounts-october.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['Id,Account Name,Annual Revenue,Renewal Date,Seats,Legacy Score', ...rows].join('\n')),
      })
      await page.getByRole('table', { name: /columns of the file/ }).waitFor()
    },
  },
  {
    name: 'import-rows',
    show: async (page, address) => {
      await signIn(page, address, 'Sam')
      await page.goto(`${address}/settings/data`)
      await page.getByRole('link', { name: 'accounts-october.csv', exact: true }).first().click()
      await page.getByRole('button', { name: 'Look at the rows' }).click()
      await page.getByRole('button', { name: 'Import 2 customers' }).waitFor()
    },
  },
  {
    name: 'settings-data',
    show: async (page, address) => {
      await signIn(page, address, 'Sam')
      await page.goto(`${address}/settings/data`)
      await page.getByRole('table').first().waitFor()
    },
  },
  {
    name: 'settings-members',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.goto(`${address}/settings/members`)
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'settings-profile',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.goto(`${address}/settings/profile`)
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor()
    },
  },
  {
    name: 'settings-connect',
    show: async (page, address) => {
      await signIn(page, address, 'Sam')
      await page.goto(`${address}/settings/connect`)
      await page.getByRole('heading', { name: 'Connections' }).waitFor()
    },
  },
  {
    name: 'tasks',
    show: async (page, address) => {
      await signIn(page, address, 'Laura')
      await page.goto(`${address}/tasks?whose=team`)
      await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor()
    },
  },
  {
    name: 'task-new',
    show: async (page, address) => {
      await signIn(page, address, 'Laura')
      await page.goto(`${address}/tasks`)
      await page.getByRole('button', { name: 'New task' }).click()
      await page.getByRole('form', { name: 'New task' }).waitFor()
    },
  },
  {
    name: 'team',
    show: async (page, address) => {
      await signIn(page, address, 'Laura')
      await page.getByRole('link', { name: 'Team' }).locator('visible=true').click()
      await page.getByRole('region', { name: 'Load against capacity' }).getByRole('button').first().click()
    },
  },
  {
    name: 'palette',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await go(page, 'Find or do')
      await page.getByRole('combobox').fill('ac')
      await page.getByRole('group', { name: 'Customers' }).waitFor()
    },
  },
  {
    name: 'log-a-call',
    show: async (page, address) => {
      await signIn(page, address, 'Sarah')
      await page.getByRole('button', { name: /^Log/ }).locator('visible=true').click()
      await page.getByLabel('In a line').waitFor()
    },
  },
  { name: 'today-weighted', show: (page, address) => signIn(page, address, 'Justin') },
  // Last, because it begins what Today would still offer.
  {
    name: 'work',
    show: async (page, address) => {
      await begin(page, address, 'Sarah')
      await page.locator('[aria-current="step"]').waitFor()
    },
  },
  {
    name: 'work-price',
    show: async (page, address) => {
      await begin(page, address, 'Justin')
      await page.getByRole('button', { name: /^3\. / }).click()
      await page.locator('[aria-current="step"]').getByText('3. ').waitFor()
    },
  },
  {
    name: 'work-done',
    show: async (page, address) => {
      await begin(page, address, 'Sarah')
      await toTheEnd(page)
    },
  },
]

/** The one thing of somebody's day, begun or gone on with. */
async function begin(page: Page, address: string, name: string): Promise<void> {
  await signIn(page, address, name)
  await page
    .getByRole('article')
    .getByRole('button', { name: /Let’s begin|Go on/ })
    .click()
}

/** Does what each step of the open workflow offers first, until it is done. */
async function toTheEnd(page: Page): Promise<void> {
  const step = page.locator('[aria-current="step"]')
  const all = page.getByText(/^That was all for /)
  for (;;) {
    await step.or(all).first().waitFor()
    if (await all.isVisible()) break
    const at = await step.textContent()
    for (const point of await page.getByRole('checkbox').all()) await point.check()
    await page.locator('[data-primary]').click()
    await step
      .filter({ hasNotText: at ?? '' })
      .or(all)
      .first()
      .waitFor()
  }
  await page.locator('[data-primary]').click()
  await page.getByRole('heading', { name: / is done\.$/ }).waitFor()
}

/** The page of the customer on top of Sarah's day. */
async function toCustomer(page: Page, address: string): Promise<void> {
  await signIn(page, address, 'Sarah')
  await page.getByRole('article').getByRole('link').first().click()
  await page.getByRole('article', { name: 'Timeline' }).waitFor()
}

/** The reasons of a score, what they are held beside, and the sliders with what they say: each comes for itself. */
async function reasonsStand(page: Page): Promise<void> {
  const panel = page.getByRole('dialog')
  await panel.getByRole('table').nth(1).waitFor()
  await panel.getByRole('slider').first().waitFor()
  await panel.getByText('Same order as now.').waitFor()
}

const { browser, close } = await openBrowser()
try {
  mkdirSync(PICTURES, { recursive: true })
  await served({}, async (address) => {
    for (const screen of SCREENS) await takeEach(screen, address)
  })
  await served({ RENUBU_SAMPLE: 'off' }, (address) => entranceScreens(address, takeEach))
} finally {
  await close()
}

/** A server with a database of its own, for as long as the work takes. */
async function served(
  settings: Readonly<Record<string, string>>,
  work: (address: string) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'renubu-screens-'))
  const port = await freePort()
  const server = spawn(join(PROJECT_ROOT, 'bin', 'renubu'), ['serve'], {
    env: { ...process.env, PORT: String(port), RENUBU_DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const address = `http://localhost:${String(port)}`
    await untilReady(address)
    await work(address)
  } finally {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function takeEach(screen: Screen, address: string): Promise<void> {
  if (!isWanted(screen)) return
  for (const look of LOOKS) await take(browser, { screen, look, address })
}

type Picture = { readonly screen: Screen; readonly look: Look; readonly address: string }

async function take(browser: Browser, { screen, look, address }: Picture): Promise<void> {
  const page = await visit(browser, look)
  await screen.show(page, address)
  await page.evaluate('document.fonts.ready')
  const path = join(PICTURES, `${screen.name}-${look.name}.png`)
  await page.screenshot({ path })
  await page.context().close()
  process.stdout.write(`${path}\n`)
}

async function untilReady(address: string): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS
  while (Date.now() < end) {
    const answer = await fetch(`${address}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(250)
  }
  throw new Error('The server was not ready in time')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
