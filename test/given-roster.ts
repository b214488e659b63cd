import { createCompany } from '../src/access/companies.store.ts'
import type { Role } from '../src/access/role.ts'
import { createUser } from '../src/access/users.store.ts'
import { ask, type Somebody, type TestApp } from './app.ts'
import type { TestDatabase } from './database.ts'

export type Member = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: Role
  readonly team: { readonly id: string; readonly name: string } | null
  readonly capacity: number
  readonly workingDays: readonly number[]
  readonly active: boolean
  readonly can: readonly string[]
}
export type Problem = { readonly detail: string }
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }

let count = 0

/** A company with one person of each role. */
export async function givenRoster(db: TestDatabase, app: TestApp) {
  count += 1
  const company = await createCompany(db, { name: `Roster ${String(count)}`, timeZone: 'Europe/Berlin' })
  const add = async (role: Role, name: string): Promise<Somebody> => ({
    companyId: company.id,
    userId: (await createUser(db, { companyId: company.id, name, role })).id,
  })
  const people = {
    admin: await add('admin', 'Ada'),
    manager: await add('manager', 'Mo'),
    csm: await add('csm', 'Cy'),
    viewer: await add('viewer', 'Vi'),
  }
  const { admin } = people
  const patch = (id: string, body: object, who = admin) =>
    ask<Member & Problem>(app, who, { method: 'PATCH', url: `/api/members/${id}`, body })
  const post = <T = Member & Problem>(url: string, body?: object, who = admin) =>
    ask<T>(app, who, { method: 'POST', url, ...(body ? { body } : {}) })
  const auditOf = async (object: string) =>
    (
      await db.owner.query<{ action: string; actor_name: string }>(
        'select action, actor_name from audit_log where company_id = $1 and object = $2 order by at',
        [company.id, object],
      )
    ).rows.map(({ action, actor_name }) => `${actor_name} ${action}`)
  return { company, ...people, add, patch, post, auditOf }
}
