import { z } from 'zod'
import { day, isoDay } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../platform/http/route.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { AddAbsence, DeleteAbsence, GetAbsences } from './absences.contract.ts'
import { absenceById, absencesOf, createAbsence, deleteAbsence, isAwayBetween, type Absence } from './absences.store.ts'
import { askerOf } from './members.routes.ts'
import { may } from './policies.ts'
import { userById } from './users.store.ts'

const NOT_YOURS: Refusal = {
  kind: 'forbidden',
  says: 'You can say when you are away yourself. Managers can say it of everybody.',
}
const AWAY_ALREADY: Refusal = { kind: 'conflict', says: 'An absence touches these days already. Take it back first.' }
const BACKWARDS: Refusal = { kind: 'unprocessable', says: 'The last day lies before the first.' }
const NO_COVER: Refusal = {
  kind: 'unprocessable',
  says: 'coverId: An active member of the company, and somebody else.',
}

/** When people are away, and who covers them. */
export function absenceRoutes({ database }: { readonly database: Database }): readonly Route[] {
  return [
    act(GetAbsences, database, async (tx, { params, query }) => {
      if (!(await userById(tx, params.id))) return err(UNKNOWN)
      const after = query.cursor === undefined ? null : placeOf(query.cursor)
      if (after === undefined) return err(NO_CURSOR)
      const rows = await absencesOf(tx, params.id, { after, limit: query.limit + 1 })
      const { items, nextCursor } = cut(rows, query.limit, ({ from, id }) => [isoDay(from), id])
      return ok({ items: items.map(shown), nextCursor })
    }),
    act(AddAbsence, database, async (tx, { params, body, caller }) => {
      if (!(await userById(tx, params.id))) return err(UNKNOWN)
      if (!may(askerOf(caller), 'be-absent', 'member', params)) return err(NOT_YOURS)
      const absence = { userId: params.id, from: day(body.from), to: day(body.to), coverId: body.coverId }
      const refusal = await whyNot(tx, absence)
      if (refusal) return err(refusal)
      const id = await createAbsence(tx, absence, actorOf(caller))
      return ok(shown({ ...absence, id }))
    }),
    act(DeleteAbsence, database, async (tx, { params, caller }) => {
      const absence = await absenceById(tx, params.id)
      if (!absence) return err(UNKNOWN)
      if (!may(askerOf(caller), 'be-absent', 'member', { id: absence.userId })) return err(NOT_YOURS)
      await deleteAbsence(tx, absence, actorOf(caller))
      return ok({ deleted: true as const })
    }),
  ]
}

async function whyNot(tx: Tx, absence: Omit<Absence, 'id'>): Promise<Refusal | null> {
  const { userId, from, to, coverId } = absence
  if (to < from) return BACKWARDS
  const cover = coverId === null ? null : await userById(tx, coverId)
  if (coverId === userId || cover === undefined || cover?.active === false) return NO_COVER
  return (await isAwayBetween(tx, absence)) ? AWAY_ALREADY : null
}

const Place = z.tuple([z.iso.date(), z.uuid()])

function placeOf(cursor: string): Pick<Absence, 'from' | 'id'> | undefined {
  const place = Place.safeParse(positionOf(cursor))
  return place.success ? { from: day(place.data[0]), id: place.data[1] } : undefined
}

const shown = ({ id, userId, from, to, coverId }: Absence) => ({
  id,
  memberId: userId,
  from: isoDay(from),
  to: isoDay(to),
  coverId,
})
