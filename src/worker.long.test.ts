import { expect, test } from 'vitest'
import { runAndKill } from '../test/killed-run.ts'
import { differences } from '../test/run-result.ts'

const CUSTOMERS = 20_000
const LEASE_MS = 60_000

test('a worker that is killed twenty times within a day’s run leaves what an undisturbed one leaves', async ({
  annotate,
}) => {
  const seed = Number(process.env['RENUBU_SEED'] ?? Date.now() % 1_000_000)
  const says = `RENUBU_SEED=${String(seed)}`
  const { undisturbed, killed, moments, resumedAfterMs } = await runAndKill({
    customers: CUSTOMERS,
    kills: 20,
    seed,
    waitForLease: true,
  })
  await annotate(
    `${says}\nkilled in: ${moments.join('; ')}\ngoing on after, in ms: ${resumedAfterMs.join(', ')}\n${JSON.stringify(killed.counts)}\n`,
  )
  expect(moments, says).toHaveLength(20)
  expect(Math.max(...resumedAfterMs), `goes on within the lease; ${says}`).toBeLessThan(LEASE_MS)
  expect(killed.counts, says).toEqual(undisturbed.counts)
  expect(killed.counts, says).toMatchObject({ status: 'finished', total: CUSTOMERS, overtaken: 0 })
  expect(killed.counts.analyzed + killed.counts.confirmed, `each customer once; ${says}`).toBe(CUSTOMERS)
  expect(killed.analyses, `no analysis twice; ${says}`).toEqual({
    rows: killed.counts.analyzed,
    customers: killed.counts.analyzed,
  })
  expect(killed.pagesInAuditTrail, says).toBe(undisturbed.pagesInAuditTrail)
  expect(differences(undisturbed.result, killed.result), says).toEqual([])
})
