import type { Actor } from '../base/actor.ts'
import { nameKey } from '../base/names.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'
import type { ChangedMember } from './members.contract.ts'
import type { User } from './user.contract.ts'
import { ensureTeam, userByEmail, userById, type MemberRefusal } from './users.store.ts'

const LAST_ADMIN: MemberRefusal = {
  kind: 'conflict',
  says: 'This is the last admin. Make somebody else an admin first.',
}

/** Changes to members come one after the other, so that two of them never leave a company without an admin, or an address twice. */
export async function changeMembersAlone(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('members ' || app.company_id()::text, 0))`)
}

type Changing = { readonly change: ChangedMember; readonly actor: Actor }

/** Changes what is named of a member; the rest stays. */
export async function changeMember(
  tx: Tx,
  user: User,
  { change, actor }: Changing,
): Promise<Result<User, MemberRefusal>> {
  const refusal = await whyNot(tx, user, change)
  if (refusal) return err(refusal)
  const { team, ...rest } = change
  const wanted = { ...user, ...rest }
  const teamId = team === undefined ? user.teamId : team === null ? null : await ensureTeam(tx, team)
  await tx.run(
    `update users set name = $2, name_key = $3, email = $4, role = $5, team_id = $6, lead_id = $7, experience = $8, capacity = $9,
            time_zone = $10, working_days = $11, updated_at = app.now() where id = $1`,
    [
      user.id,
      wanted.name,
      nameKey(wanted.name),
      wanted.email,
      wanted.role,
      teamId,
      wanted.leadId,
      wanted.experience,
      wanted.capacity,
      wanted.timeZone,
      wanted.workingDays,
    ],
  )
  const names = Object.keys(change) as (keyof ChangedMember)[]
  const before = Object.fromEntries(names.map((name) => [name, user[name]]))
  await recordAudit(tx, {
    actor,
    action: 'change',
    object: 'user',
    objectId: user.id,
    detail: { before, after: change },
  })
  return ok(await reread(tx, user.id))
}

async function whyNot(tx: Tx, user: User, { email, leadId, role }: ChangedMember): Promise<MemberRefusal | null> {
  const other = email == null ? undefined : await userByEmail(tx, email)
  if (other && other.id !== user.id)
    return { kind: 'conflict', says: `There is a member with the address ${other.email ?? ''} already` }
  if (leadId === user.id) return { kind: 'unprocessable', says: 'leadId: Nobody leads himself' }
  if (leadId != null && !(await userById(tx, leadId)))
    return { kind: 'unprocessable', says: `leadId: There is no member ${leadId}` }
  return role !== undefined && role !== 'admin' && (await isLastAdmin(tx, user)) ? LAST_ADMIN : null
}

/** Whether nobody else could manage the company. */
async function isLastAdmin(tx: Tx, user: User): Promise<boolean> {
  if (user.role !== 'admin' || !user.active) return false
  const other = await tx.row(`select from users where role = 'admin' and active and id <> $1 limit 1`, [user.id])
  return other === undefined
}

type Switching = { readonly active: boolean; readonly actor: Actor }

/** Lets a member in, or no longer. Asked twice it is done once. */
export async function switchMember(
  tx: Tx,
  user: User,
  { active, actor }: Switching,
): Promise<Result<User, MemberRefusal>> {
  if (user.active === active) return ok(user)
  if (!active && (await isLastAdmin(tx, user))) return err(LAST_ADMIN)
  await tx.run('update users set active = $2, updated_at = app.now() where id = $1', [user.id, active])
  const action = active ? 'reactivate' : 'deactivate'
  await recordAudit(tx, { actor, action, object: 'user', objectId: user.id, detail: { name: user.name } })
  return ok(await reread(tx, user.id))
}

async function reread(tx: Tx, id: string): Promise<User> {
  const user = await userById(tx, id)
  if (!user) throw new Error('The member that was just changed cannot be read')
  return user
}

export type Owns = { readonly customers: number; readonly openExecutions: number; readonly openTasks: number }

/** What is a person's and would have to be given to others. */
export async function ownedBy(tx: Tx, userId: string): Promise<Owns> {
  const owns = await tx.row<Owns>(
    `select (select count(*)::integer from customers where owner_id = $1 and archived_at is null) as customers,
            (select count(*)::integer from workflow_executions
              where assigned_to = $1 and status in ('pending', 'in_progress', 'snoozed', 'escalated')) as "openExecutions",
            (select count(*)::integer from tasks where assigned_to = $1 and status = 'open') as "openTasks"`,
    [userId],
  )
  return owns ?? { customers: 0, openExecutions: 0, openTasks: 0 }
}
