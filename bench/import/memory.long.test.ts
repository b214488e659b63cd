import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImportReport } from '../../src/stages/ingest/import/report.ts'
import { COMPANY } from '../company.ts'
import { measured } from '../measured.ts'
import { inClone, startScratch, type Scratch } from '../scratch.ts'
import { makeRecords, today } from './book.ts'
import { countsOf, opportunityLines, writeLines } from './files.ts'
import type { ImportTask } from './import.child.ts'

const BOOK = 'memory_records'
const CUSTOMERS = 1_000
const MOST_MORE = 60_000_000

let scratch: Scratch

beforeAll(async () => {
  scratch = await startScratch()
  await makeRecords(scratch, { database: BOOK, rows: CUSTOMERS })
})

afterAll(() => scratch.stop())

async function imported(rows: number) {
  const file = join(scratch.folder, `${String(rows)}.csv`)
  await writeLines(file, opportunityLines({ rows, customers: CUSTOMERS, today: today() }))
  return inClone(scratch, BOOK, (database) => {
    const task: ImportTask = {
      url: scratch.urls(database).appUrl,
      companyId: COMPANY,
      kind: 'opportunities',
      file,
    }
    return measured<ImportReport>(scratch, 'import/import.child.ts', task)
  })
}

it('an import of a million rows, of which ten thousand are bad, takes hardly more memory than one of fifty thousand', async () => {
  const small = await imported(50_000)
  const large = await imported(1_000_000)
  expect(large.answer).toMatchObject({ received: 1_000_000, rejected: countsOf(1_000_000).bad })
  expect(large.peakMemory - small.peakMemory).toBeLessThan(MOST_MORE)
})
