import type { Actor } from '../../../base/actor.ts'
import type { Clock } from '../../../base/clock.ts'
import { dayIn, isoDay } from '../../../base/day.ts'
import { err, ok, type Result } from '../../../base/result.ts'
import { recordAudit } from '../../../access/audit.store.ts'
import { companyById } from '../../../access/companies.store.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { ImportRow, UndoCounts } from './import-row.ts'
import { beginBatch, importById, markUndone } from './imports.store.ts'
import { linkEverything, linkWaitingUsage } from './link.store.ts'
import { raiseFacts } from '../../../spine/facts-version.store.ts'
import { forgetPieces } from './uploads.store.ts'
import { undoUsage } from './undo-usage.store.ts'
import { archiveInUse, decideFates, detach, dropEmptyTeams, keptIds, rememberTouched, takeBack } from './undo.store.ts'
import { letGoOfLinks, letGoOfUsage } from './undo-links.store.ts'
import { undoAbsences, undoArr, undoParts, undoRates } from './undo-parts.store.ts'

export type UndoReport = UndoCounts & { readonly importId: string; readonly kind: Kind }

export type UndoDeps = { readonly database: Database; readonly clock: Clock }
export type UndoRequest = { readonly companyId: string; readonly actor: Actor; readonly importId: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Takes an import back, in one transaction: each record goes back to what it was, unless it has changed since. */
export async function undoImport(
  deps: UndoDeps,
  { companyId, actor, importId }: UndoRequest,
): Promise<Result<UndoReport, string>> {
  if (!UUID.test(importId)) return err(`"${importId}" is not the id of an import`)
  const company = await deps.database.platform((tx) => companyById(tx, companyId))
  if (!company) return err('There is no such company')
  const today = isoDay(dayIn(company.timeZone, deps.clock.now()))
  return deps.database.withCompany(companyId, async (tx) => {
    await beginBatch(tx, importId)
    const found = await importById(tx, importId)
    if (!found) return err('There is no such import')
    const refusal = whyNot(found)
    if (refusal !== undefined) return err(refusal)
    await tx.run(`set local app.versions = 'off'`)
    const undone = await undoKind(tx, found, today)
    await linkEverything(tx, found.source)
    await linkWaitingUsage(tx, { source: found.source, importId: undefined, today })
    await markUndone(tx, importId, undone)
    await forgetPieces(tx, importId)
    const report = { importId, kind: found.kind, ...undone }
    const detail = {
      kind: found.kind,
      name: found.name,
      deleted: report.deleted,
      restored: report.restored,
      kept: report.kept.length,
    }
    await recordAudit(tx, { actor, action: 'undo', object: 'import', objectId: importId, detail })
    return ok(report)
  })
}

/** Why an import cannot be taken back; undefined: it can. */
export function whyNot({ status, dryRun }: Pick<ImportRow, 'status' | 'dryRun'>): string | undefined {
  if (dryRun) return 'That import was a rehearsal; it kept nothing'
  return status === 'undone' ? 'That import was taken back already' : undefined
}

const TOUCHED_AND_HERE = `select u.customer_id from undone_customers u join customers c on c.company_id = app.company_id() and c.id = u.customer_id`

async function undoKind(tx: Tx, { id: importId, kind, startedAt }: ImportRow, today: string): Promise<UndoCounts> {
  if (kind === 'usage') return { ...(await undoUsage(tx, importId, today)), archived: [], kept: [] }
  if (kind === 'rates') return { ...(await undoRates(tx, importId)), archived: [], kept: [] }
  const change = { tx, table: specOf(kind).table, importId }
  await decideFates(change)
  // An absence that the import brought must not count as somebody's work with who covers it.
  if (kind === 'users') await undoAbsences(tx, importId)
  const archived = await archiveInUse(change)
  await rememberTouched(change)
  await letGoOfLinks(tx, importId)
  await letGoOfUsage(tx, importId, today)
  await detach(change)
  const counts = await takeBack(change)
  if (kind === 'customers') await undoArr(tx, importId)
  await undoParts(tx, kind, importId)
  if (kind === 'users') await dropEmptyTeams(tx, startedAt)
  await raiseFacts(tx, TOUCHED_AND_HERE)
  return { ...counts, archived, kept: await keptIds(tx) }
}
