import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

/** Builds the web app as it ships, into a folder of this run. */
export async function buildWeb(): Promise<{ readonly root: string; remove(): void }> {
  const root = mkdtempSync(join(tmpdir(), 'renubu-web-'))
  // Under a test runner the library would be built in its development form.
  const mode = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  await build({ mode: 'production', configFile: 'src/web/vite.config.ts', logLevel: 'silent', build: { outDir: root } })
  process.env['NODE_ENV'] = mode
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}
