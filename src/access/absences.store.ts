import type { Actor } from '../base/actor.ts'
import { type Day, isoDay } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { recordAudit } from './audit.store.ts'

export type Absence = {
  readonly id: string
  readonly userId: string
  /** First and last day away, both included. */
  readonly from: Day
  readonly to: Day
  /** Who takes what cannot wait; null: nobody named. */
  readonly coverId: string | null
}

const SELECT = `select id, user_id as "userId", from_day as "from", to_day as "to", cover_id as "coverId" from absences`

/** Records that somebody is away. The days are included; an absence that ends before it begins is refused by the table. */
export async function createAbsence(tx: Tx, absence: Omit<Absence, 'id'>, actor: Actor): Promise<string> {
  const made = await tx.row<{ id: string }>(
    `insert into absences (company_id, user_id, from_day, to_day, cover_id) values (app.company_id(), $1, $2::date, $3::date, $4) returning id`,
    [absence.userId, isoDay(absence.from), isoDay(absence.to), absence.coverId],
  )
  if (!made) throw new Error('The absence was not stored')
  const detail = { user: absence.userId, from: isoDay(absence.from), to: isoDay(absence.to), cover: absence.coverId }
  await recordAudit(tx, { actor, action: 'create', object: 'absence', objectId: made.id, detail })
  return made.id
}

/** Absences that touch any day of a span, both ends included. */
export const absencesBetween = (tx: Tx, from: Day, to: Day): Promise<Absence[]> =>
  tx.rows<Absence>(`${SELECT} where from_day <= $2::date and to_day >= $1::date order by from_day, user_id, id`, [
    isoDay(from),
    isoDay(to),
  ])

/** A person's absences, the latest first, behind a place in that order (null: from the first). */
export const absencesOf = (tx: Tx, userId: string, { after, limit }: AbsencePage): Promise<Absence[]> =>
  tx.rows<Absence>(
    `${SELECT} where user_id = $1 and ($2::date is null or (from_day, id) < ($2::date, $3::uuid)) order by from_day desc, id desc limit $4`,
    [userId, after && isoDay(after.from), after?.id ?? null, limit],
  )

type AbsencePage = { readonly after: Pick<Absence, 'from' | 'id'> | null; readonly limit: number }

/** Whether a person is away on some day of a span already. Others who ask this of him wait until the transaction ends. */
export async function isAwayBetween(
  tx: Tx,
  { userId, from, to }: Pick<Absence, 'userId' | 'from' | 'to'>,
): Promise<boolean> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('absences ' || app.company_id()::text || $1, 0))`, [
    userId,
  ])
  const found = await tx.row(
    'select from absences where user_id = $1 and from_day <= $3::date and to_day >= $2::date',
    [userId, isoDay(from), isoDay(to)],
  )
  return found !== undefined
}

export const absenceById = (tx: Tx, id: string): Promise<Absence | undefined> =>
  tx.row<Absence>(`${SELECT} where id = $1`, [id])

/** Takes an absence back. */
export async function deleteAbsence(tx: Tx, { id, userId, from, to }: Absence, actor: Actor): Promise<void> {
  await tx.run('delete from absences where id = $1', [id])
  const detail = { user: userId, from: isoDay(from), to: isoDay(to) }
  await recordAudit(tx, { actor, action: 'delete', object: 'absence', objectId: id, detail })
}
