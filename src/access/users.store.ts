import type { z } from 'zod'
import { type Actor, systemActor } from '../base/actor.ts'
import { err, ok, type Result } from '../base/result.ts'
import { nameKey } from '../base/names.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'
import { parseInput } from './parse-input.ts'
import { NewUser, type User } from './user.contract.ts'

const SELECT = `select u.id, u.name, u.email, u.role, u.team_id as "teamId", t.name as team, u.lead_id as "leadId", u.experience, u.capacity,
    u.time_zone as "timeZone", u.working_days as "workingDays", u.active
  from users u left join teams t on t.company_id = u.company_id and t.id = u.team_id`

/** People made by hand are told from imported ones by their source, so that an import never overwrites one by accident. */
const SOURCE = 'renubu'

/** Creates a member. Throws in plain words when a value is wrong or the e-mail address is taken. */
export async function createUser(
  deps: { readonly database: Database },
  input: z.input<typeof NewUser>,
  actor: Actor = systemActor('command line'),
): Promise<User> {
  const wanted = parseInput(NewUser, input)
  return deps.database.withCompany(wanted.companyId, async (tx) => {
    const made = await addUser(tx, wanted, actor)
    if (!made.ok) throw new Error(made.refusal.says)
    return made.value
  })
}

export type MemberRefusal = { readonly kind: 'conflict' | 'unprocessable'; readonly says: string }

/** Adds a member; refused in plain words when the e-mail address is taken or the lead is nobody of the company. */
export async function addUser(
  tx: Tx,
  wanted: Omit<z.output<typeof NewUser>, 'companyId'>,
  actor: Actor,
): Promise<Result<User, MemberRefusal>> {
  if (wanted.leadId !== null && !(await userById(tx, wanted.leadId)))
    return err({ kind: 'unprocessable', says: `leadId: There is no member ${wanted.leadId}` })
  const teamId = wanted.team === null ? null : await ensureTeam(tx, wanted.team)
  const made = await tx.row<{ id: string }>(
    `insert into users (company_id, source, external_id, email, name, name_key, role, team_id, lead_id, experience, capacity, time_zone, working_days)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id`,
    [
      SOURCE,
      (wanted.email ?? wanted.name).toLowerCase(),
      wanted.email,
      wanted.name,
      nameKey(wanted.name),
      wanted.role,
      teamId,
      wanted.leadId,
      wanted.experience,
      wanted.capacity,
      wanted.timeZone,
      wanted.workingDays,
    ],
  )
  if (!made) {
    const which = wanted.email ? `the address ${wanted.email}` : `the name ${wanted.name}`
    return err({ kind: 'conflict', says: `There is a member with ${which} already` })
  }
  await recordAudit(tx, { actor, action: 'create', object: 'user', objectId: made.id, detail: { role: wanted.role } })
  const user = await userById(tx, made.id)
  if (!user) throw new Error('The member that was just made cannot be read')
  return ok(user)
}

/** The team of a name, whatever its case; made when it is new. */
export async function ensureTeam(tx: Tx, name: string): Promise<string> {
  await tx.run('insert into teams (company_id, name) values (app.company_id(), $1) on conflict do nothing', [name])
  const team = await tx.row<{ id: string }>('select id from teams where lower(name) = lower($1)', [name])
  if (!team) throw new Error(`The team "${name}" cannot be read`)
  return team.id
}

/** Everybody of the company, by name. */
export const listUsers = (tx: Tx): Promise<User[]> => tx.rows<User>(`${SELECT} order by lower(u.name), u.id`)

export const userById = (tx: Tx, id: string): Promise<User | undefined> =>
  tx.row<User>(`${SELECT} where u.id = $1`, [id])

/** Whether somebody is an active member, or one who can work on something: no viewer. */
export async function isActiveMember(tx: Tx, userId: string, whom: 'anybody' | 'who works'): Promise<boolean> {
  const found = await tx.row<{ role: string }>('select role from users where id = $1 and active', [userId])
  return found !== undefined && (whom === 'anybody' || found.role !== 'viewer')
}

export const userByEmail = (tx: Tx, email: string): Promise<User | undefined> =>
  tx.row<User>(`${SELECT} where lower(u.email) = lower($1)`, [email])

/** The active people whom a person may mean by an e-mail address, a full name or a first name; several when it is not clear. */
export const usersCalled = (tx: Tx, called: string): Promise<User[]> =>
  tx.rows<User>(
    `${SELECT} where u.active and (lower(u.email) = lower($1) or lower(u.name) = lower($1) or lower(split_part(u.name, ' ', 1)) = lower($1))
      order by lower(u.name), u.id`,
    [called.trim()],
  )

/** The members behind an id (null: from the first), by id. */
export const usersAfter = (tx: Tx, after: string | null, limit: number): Promise<User[]> =>
  tx.rows<User>(`${SELECT} where $1::uuid is null or u.id > $1 order by u.id limit $2`, [after, limit])
