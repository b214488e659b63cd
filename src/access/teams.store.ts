import type { Actor } from '../base/actor.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'

export type Team = { readonly id: string; readonly name: string; readonly members: number }

const SELECT = `select t.id, t.name, (select count(*)::integer from users u where u.team_id = t.id and u.active) as members from teams t`

/** The teams behind an id (null: from the first), by id. */
export const teamsAfter = (tx: Tx, after: string | null, limit: number): Promise<Team[]> =>
  tx.rows<Team>(`${SELECT} where $1::uuid is null or t.id > $1 order by t.id limit $2`, [after, limit])

export const teamById = (tx: Tx, id: string): Promise<Team | undefined> =>
  tx.row<Team>(`${SELECT} where t.id = $1`, [id])

/** Makes a team; undefined: there is one of that name, whatever its case. */
export async function addTeam(tx: Tx, name: string, actor: Actor): Promise<Team | undefined> {
  const made = await tx.row<{ id: string }>(
    'insert into teams (company_id, name) values (app.company_id(), $1) on conflict do nothing returning id',
    [name],
  )
  if (!made) return undefined
  await recordAudit(tx, { actor, action: 'create', object: 'team', objectId: made.id, detail: { name } })
  return { id: made.id, name, members: 0 }
}

type Renaming = { readonly name: string; readonly actor: Actor }

/** Gives a team another name; false: another team has it, whatever its case. */
export async function renameTeam(tx: Tx, team: Team, { name, actor }: Renaming): Promise<boolean> {
  const other = await tx.row('select from teams where lower(name) = lower($1) and id <> $2', [name, team.id])
  if (other) return false
  await tx.run('update teams set name = $2 where id = $1', [team.id, name])
  await recordAudit(tx, {
    actor,
    action: 'change',
    object: 'team',
    objectId: team.id,
    detail: { before: team.name, name },
  })
  return true
}

/** Takes a team away; false: somebody is in it, who left perhaps. */
export async function deleteTeam(tx: Tx, { id, name }: Team, actor: Actor): Promise<boolean> {
  const gone = await tx.run(
    'delete from teams t where id = $1 and not exists (select from users u where u.team_id = t.id)',
    [id],
  )
  if (gone > 0) await recordAudit(tx, { actor, action: 'delete', object: 'team', objectId: id, detail: { name } })
  return gone > 0
}
