import { expect, test } from 'vitest'
import { differences } from '../test/run-result.ts'
import { runAndKill } from '../test/killed-run.ts'

// The full form, twenty kills in a day of 20,000 customers, is in worker.long.test.ts.
test('a worker that is killed three times within a day’s run leaves what an undisturbed one leaves', async () => {
  const seed = Number(process.env['RENUBU_SEED'] ?? Date.now() % 1_000_000)
  const says = `RENUBU_SEED=${String(seed)}`
  const { undisturbed, killed, moments } = await runAndKill({ customers: 8000, kills: 3, seed, waitForLease: false })
  expect(moments, says).toHaveLength(3)
  expect(killed.counts, says).toEqual(undisturbed.counts)
  expect(killed.counts, says).toMatchObject({ status: 'finished', total: 8000, overtaken: 0 })
  expect(killed.counts.analyzed + killed.counts.confirmed, `each customer once; ${says}`).toBe(8000)
  expect(killed.analyses, `no analysis twice; ${says}`).toEqual({
    rows: killed.counts.analyzed,
    customers: killed.counts.analyzed,
  })
  expect(killed.pagesInAuditTrail, says).toBe(undisturbed.pagesInAuditTrail)
  expect(differences(undisturbed.result, killed.result), says).toEqual([])
})
