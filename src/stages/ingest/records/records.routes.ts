import { z } from 'zod'
import { err, ok } from '../../../base/result.ts'
import { act } from '../../../platform/http/act.ts'
import { cut, positionOf } from '../../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../../platform/http/problem.contract.ts'
import type { Route } from '../../../platform/http/route.ts'
import type { Database } from '../../../platform/postgres.ts'
import { listEndpoint, RECORD_KINDS, recordEndpoint, type RecordKind } from './records.contract.ts'
import { recordById, recordsAfter } from './records.store.ts'

const NOT_FILTERED: Refusal = { kind: 'unprocessable', says: 'These records cannot be filtered by that.' }
const NO_CURSOR: Refusal = { kind: 'unprocessable', says: 'The cursor is not one that a list answered.' }

/** Every object of the company, to be read, searched and filtered. */
export const recordRoutes = (deps: { readonly database: Database }): readonly Route[] =>
  RECORD_KINDS.flatMap((kind) => routesOf(kind, deps))

function routesOf(kind: RecordKind, { database }: { readonly database: Database }): readonly Route[] {
  return [
    act(listEndpoint(kind), database, async (tx, { query }) => {
      const after = afterOf(query.cursor)
      if (after === undefined) return err(NO_CURSOR)
      const rows = await recordsAfter(tx, kind, { filters: query, after })
      return rows ? ok(cut(rows, query.limit, ({ id }) => [id])) : err(NOT_FILTERED)
    }),
    act(recordEndpoint(kind), database, async (tx, { params }) => {
      const found = await recordById(tx, kind, params.id)
      return found ? ok(found) : err(UNKNOWN)
    }),
  ]
}

const Id = z.uuid()

/** The id behind a cursor; null: from the start; undefined: no cursor of ours. */
function afterOf(cursor: string | undefined): string | null | undefined {
  if (cursor === undefined) return null
  return Id.safeParse(positionOf(cursor)?.[0]).data
}
