import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--hide-scrollbars',
]

/** A browser of its own, with a temporary folder of its own. CHROMIUM_PATH names another than the one that came by npm. */
export async function openBrowser(): Promise<{ readonly browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'renubu-browser-'))
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await packagedChromium())
  const browser = await chromium.launch({
    executablePath,
    args: ARGUMENTS,
    headless: true,
    env: { ...definedOnly(process.env), TMPDIR: folder, HOME: folder },
  })
  return {
    browser,
    close: async () => {
      await browser.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

async function packagedChromium(): Promise<string> {
  // Read when the package is imported: it then unpacks the libraries that a bare machine does not have.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}

const definedOnly = (variables: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
