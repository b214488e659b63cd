import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { buildWeb } from '../e2e/web-build.ts'

const BUDGET_BYTES = 240_000
// Beyond it Vite warns, at every npm start.
const LARGEST_CHUNK_BYTES = 500_000

test('what a browser needs before it shows anything stays within its budget, in pieces that caches keep', async () => {
  const web = await buildWeb()
  onTestFinished(() => web.remove())
  const page = readFileSync(join(web.root, 'index.html'), 'utf8')
  const needed = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => String(path))
  expect(needed.length).toBeGreaterThan(3)
  const files = needed.map((path) => readFileSync(join(web.root, path)))
  expect(files.reduce((total, file) => total + gzipSync(file).length, 0)).toBeLessThan(BUDGET_BYTES)
  const scripts = readdirSync(join(web.root, 'assets')).filter((name) => name.endsWith('.js'))
  for (const name of scripts)
    expect(readFileSync(join(web.root, 'assets', name)).length, name).toBeLessThan(LARGEST_CHUNK_BYTES)
})
