import { z } from 'zod'
import { err, ok } from '../../../base/result.ts'
import { act } from '../../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../../platform/http/problem.contract.ts'
import { actorOf, type Route } from '../../../platform/http/route.ts'
import { specOf } from '../import/fields/catalogue.ts'
import { KINDS, type Kind } from '../import/fields/field.ts'
import { reportReply } from '../import/import-replies.ts'
import { importInto } from '../import/import.job.ts'
import type { ImportDeps } from '../import/import-run.job.ts'
import { rejectionsAfter } from '../import/imports.store.ts'
import { bulkEndpoint, listEndpoint, RECORD_KINDS, recordEndpoint, type RecordKind } from './records.contract.ts'
import { recordById, recordsAfter } from './records.store.ts'

const NOT_FILTERED: Refusal = { kind: 'unprocessable', says: 'These records cannot be filtered by that.' }

type RecordDeps = Pick<ImportDeps, 'database' | 'clock' | 'readTicket'>

/** Every object of the company, to be read, searched, filtered and sent. */
export const recordRoutes = (deps: RecordDeps): readonly Route[] => [
  ...RECORD_KINDS.flatMap((kind) => routesOf(kind, deps)),
  ...KINDS.map((kind) => bulkRoute(kind, deps)),
]

/** An import of records at hand, in the transaction of its answer: sent again after a cut it is answered, and not done again. */
const bulkRoute = (kind: Kind, { database, ...merging }: RecordDeps): Route =>
  act(bulkEndpoint(kind), database, async (tx, { body, caller }) => {
    const { source, records } = body
    const report = await importInto((work) => work(tx), merging, {
      companyId: caller.companyId,
      actor: actorOf(caller),
      kind,
      source,
      mapping: underOurNames(kind, records),
      input: { name: `${kind} by the API`, records },
    })
    const rejected = await rejectionsAfter(tx, report.importId, { after: 0, limit: records.length })
    const rejections = rejected.map(({ rowNumber, columnName, reason }) => ({
      index: rowNumber - 1,
      column: columnName,
      reason,
    }))
    return ok({ ...reportReply(report), rejections })
  })

/** What is called as a field is called here is the field, whatever its values: else one wrong value would make it an attribute. */
function underOurNames(kind: Kind, records: readonly object[]): Record<string, string> {
  const names = new Set(records.flatMap((record) => Object.keys(record)))
  return Object.fromEntries(specOf(kind).fields.flatMap(({ name }) => (names.has(name) ? [[name, name]] : [])))
}

function routesOf(kind: RecordKind, { database }: RecordDeps): readonly Route[] {
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
