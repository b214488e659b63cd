import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkTree } from './check-tree.ts'

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'renubu-tree-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const lines = (count: number, line = 'x') => `${line}\n`.repeat(count)
const tested = { 'src/a.test.ts': lines(400) }

test('a clean tree has no faults', () => {
  expect(checkTree(tree({ 'src/a.ts': lines(100), 'src/a.test.ts': lines(90) }))).toEqual([])
})

test.each([
  ['a file of 401 lines', { ...tested, 'src/a.ts': lines(401) }, 'size'],
  ['a table of 401 lines', { 'db/tables/a.sql': lines(401) }, 'size'],
  ['a component of 301 lines', { 'src/web/a.tsx': lines(301) }, 'size'],
  ['a map of 151 lines', { 'ARCHITECTURE.md': lines(151) }, 'size'],
  ['89 lines of tests for 100 of source', { 'src/a.ts': lines(100), 'src/a.test.ts': lines(89) }, 'test-lines'],
  [
    'a rule switched off without a reason',
    { ...tested, 'src/a.ts': '// eslint-disable-next-line no-console\n' },
    'suppression',
  ],
  ['a type error expected without a reason', { ...tested, 'src/a.ts': '// @ts-expect-error\n' }, 'suppression'],
  ['a sample customer in the source', { ...tested, 'src/a.ts': "const name = 'Acme'\n" }, 'sample-name'],
  ['a sample person in the schema', { 'db/tables/a.sql': '-- Sarah\n' }, 'sample-name'],
  ['a test left focused', { 'src/a.test.ts': 'test.only(\n' }, 'unfinished'],
  ['a note to do it later', { ...tested, 'src/a.ts': '// TODO\n' }, 'unfinished'],
  [
    'a table with two owners',
    {
      ...tested,
      'db/tables/a.sql': 'create table widgets (',
      'src/stages/ingest/a.store.ts': 'insert into widgets',
      'src/stages/learn/a.store.ts': 'update widgets set',
    },
    'one-owner',
  ],
  [
    'a write outside a store',
    { ...tested, 'db/tables/a.sql': 'create table widgets (', 'src/stages/ingest/a.job.ts': 'delete from widgets' },
    'sql-in-store',
  ],
  ['a lock that names a host', { 'package-lock.json': '"resolved": "https://mirror.test/a.tgz"\n' }, 'lock-host'],
])('%s is a fault', (_, files, rule) => {
  expect(checkTree(tree(files as Record<string, string>)).map((fault) => fault.rule)).toEqual([rule])
})

test.each([
  ['a file of 400 lines', { ...tested, 'src/a.ts': lines(400) }],
  ['a migration of any length', { 'db/migrations/0001-initial.sql': lines(2000) }],
  [
    'a rule switched off with its reason',
    { ...tested, 'src/a.ts': '// eslint-disable-next-line no-console -- the door has no log yet\n' },
  ],
  [
    'a table that one stage writes and another reads',
    {
      ...tested,
      'db/tables/a.sql': 'create table widgets (',
      'src/stages/ingest/a.store.ts': 'insert into widgets',
      'src/stages/ingest/b.store.ts': 'update widgets set',
      'src/stages/learn/a.store.ts': 'select from widgets',
    },
  ],
  ['a sample customer in the sample', { 'sample/a.ts': "const name = 'Acme'\n" }],
  ['the lines of the web app need other tests', { 'src/web/a.ts': lines(300) }],
])('%s is none', (_, files) => {
  expect(checkTree(tree(files as Record<string, string>))).toEqual([])
})
