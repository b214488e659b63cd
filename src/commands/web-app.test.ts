import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/embedded.ts'
import { isUpToDate } from './web-app.ts'

/** A file that was written so many seconds after the beginning of 2027. */
function written(root: string, path: string, seconds: number): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), '')
  const at = new Date(Date.UTC(2027, 0, 1, 0, 0, seconds))
  utimesSync(join(root, path), at, at)
}

const SOURCES = ['src', 'package-lock.json']

test.each([
  ['nothing is built yet', {}, { 'src/web/main.tsx': 1 }, false],
  [
    'everything is older than the page',
    { 'dist/index.html': 9 },
    { 'src/web/main.tsx': 1, 'package-lock.json': 8 },
    true,
  ],
  ['something was written in the same moment', { 'dist/index.html': 9 }, { 'src/web/main.tsx': 9 }, true],
  ['a file deep inside is newer', { 'dist/index.html': 9 }, { 'src/web/features/today/page.tsx': 10 }, false],
  ['the packages changed', { 'dist/index.html': 9 }, { 'src/a.ts': 1, 'package-lock.json': 10 }, false],
  ['the sources did not come along', { 'dist/index.html': 9 }, {}, true],
  ['a build was interrupted before its page', { 'dist/assets/index.js': 9 }, { 'src/a.ts': 1 }, false],
])('%s: %o', (_when, built, sources, upToDate) => {
  const root = scratchFolder()
  for (const [path, at] of Object.entries({ ...built, ...sources })) written(root, path, at)
  expect(isUpToDate(join(root, 'dist'), SOURCES, root)).toBe(upToDate)
})

test('a file that is taken away does not make the page newer', () => {
  const root = scratchFolder()
  written(root, 'dist/index.html', 5)
  written(root, 'src/new.ts', 9)
  expect(isUpToDate(join(root, 'dist'), SOURCES, root)).toBe(false)
  rmSync(join(root, 'src/new.ts'))
  expect(isUpToDate(join(root, 'dist'), SOURCES, root)).toBe(true)
})
