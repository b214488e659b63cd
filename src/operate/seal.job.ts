import { setTimeout as sleep } from 'node:timers/promises'
import { listCompanies } from '../access/companies.store.ts'
import { listenTo } from '../platform/listen.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { sealNext, type Place } from './audit-seals.store.ts'

const SEALED_AT_ONCE = 5_000
const SWEEP_MS = 60_000
// What is written in one go is sealed in one go.
const SETTLE_MS = 500

/** Seals all that a company's audit trail has, some rows per transaction: killed between two, it goes on behind the last. */
export async function sealCompany(database: Database, companyId: string, atOnce = SEALED_AT_ONCE): Promise<void> {
  let after: Place | null = null
  do after = await database.withCompany(companyId, (tx) => sealNext(tx, after, atOnce))
  while (after !== null)
}

export type SealingDeps = {
  readonly database: Database
  /** The application's address, for the connection that listens. */
  readonly appUrl: string
  readonly log: Log
  readonly settleMs?: number
  readonly sweepMs?: number
}

/** Seals what is written within a second of hearing of it, and looks at every company each minute for what it did not hear of. */
export function startSealing({ database, appUrl, log, settleMs = SETTLE_MS, sweepMs = SWEEP_MS }: SealingDeps) {
  const stopping = new AbortController()
  const { signal } = stopping
  const waiting = new Set<string>()
  let everybody = true
  let ring = (): void => undefined
  const listening = listenTo({
    url: appUrl,
    channel: 'audit_written',
    log,
    onListening: () => {
      everybody = true
      ring()
    },
    onPayload: (companyId) => {
      waiting.add(companyId)
      ring()
    },
  })

  const heard = async (): Promise<void> => {
    if (everybody || waiting.size > 0) return
    const bell = new AbortController()
    ring = () => bell.abort()
    await sleep(sweepMs, undefined, { signal: AbortSignal.any([bell.signal, signal]) }).then(
      () => (everybody = true),
      () => undefined,
    )
  }
  const due = async (): Promise<readonly string[]> => {
    const all = everybody ? (await database.platform(listCompanies)).map(({ id }) => id) : []
    const ids = new Set([...waiting, ...all])
    waiting.clear()
    everybody = false
    return [...ids]
  }
  const sealing = (async () => {
    while (!signal.aborted) {
      await heard()
      await sleep(settleMs, undefined, { signal }).catch(() => undefined)
      try {
        for (const companyId of await due()) {
          if (!stopping.signal.aborted) await sealCompany(database, companyId)
        }
      } catch (error) {
        // The sweep comes back to it.
        log.warn({ err: error }, 'sealing the audit trail failed; trying again within a minute')
      }
    }
  })()
  return {
    stop: async (): Promise<void> => {
      stopping.abort()
      await Promise.all([listening.stop(), sealing])
    },
  }
}
