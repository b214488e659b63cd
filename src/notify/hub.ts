import { z } from 'zod'
import type { Listening } from '../platform/listen.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../platform/postgres.ts'
import { Change } from './changes.contract.ts'

/** Somebody who shows what a company has. */
export type Watcher = {
  /** From now on every change is heard; said again after an interruption, in which something may have been missed. */
  listening(): void
  change(change: Change): void
  /** Nothing more will be heard. */
  over(): void
}

export type Hub = {
  /** Answers how to leave. */
  join(companyId: string, watcher: Watcher): () => void
  close(): Promise<void>
}

const Told = Change.extend({ company: z.uuid() })

/** Hands on what the database tells: one connection that listens for all who watch through this process, opened for the first of them. */
export function createHub({ database, log }: { readonly database: Database; readonly log: Log }): Hub {
  const companies = new Map<string, Set<Watcher>>()
  let connection: Listening | null = null
  let hears = false
  const everybody = (): readonly Watcher[] => [...companies.values()].flatMap((watchers) => [...watchers])

  const listen = (): Listening =>
    database.listen({
      channel: 'changed',
      log,
      onListening: () => {
        hears = true
        for (const watcher of everybody()) watcher.listening()
      },
      onPayload: (payload) => {
        const { company, ...change } = Told.parse(JSON.parse(payload))
        for (const watcher of companies.get(company) ?? []) watcher.change(change)
      },
    })

  return {
    join: (companyId, watcher) => {
      const watchers = companies.get(companyId) ?? new Set()
      companies.set(companyId, watchers.add(watcher))
      connection ??= listen()
      if (hears) watcher.listening()
      return () => {
        watchers.delete(watcher)
        if (watchers.size === 0 && companies.get(companyId) === watchers) companies.delete(companyId)
      }
    },
    close: async () => {
      for (const watcher of everybody()) watcher.over()
      await connection?.stop()
    },
  }
}
