import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, type Source, tableFaults } from './check-tables.ts'

const SKIPPED = new Set(['node_modules', '.git', 'dist', 'coverage', '.renubu'])
const READ = /\.(ts|tsx|js|mjs|sql|css|md|json|html)$|^(bin\/renubu|\.ci\/run|\.env\.example)$/

const MOST_LINES = 400
const MOST_LINES_OF_A_COMPONENT = 300
const LEAST_TEST_LINES_PER_SOURCE_LINE = 0.9
const MOST_LINES_OF_THE_MAP = 150

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** Looks at the tree below a folder as text: what neither compiler nor linter sees. */
export function checkTree(root: string): readonly Fault[] {
  const sources = read(root, '')
  return [
    ...sources.flatMap(tooLong),
    ...sources.flatMap(unexplainedSuppressions),
    ...sources.flatMap(sampleNames),
    ...sources.flatMap(unfinished),
    ...tooFewTests(sources),
    ...lockedHosts(sources),
    ...tableFaults(sources),
  ]
}

function read(root: string, folder: string): Source[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : read(root, path)
    if (!entry.isFile() || !READ.test(path)) return []
    const text = readFileSync(join(root, path), 'utf8')
    return [{ path, text, lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0) }]
  })
}

function tooLong({ path, lines }: Source): Fault[] {
  if (path === 'ARCHITECTURE.md' && lines > MOST_LINES_OF_THE_MAP) return [longer(path, lines, MOST_LINES_OF_THE_MAP)]
  const generated = path.startsWith('db/migrations/') || path.endsWith('.gen.ts')
  if (!/\.(ts|tsx|sql|css|js|mjs)$/.test(path) || generated) return []
  const most = path.endsWith('.tsx') ? MOST_LINES_OF_A_COMPONENT : MOST_LINES
  return lines > most ? [longer(path, lines, most)] : []
}

const longer = (where: string, lines: number, most: number): Fault => ({
  rule: 'size',
  where,
  says: `${String(lines)} lines, at most ${String(most)}`,
})

const SUPPRESSION = /eslint-disable|@ts-expect-error|@ts-ignore|@ts-nocheck|prettier-ignore|v8 ignore|knip-ignore/
const REASON = /(--|:)\s*\S+(\s+\S+){2,}/

function unexplainedSuppressions({ path, text }: Source): Fault[] {
  if (!/\.(ts|tsx|js|mjs|css)$/.test(path) || /^scripts\/check-tree/.test(path)) return []
  return text.split('\n').flatMap((line, index) => {
    const found = SUPPRESSION.exec(line)
    if (!found || REASON.test(line.slice(found.index + found[0].length))) return []
    return [
      { rule: 'suppression', where: `${path}:${String(index + 1)}`, says: `${found[0]} needs its reason after " -- "` },
    ]
  })
}

// Who lives in the sample portfolio lives nowhere else: a figure that hung on a name would be no figure.
const SAMPLE_NAMES = /\b(Acme|TechCo|Obsidian Black|Meridian|Sarah|Justin)\b/
const MAY_NAME_THE_SAMPLE = [
  /^sample\//,
  /^(e2e|test\/vectors)\//,
  /^src\/.*\/?sample[^/]*\.test\.ts$/,
  /^scripts\/check-tree/,
  /\.md$/,
  /\.json$/,
]

function sampleNames({ path, text }: Source): Fault[] {
  if (MAY_NAME_THE_SAMPLE.some((place) => place.test(path))) return []
  const found = SAMPLE_NAMES.exec(text)
  return found ? [{ rule: 'sample-name', where: path, says: `"${found[0]}" belongs to sample/ and its tests` }] : []
}

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b|\b(it|test|describe)\.(only|skip|todo|fails)\(/

function unfinished({ path, text }: Source): Fault[] {
  if (!/\.(ts|tsx|sql)$/.test(path) || /^scripts\/check-tree/.test(path)) return []
  return text.split('\n').flatMap((line, index) => {
    const found = UNFINISHED.exec(line)
    return found
      ? [{ rule: 'unfinished', where: `${path}:${String(index + 1)}`, says: `"${found[0]}" left behind` }]
      : []
  })
}

function tooFewTests(sources: readonly Source[]): Fault[] {
  const server = sources.filter(({ path }) => /^src\/(?!web\/).*\.ts$/.test(path))
  const sum = (files: readonly Source[]) => files.reduce((total, file) => total + file.lines, 0)
  const source = sum(server.filter(({ path }) => !isTest(path)))
  // What the tests are built from is written for them alone: the harness and the worlds of the journeys count as tests.
  const tests = sum(
    sources.filter(({ path }) => (isTest(path) || /^(test|e2e)\/.*\.ts$/.test(path)) && !path.startsWith('src/web/')),
  )
  if (source === 0 || tests / source >= LEAST_TEST_LINES_PER_SOURCE_LINE) return []
  return [
    {
      rule: 'test-lines',
      where: 'src',
      says: `${String(tests)} lines of tests for ${String(source)} lines of source: ${(tests / source).toFixed(2)}, at least ${String(LEAST_TEST_LINES_PER_SOURCE_LINE)}`,
    },
  ]
}

// A lock that names a host installs only where that host answers.
function lockedHosts(sources: readonly Source[]): Fault[] {
  const lock = sources.find(({ path }) => path === 'package-lock.json')
  const found = lock && /"resolved": "https?:\/\/[^/]+/.exec(lock.text)
  return found ? [{ rule: 'lock-host', where: 'package-lock.json', says: found[0] }] : []
}
