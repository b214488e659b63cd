import { absencesBetween, type Absence } from '../access/absences.store.ts'
import type { User } from '../access/user.contract.ts'
import { listUsers } from '../access/users.store.ts'
import type { Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import type { Load } from '../spine/execution.store.ts'
import type { Member } from './cycle.ts'

type Moment = { readonly day: Day; readonly loads: ReadonlyMap<string, Load> }

/** The company's active members on a day, with what they carried at the start of the run. Who left owns nothing any more. */
export async function members(tx: Tx, moment: Moment): Promise<ReadonlyMap<string, Member>> {
  const away = new Map((await absencesBetween(tx, moment.day, moment.day)).map((absence) => [absence.userId, absence]))
  const users = (await listUsers(tx)).filter(({ active }) => active)
  return new Map(users.map((user) => [user.id, memberOf(user, { moment, absence: away.get(user.id) ?? null })]))
}

type Known = { readonly moment: Moment; readonly absence: Absence | null }

export function memberOf(user: User, { moment, absence }: Known): Member {
  const load = moment.loads.get(user.id)
  return {
    id: user.id,
    name: user.name,
    role: user.role,
    experience: user.experience,
    teamId: user.teamId,
    capacity: user.role === 'csm' ? user.capacity : 0,
    load: (load?.active ?? 0) + (load?.dueThisWeek ?? 0),
    workingDays: user.workingDays,
    absence,
  }
}
