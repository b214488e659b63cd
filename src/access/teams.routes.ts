import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR } from '../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { idBehind } from './members.routes.ts'
import { changeMembersAlone } from './members.store.ts'
import { AddTeam, DeleteTeam, GetTeams, RenameTeam } from './teams.contract.ts'
import { addTeam, deleteTeam, renameTeam, teamById, teamsAfter } from './teams.store.ts'

const TAKEN: Refusal = { kind: 'conflict', says: 'There is a team of this name already.' }
const NOT_EMPTY: Refusal = {
  kind: 'conflict',
  says: 'Somebody is in this team, or was when he left. Give them another first.',
}

/** Teams, which people are in and managers lead. */
export function teamRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return [
    act(GetTeams, database, async (tx, { query }) => {
      const after = idBehind(query.cursor)
      if (after === undefined) return err(NO_CURSOR)
      return ok(cut(await teamsAfter(tx, after, query.limit + 1), query.limit, ({ id }) => [id]))
    }),
    act(AddTeam, database, async (tx, { body, caller }) => {
      const made = await addTeam(tx, body.name, actorOf(caller))
      return made ? ok(made) : err(TAKEN)
    }),
    act(RenameTeam, database, async (tx, { params, body, caller }) => {
      await changeMembersAlone(tx)
      const team = await teamById(tx, params.id)
      if (!team) return err(UNKNOWN)
      const renamed = await renameTeam(tx, team, { name: body.name, actor: actorOf(caller) })
      return renamed ? ok({ ...team, name: body.name }) : err(TAKEN)
    }),
    act(DeleteTeam, database, async (tx, { params, caller }) => {
      await changeMembersAlone(tx)
      const team = await teamById(tx, params.id)
      if (!team) return err(UNKNOWN)
      return (await deleteTeam(tx, team, actorOf(caller))) ? ok({ deleted: true as const }) : err(NOT_EMPTY)
    }),
  ]
}
