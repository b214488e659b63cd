import type { Tx } from '../../platform/postgres.ts'

/** Whom a task can be given to: everybody active who works. */
export const peopleFor = (tx: Tx): Promise<{ id: string; name: string; teamId: string | null }[]> =>
  tx.rows(
    `select id, name, team_id as "teamId" from users where active and role <> 'viewer' order by lower(name), id limit 500`,
  )

/** Customers that a task can be about: an owner's; null: everybody's. */
export const customersFor = (tx: Tx, ownerId: string | null): Promise<{ id: string; name: string }[]> =>
  tx.rows(
    `select id, name from customers where archived_at is null and ($1::uuid is null or owner_id = $1) order by name_key, id limit 500`,
    [ownerId],
  )
