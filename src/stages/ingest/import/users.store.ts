import { nameKey } from '../../../base/names.ts'
import { looksLikeEmail } from './values/read-value.ts'
import type { Tx } from '../../../platform/postgres.ts'
import { type Draft, textOf } from './fields/spec.ts'
import { linkWaiting } from './link.store.ts'
import { BY_HAND } from './merge-sql.ts'
import { type DraftRow, tell, type Telling } from './prepare.store.ts'
import { createResolver } from './references.store.ts'
import type { Notes } from './report.ts'

type Known = { readonly email: string; readonly source: string; readonly externalId: string }

/**
 * Fits people to those who are here: an e-mail address belongs to one person, so a row with the address of one made by hand is that person,
 * and one with an address of another imported person comes in without it. Teams are made when they are new. Gives their lines.
 */
export async function prepareUsers(
  tx: Tx,
  rows: readonly DraftRow[],
  { taken, notes, ...telling }: Telling & { readonly taken: Map<string, string>; readonly notes: Notes },
): Promise<string[]> {
  const drafts = rows.map(({ draft }) => draft)
  const emails = drafts.flatMap((draft) => textOf(draft, 'email')?.toLowerCase() ?? [])
  const known = new Map(
    (
      await tx.rows<Known>(
        `select lower(email) as email, source, external_id as "externalId" from users where lower(email) = any($1)`,
        [emails],
      )
    ).map((row) => [row.email, row]),
  )
  const teams = await ensureTeams(tx, drafts)
  return rows.map((row) => {
    const team = textOf(row.draft, 'team')
    const person = withEmail({ ...row, source: telling.source }, { known, taken, notes })
    const teamId = team === undefined ? null : (teams.get(team.toLowerCase()) ?? null)
    return tell(telling, { ...person, teamId })
  })
}

type Person = DraftRow & { readonly source: string }

function withEmail(
  row: Person,
  { known, taken, notes }: { known: ReadonlyMap<string, Known>; taken: Map<string, string>; notes: Notes },
): Person {
  const email = textOf(row.draft, 'email')?.toLowerCase()
  if (email === undefined) return row
  const holder = known.get(email)
  if (holder?.source === BY_HAND && row.source !== BY_HAND) {
    const { role: _role, active: _active, email: _email, ...draft } = row.draft
    return { ...row, source: holder.source, externalId: holder.externalId, draft }
  }
  const first = holder?.externalId ?? taken.get(email) ?? row.externalId
  taken.set(email, first)
  if (first === row.externalId && (holder === undefined || holder.source === row.source)) return row
  notes.note('email-taken', email)
  // An address that this person has already stays: without one nobody could sign in.
  const { email: _email, ...draft } = row.draft
  return { ...row, draft }
}

async function ensureTeams(tx: Tx, drafts: readonly Draft[]): Promise<Map<string, string>> {
  const names = [
    ...new Map(
      // Of two spellings in one file the first is the team's name.
      drafts
        .flatMap((draft) => textOf(draft, 'team') ?? [])
        .map((name): [string, string] => [name.toLowerCase(), name])
        .reverse(),
    ).values(),
  ]
  if (names.length === 0) return new Map()
  await tx.run(
    'insert into teams (company_id, name) select app.company_id(), unnest($1::text[]) on conflict do nothing',
    [names],
  )
  const teams = await tx.rows<{ id: string; name: string }>('select id, lower(name) as name from teams')
  return new Map(teams.map(({ id, name }) => [name, id]))
}

/**
 * Absences of the batch's people, where the source gives any: `[{from, to, coverEmail}]`, all of them each time. Gives the number of people of
 * whom nothing else changed.
 */
export async function keepAbsences(
  tx: Tx,
  rows: readonly DraftRow[],
  { importId, source }: { readonly importId: string; readonly source: string },
): Promise<number> {
  const given = rows.filter(({ draft }) => draft['absences'] !== undefined)
  if (given.length === 0) return 0
  const absences = given.flatMap(({ rowNumber, draft }) =>
    absencesOf(rowNumber, JSON.parse(textOf(draft, 'absences') ?? '[]')),
  )
  // Who covers may have come with this very batch, so nothing that was asked before counts.
  const resolver = createResolver(source)
  await resolver.learn(
    tx,
    'users',
    absences.flatMap(({ cover }) => cover ?? []),
  )
  await tx.run('drop table if exists incoming_absences, absent')
  await tx.run(
    `create temp table incoming_absences on commit drop as
     select d.id, g.from_day, g.to_day, nullif(g.cover, d.id) as cover
       from unnest($1::bigint[], $2::date[], $3::date[], $4::uuid[]) as g(row_number, from_day, to_day, cover)
       join decided d on d.row_number = g.row_number`,
    [
      absences.map(({ rowNumber }) => rowNumber),
      absences.map(({ from }) => from),
      absences.map(({ to }) => to),
      absences.map(({ cover }) => (cover === undefined ? null : (resolver.find('users', cover)?.id ?? null))),
    ],
  )
  const list = (from: string): string =>
    `(select array_agg(row(x.from_day, x.to_day, x.cover)::text order by x.from_day, x.to_day, x.cover) from ${from})`
  await tx.run(
    `create temp table absent on commit drop as
     select d.id, d.state from decided d
      where d.row_number = any($1) and d.state <> 'older' and ${list('incoming_absences x where x.id = d.id')} is distinct from
        ${list('(select from_day, to_day, cover_id as cover from absences a where a.company_id = app.company_id() and a.user_id = d.id) x')}`,
    [given.map(({ rowNumber }) => rowNumber)],
  )
  // As they were, for taking the import back.
  await tx.run(
    `insert into record_versions (company_id, kind, record_id, known_at, superseded_at, superseded_by, record)
     select app.company_id(), 'absences', absent.id, app.now(), app.now(), $1,
            coalesce((select jsonb_agg(to_jsonb(a)) from absences a where a.company_id = app.company_id() and a.user_id = absent.id), '[]')
       from absent where state <> 'new'`,
    [importId],
  )
  await tx.run('delete from absences where company_id = app.company_id() and user_id in (select id from absent)')
  await tx.run(
    `insert into absences (company_id, user_id, from_day, to_day, cover_id)
     select app.company_id(), id, from_day, to_day, cover from incoming_absences where id in (select id from absent)`,
  )
  return tx.run(`update decided d set state = 'changed' from absent where absent.id = d.id and d.state = 'same'`)
}

type Absence = {
  readonly rowNumber: number
  readonly from: string
  readonly to: string
  readonly cover: string | undefined
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

function absencesOf(rowNumber: number, given: unknown): Absence[] {
  if (!Array.isArray(given)) return []
  return given.flatMap((item: unknown): Absence[] => {
    if (typeof item !== 'object' || item === null || !('from' in item) || !('to' in item)) return []
    const { from, to } = item
    const cover = 'coverEmail' in item ? item.coverEmail : undefined
    if (typeof from !== 'string' || typeof to !== 'string' || !DAY.test(from) || !DAY.test(to) || to < from) return []
    return [{ rowNumber, from, to, cover: typeof cover === 'string' ? cover : undefined }]
  })
}

const looksLikePerson = (reference: string): boolean =>
  looksLikeEmail(reference) || /^\p{L}[\p{L}.'’-]*(\s+\p{L}[\p{L}.'’-]*)+$/u.test(reference.trim())

/** Makes the leads whom a file only names, links everybody to theirs, and gives those who lead the role of it. */
export async function keepLeads(
  tx: Tx,
  { source, importId, roleGiven, notes }: { source: string; importId: string; roleGiven: boolean; notes: Notes },
): Promise<void> {
  const named = await tx.rows<{ ref: string }>(
    'select distinct lead_ref as ref from users where lead_id is null and lead_ref is not null order by 1',
  )
  const people = named.map(({ ref }) => ref).filter(looksLikePerson)
  for (const { ref } of named) if (!people.includes(ref)) notes.note('unknown-lead', ref)
  for (const ref of people) {
    const email = looksLikeEmail(ref) ? ref.trim() : null
    const made = await tx.run(
      `insert into users (company_id, source, external_id, email, name, name_key, role, import_id)
       values (app.company_id(), $1, $2, $3, $2, $4, 'manager', $5) on conflict do nothing`,
      [source, ref, email, nameKey(ref), importId],
    )
    if (made > 0) notes.note('lead-created', ref)
  }
  if (people.length > 0) await linkWaiting(tx, 'users', { source, importId })
  if (!roleGiven) {
    await tx.run(
      `update users l set role = 'manager', import_id = $2, updated_at = app.now() where company_id = app.company_id() and role = 'csm' and source = $1
                   and exists (select from users u where u.company_id = l.company_id and u.lead_id = l.id)`,
      [source, importId],
    )
  }
  // A lead belongs to the team that all of the lead's people are in.
  await tx.run(
    `update users l set team_id = m.team_id, import_id = $1, updated_at = app.now()
       from (select lead_id, min(team_id::text)::uuid as team_id from users where company_id = app.company_id() and lead_id is not null
              group by lead_id having count(distinct team_id) = 1) m
      where l.company_id = app.company_id() and l.id = m.lead_id and l.team_id is null`,
    [importId],
  )
}
