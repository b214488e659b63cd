import { z } from 'zod'
import { err, ok } from '../base/result.ts'
import { act } from '../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../platform/http/cursor.ts'
import type { Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { GetAudit } from './audit.contract.ts'
import { auditBefore, type AuditPlace } from './audit.store.ts'

/** The audit trail, for admins. */
export const auditRoutes = ({ database }: { readonly database: Database }): readonly Route[] => [
  act(GetAudit, database, async (tx, { query }) => {
    const place = query.cursor === undefined ? null : placeOf(query.cursor)
    if (place === undefined) return err(NO_CURSOR)
    return ok(cut(await auditBefore(tx, query, place), query.limit, ({ at, id }) => [at, id]))
  }),
]

const Place = z.tuple([z.iso.datetime(), z.uuid()])

function placeOf(cursor: string): AuditPlace | undefined {
  const place = Place.safeParse(positionOf(cursor))
  return place.success ? { at: place.data[0], id: place.data[1] } : undefined
}
