import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createCompany } from '../src/access/companies.store.ts'
import { systemActor } from '../src/base/actor.ts'
import { connectDatabase } from '../src/platform/connect.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { enqueue } from '../src/platform/jobs/enqueue.ts'
import { openPool } from '../src/platform/postgres.ts'
import { importById } from '../src/stages/ingest/import/imports.store.ts'
import { addUploaded } from '../src/stages/ingest/import/uploaded-imports.store.ts'
import { keepPiece, newUploadId } from '../src/stages/ingest/import/uploads.store.ts'
import { startWorkerProcess } from './worker-process.ts'
import { eventually } from './patience.ts'

const folder = mkdtempSync(join(tmpdir(), 'renubu-killed-import-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ROWS = 40_000
const FILE = [
  'id,name,arr',
  ...Array.from({ length: ROWS }, (_, at) => `c${String(at)},Customer ${String(at)},${String(at)}`),
]

test('a worker that is killed three times within an import leaves each row taken and counted once', async () => {
  await using open = new AsyncDisposableStack()
  const server = await startEmbedded({ dataDir: join(folder, 'data') })
  open.defer(() => server.release())
  const place = { url: server.adminUrl, secret: server.secret }
  const connection = await connectDatabase(parseEnvironment({ DATABASE_URL: place.url, RENUBU_SECRET: place.secret }))
  open.defer(() => connection.close())
  const owner = openPool({ url: place.url, max: 1, applicationName: 'test owner' })
  open.defer(() => owner.end())
  const { database } = connection
  const { id: companyId } = await createCompany({ database }, { name: 'Lantern', timeZone: 'UTC' })
  const bytes = Buffer.from(FILE.join('\n'))
  const importId = await database.withCompany(companyId, async (tx) => {
    const id = await newUploadId(tx)
    await keepPiece(tx, id, { place: 0, bytes })
    const given = {
      kind: 'customers',
      name: 'customers.csv',
      source: 'import',
      mapping: {},
      actorName: 'test',
    } as const
    await addUploaded(tx, { ...given, id, dryRun: false, hold: false, columns: [], bytes: bytes.length })
    await enqueue(tx, 'import', { companyId, importId: id, actor: systemActor('test') }, { maxAttempts: 25 })
    return id
  })
  const found = async () => {
    const row = await database.withCompany(companyId, (tx) => importById(tx, importId))
    if (!row) throw new Error('There is no such import')
    return row
  }
  const moments: number[] = []
  for (let kill = 0; kill < 3; kill += 1) {
    const worker = startWorkerProcess(place)
    const last = moments.at(-1) ?? 0
    await eventually(async () => expect((await found()).rowsDone).toBeGreaterThan(last))
    await worker.kill()
    moments.push((await found()).rowsDone)
    await owner.query(`update jobs.workers set beat_at = beat_at - interval '6 seconds'`)
  }
  expect(moments.at(-1), 'killed before it was over').toBeLessThan(ROWS)
  const worker = startWorkerProcess(place)
  await eventually(async () => expect((await found()).status).toBe('finished'))
  await worker.stop()
  expect((await found()).report).toMatchObject({
    received: ROWS,
    created: ROWS,
    updated: 0,
    unchanged: 0,
    rejected: 0,
  })
  const { rows } = await owner.query<{ customers: number; versions: number; history: number }>(
    `select (select count(*) from customers) as customers, (select count(*) from record_versions) as versions,
              (select count(*) from arr_history) as history`,
  )
  expect(rows[0]).toEqual({ customers: ROWS, versions: 0, history: ROWS })
})
