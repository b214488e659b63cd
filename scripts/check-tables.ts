export type Fault = { readonly rule: string; readonly where: string; readonly says: string }

/** A file of the tree as text; `path` from its root, with slashes. */
export type Source = { readonly path: string; readonly text: string; readonly lines: number }

const WRITES =
  /\b(?:insert into|update|delete from|merge into|copyInto\(\s*['"`])\s*(?:only )?(?:public\.)?([a-z_]+)\b/gi

// People come by hand (access) and by rows of an import (ingest), and are the same people.
const SHARED = new Set(['users', 'teams', 'absences'])

// Erasing a company or restoring a backup writes everywhere; that is what these are for.
const MAY_WRITE_ANYWHERE = /^src\/operate\//
const MAY_HOLD_SQL = /\.store\.ts$|^src\/(platform|operate)\//

/** Each table has one owner that writes it, and SQL that writes stands in stores. */
export function tableFaults(sources: readonly Source[]): Fault[] {
  const tables = new Set(
    sources
      .filter(({ path }) => path.startsWith('db/tables/'))
      .flatMap(({ text }) =>
        [...text.matchAll(/create table (?:if not exists )?([a-z_]+)/g)].map((match) => match[1] ?? ''),
      ),
  )
  const writers = new Map<string, Map<string, string>>()
  const faults: Fault[] = []
  for (const { path, text } of sources) {
    if (!/^src\/(?!web\/).*(?<!\.test)\.ts$/.test(path)) continue
    for (const table of writtenIn(text, tables)) {
      if (!MAY_HOLD_SQL.test(path))
        faults.push({ rule: 'sql-in-store', where: path, says: `writes ${table}, which only a *.store.ts may` })
      if (MAY_WRITE_ANYWHERE.test(path) || SHARED.has(table)) continue
      const owners = writers.get(table) ?? new Map<string, string>()
      owners.set(ownerOf(path), path)
      writers.set(table, owners)
    }
  }
  for (const [table, owners] of writers) {
    if (owners.size > 1)
      faults.push({ rule: 'one-owner', where: table, says: `written by ${[...owners.values()].join(' and ')}` })
  }
  return faults
}

const writtenIn = (text: string, tables: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...text.matchAll(WRITES)].map((match) => (match[1] ?? '').toLowerCase()).filter((name) => tables.has(name)))

/** A stage owns as a whole; so do access and the spine. */
const ownerOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('src/stages/') ? 3 : 2)
    .join('/')
