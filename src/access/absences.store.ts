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
