import { recordAudit } from '../../../access/audit.store.ts'
import type { Clock } from '../../../base/clock.ts'
import { err, ok, type Result } from '../../../base/result.ts'
import { act } from '../../../platform/http/act.ts'
import { UNKNOWN, type Refusal } from '../../../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../../../platform/http/route.ts'
import type { Database, Tx } from '../../../platform/postgres.ts'
import type { Readings } from './column.ts'
import { specOf } from './fields/catalogue.ts'
import type { Mapping } from './guess.ts'
import { beginRehearsal, headOf, releaseHeld, setHeld } from './held-imports.store.ts'
import { importDetail } from './import-replies.ts'
import type { ImportRow } from './import-row.ts'
import { GetImport, RehearseImport, SetImport, StartImport, type ImportDetail } from './imports.contract.ts'
import { importById, rejectionsAfter } from './imports.store.ts'
import type { Preview } from './preview.ts'
import { previewFile } from './preview.job.ts'
import { putToWork } from './put-to-work.job.ts'
import { exactly } from './uploaded-import.job.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const notHeld = (does: string, status: string): Refusal => ({
  kind: 'conflict',
  says: `Only an import that is held can be ${does}; this one is ${status}.`,
})

/** One import, and what is done with one that is held: to look at it, to set its columns, to try it and to start it. */
export const heldImportRoutes = (deps: Deps): readonly Route[] => [
  act(GetImport, deps.database, async (tx, { params, caller }) => {
    const found = await importById(tx, params.id)
    return found ? ok(await detailOf(tx, { deps, caller }, found)) : err(UNKNOWN)
  }),
  setRoute(deps),
  rehearseRoute(deps),
  startRoute(deps),
]

const SHOWN_REJECTIONS = 5

type Asking = { readonly deps: Deps; readonly caller: Caller }

async function detailOf(tx: Tx, asking: Asking, found: ImportRow): Promise<ImportDetail> {
  const held = found.status === 'held' ? await previewOf(tx, asking, found) : null
  return importDetail(found, {
    held,
    rejected: await rejectionsAfter(tx, found.id, { after: 0, limit: SHOWN_REJECTIONS }),
  })
}

/** How a held import would be read; null where its file is gone. With an empty mapping everything is guessed. */
async function previewOf(
  tx: Tx,
  { deps: { clock }, caller: { companyId } }: Asking,
  {
    id,
    name,
    bytes,
    kind,
    mapping,
    readings,
  }: Pick<ImportRow, 'id' | 'name' | 'bytes' | 'kind' | 'mapping' | 'readings'>,
): Promise<Preview | null> {
  const head = await headOf(tx, id)
  if (!head) return null
  const given = Object.keys(mapping).length === 0 ? {} : exactly(kind, mapping)
  const cut = (bytes ?? 0) > head.length
  return previewFile(
    { clock, transact: (work) => work(tx) },
    { companyId, name, head, cut, kind, mapping: given, readings },
  )
}

const setRoute = (deps: Deps): Route =>
  act(SetImport, deps.database, async (tx, { params: { id }, body, caller }) => {
    const found = await importById(tx, id)
    if (!found) return err(UNKNOWN)
    if (found.status !== 'held') return err(notHeld('set', found.status))
    const wanted = await wantedOf(tx, { deps, caller }, { found, ...body })
    if (!wanted.ok) return wanted
    if (!(await setHeld(tx, id, wanted.value))) return err(notHeld('set', 'started'))
    const { kind, mapping, readings } = wanted.value
    const detail = { kind, mapping: { ...mapping }, readings: { ...readings } }
    await recordAudit(tx, { actor: actorOf(caller), action: 'set', object: 'import', objectId: id, detail })
    return ok(await detailOf(tx, { deps, caller }, { ...found, ...wanted.value, rehearsal: null }))
  })

type Wanted = {
  readonly found: ImportRow
  readonly kind?: ImportRow['kind'] | undefined
  readonly mapping?: Mapping | undefined
  readonly readings?: Readings | undefined
}

async function wantedOf(
  tx: Tx,
  asking: Asking,
  { found, kind = found.kind, mapping, readings = found.readings }: Wanted,
): Promise<Result<Pick<ImportRow, 'kind' | 'mapping' | 'readings'>, Refusal>> {
  if (mapping) {
    const wrong = wrongMapping({ ...found, kind }, mapping)
    return wrong === undefined ? ok({ kind, mapping, readings }) : err({ kind: 'unprocessable', says: wrong })
  }
  if (kind === found.kind) return ok({ kind, mapping: found.mapping, readings })
  const guessed = await previewOf(tx, asking, { ...found, kind, mapping: {}, readings })
  return ok({ kind, mapping: guessed?.mapping ?? {}, readings })
}

const rehearseRoute = ({ database }: Deps): Route =>
  act(RehearseImport, database, async (tx, { params: { id }, caller }) => {
    const found = await importById(tx, id)
    if (!found) return err(UNKNOWN)
    if (!(await beginRehearsal(tx, id))) {
      const status = (await importById(tx, id))?.status ?? found.status
      // Who asks twice gets the one that is on its way.
      return status === 'rehearsing' ? ok({ id }) : err(notHeld('rehearsed', status))
    }
    await putToWork(tx, { task: 'rehearse-import', importId: id, caller })
    await recordAudit(tx, { actor: actorOf(caller), action: 'rehearse', object: 'import', objectId: id, detail: {} })
    return ok({ id })
  })

const startRoute = ({ database }: Deps): Route =>
  act(StartImport, database, async (tx, { params: { id }, body, caller }) => {
    const found = await importById(tx, id)
    if (!found) return err(UNKNOWN)
    const wrong = wrongMapping(found, body.mapping)
    if (wrong !== undefined) return err({ kind: 'unprocessable', says: wrong })
    // What was shown is what runs: a field that was left out is not guessed again from the rest of the file.
    const mapping = exactly(found.kind, { ...found.mapping, ...body.mapping })
    if (!(await releaseHeld(tx, id, mapping))) return err(notHeld('started', found.status))
    await putToWork(tx, { task: 'import', importId: id, caller })
    const detail = { mapping: Object.fromEntries(Object.entries(mapping).filter(([, column]) => column !== '')) }
    await recordAudit(tx, { actor: actorOf(caller), action: 'start', object: 'import', objectId: id, detail })
    return ok({ id })
  })

function wrongMapping({ kind, columns }: ImportRow, mapping: Mapping): string | undefined {
  const { fields } = specOf(kind)
  for (const [field, column] of Object.entries(mapping)) {
    if (!fields.some(({ name }) => name === field)) return `${kind} have no field "${field}".`
    if (column !== '' && columns && !columns.some(({ name }) => name === column))
      return `The file has no column "${column}".`
  }
  return undefined
}
