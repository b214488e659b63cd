import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'recheck'
import ts from 'typescript'
import { expect, it } from 'vitest'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

// A pattern that takes the square of a text's length takes minutes of a long one, and whoever writes the text chooses it.

/** Those that do, and why nobody can make them. */
const BOUNDED: Readonly<Record<string, string>> = {
  'src/platform/http/openapi.ts': 'reads a page that a package of ours makes',
  'src/stages/ingest/import/values/date.ts': 'reads a hundred characters at most',
  'src/stages/ingest/import/values/number.ts': 'reads a hundred characters at most',
}

type Pattern = { readonly source: string; readonly flags: string; readonly file: string }

function patternsIn(file: string): readonly Pattern[] {
  const found: Pattern[] = []
  const source = ts.createSourceFile(file, readFileSync(join(PROJECT_ROOT, file), 'utf8'), ts.ScriptTarget.Latest)
  const look = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), file })
    }
    ts.forEachChild(node, look)
  }
  look(source)
  return found
}

const files = globSync('src/**/*.{ts,tsx}', { cwd: PROJECT_ROOT }).filter(
  (file) => !/\.(test|config)\.tsx?$/.test(file),
)
const patterns = files.flatMap(patternsIn)

it('no pattern takes longer than in proportion to the text, unless the text is short', async () => {
  expect(patterns.length).toBeGreaterThan(100)
  const slow: Pattern[] = []
  for (const pattern of patterns) {
    const { status } = await check(pattern.source, pattern.flags, { timeout: 10_000 })
    if (status === 'vulnerable') slow.push(pattern)
  }
  expect(slow.filter(({ file }) => BOUNDED[file] === undefined)).toEqual([])
})
