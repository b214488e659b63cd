import type { Database, Tx } from '../platform/postgres.ts'
import { noteSeen } from './memberships.store.ts'
import type { SessionClaims } from '../platform/http/route.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly role: 'csm' | 'manager' | 'admin' | 'viewer'
  readonly company: { readonly id: string; readonly name: string; readonly sample: boolean }
}

type Found = {
  readonly id: string
  readonly name: string
  readonly role: Person['role']
  readonly company: string
  readonly sample: boolean
  readonly unseen: boolean
}

// "Last seen" is read by the day; to the second it would be a write with every request.
const SEEN = `interval '5 minutes'`

/** The person that a session stands for; undefined when it was ended, or he or the company is gone or may no longer sign in. */
export function personOf(
  database: Database,
  { companyId, userId, sessionId }: SessionClaims,
): Promise<Person | undefined> {
  return database.withCompany(companyId, async (tx) => {
    const found = await tx.row<Found>(
      `select u.id, u.name, u.role, c.name as company, c.sample, m.last_seen_at is null or m.last_seen_at < app.now() - ${SEEN} as unseen
         from users u join companies c on c.id = u.company_id
         left join memberships m on m.company_id = u.company_id and m.user_id = u.id
        where u.id = $1 and u.active and ($2::uuid is null or m.identity_id = app.identity_of_session($2))`,
      [userId, sessionId ?? null],
    )
    if (found?.unseen && sessionId !== undefined) await noteSeen(tx, userId)
    return (
      found && {
        id: found.id,
        name: found.name,
        role: found.role,
        company: { id: companyId, name: found.company, sample: found.sample },
      }
    )
  })
}

type OfSession = {
  readonly id: string
  readonly name: string
  readonly userId: string
  readonly identityId: string
}

/** The companies that whoever has a session may go into, by name. */
export const companiesOfSession = (tx: Tx, sessionId: string): Promise<OfSession[]> =>
  tx.rows<OfSession>(
    `select c.id, c.name, m.user_id as "userId", m.identity_id as "identityId" from memberships m join companies c on c.id = m.company_id
      where m.identity_id = app.identity_of_session($1) and m.active order by lower(c.name)`,
    [sessionId],
  )
