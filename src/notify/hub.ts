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

/** What a message of the database says; undefined where it cannot be read. */
function readTold(payload: string): z.output<typeof Told> | undefined {
  try {
    return Told.parse(JSON.parse(payload))
  } catch {
    return undefined
  }
}

/** Hands on what the database tells: one connection that listens for all who watch through this process, opened for the first of them. */
export function createHub({ database, log }: { readonly database: Database; readonly log: Log }): Hub {
  const companies = new Map<string, Set<Watcher>>()
  let connection: Listening | null = null
  let hears = false
  const everybody = (): readonly Watcher[] => [...companies.values()].flatMap((watchers) => [...watchers])

  const tellAll = (): void => {
    for (const watcher of everybody()) watcher.listening()
  }

  const listen = (): Listening =>
    database.listen({
      channel: 'changed',
      log,
      onListening: () => {
        hears = true
        tellAll()
      },
      onPayload: (payload) => {
        const told = readTold(payload)
        // While one version follows another, the database may speak the newer one's words.
        if (!told) {
          tellAll()
          return
        }
        const { company, ...change } = told
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
