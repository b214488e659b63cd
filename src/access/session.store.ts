import type { Database } from '../platform/postgres.ts'
import type { SessionClaims } from '../platform/http/route.ts'

export type Person = {
  readonly id: string
  readonly name: string
  readonly role: 'csm' | 'manager' | 'admin' | 'viewer'
  readonly company: { readonly id: string; readonly name: string; readonly sample: boolean }
}

/** The person that a session stands for; undefined when he or the company is gone or may no longer sign in. */
export function personOf(database: Database, { companyId, userId }: SessionClaims): Promise<Person | undefined> {
  return database.withCompany(companyId, async (tx) => {
    const found = await tx.row<{ id: string; name: string; role: Person['role']; company: string; sample: boolean }>(
      `select u.id, u.name, u.role, c.name as company, c.sample
         from users u join companies c on c.id = u.company_id
        where u.id = $1 and u.active`,
      [userId],
    )
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
