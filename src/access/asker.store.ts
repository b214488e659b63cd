import { dayIn, isoDay, type Day } from '../base/day.ts'
import type { Caller } from '../platform/http/route.ts'
import type { Tx } from '../platform/postgres.ts'
import { companyById } from './companies.store.ts'
import type { Asker, Owned } from './policies.ts'

/** The caller as the sentences of `policies` know one. A key is nobody's owner, covers nobody and belongs to no team. */
export async function askerOf(tx: Tx, { userId, role }: Caller, today: Day): Promise<Asker> {
  if (userId === null) return { id: null, role, teamId: null, covers: [] }
  const person = await tx.row<{ teamId: string | null; covers: string[] }>(
    `select u.team_id as "teamId", array(select a.user_id from absences a
              where a.cover_id = u.id and $2::date between a.from_day and a.to_day) as covers
       from users u where u.id = $1`,
    [userId, isoDay(today)],
  )
  return { id: userId, role, teamId: person?.teamId ?? null, covers: person?.covers ?? [] }
}

/** The day of the caller's company at an instant. */
export async function todayOf(tx: Tx, { companyId }: Caller, now: Date): Promise<Day> {
  const company = await companyById(tx, companyId)
  if (!company) throw new Error('The company of a caller is there')
  return dayIn(company.timeZone, now)
}

/** Who asks, on the day of his company at an instant. */
export async function askerAt(tx: Tx, caller: Caller, now: Date): Promise<{ asker: Asker; today: Day }> {
  const today = await todayOf(tx, caller, now)
  return { asker: await askerOf(tx, caller, today), today }
}

/** Whose a customer is; undefined: the company has no such customer, or has archived it. */
export const ownedCustomer = (tx: Tx, customerId: string): Promise<Owned | undefined> =>
  tx.row<Owned>(
    `select c.owner_id as "ownerId", u.team_id as "ownerTeamId" from customers c left join users u on u.id = c.owner_id
      where c.id = $1 and c.archived_at is null`,
    [customerId],
  )
