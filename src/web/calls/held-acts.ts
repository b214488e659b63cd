import { notifyManager, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { CallFailed } from '../api.ts'
import { createHolding, type Held, type HeldAct, type Holding, type Sent } from './holding.ts'
import { actOnExecution, type ExecutionAsked } from './execution-acts.ts'

type Asked = Extract<ExecutionAsked, { readonly act: 'complete' | 'done-already' }>
export type HeldEnd = Held<Asked>

const RETRY_MS = 5_000
const holdings = new WeakMap<QueryClient, Holding<Asked>>()

/** The ends of workflows that can still be taken back; one for all pages. */
export function holdingOf(client: QueryClient): Holding<Asked> {
  const known = holdings.get(client)
  if (known) return known
  const made = createHolding<Asked>({
    send: (act, leaving) => send(client, act, leaving),
    storage: window.localStorage,
    retryMs: RETRY_MS,
    now: Date.now,
  })
  holdings.set(client, made)
  return made
}

/** Whoever shows what was read is told of it a moment later. */
const whenShown = (): Promise<void> => new Promise((resolve) => notifyManager.schedule(resolve))

async function send(client: QueryClient, { executionId, asked, key }: HeldAct<Asked>, leaving: boolean): Promise<Sent> {
  try {
    await actOnExecution(executionId, asked, { key, keepalive: leaving })
    return { kind: 'done' }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { problem } = error
    // A line that is down and a server that is busy are asked again, and a session that has ended keeps it until the person is back; what
    // was refused for good is told.
    if (problem === null || problem.status >= 500 || [401, 429].includes(problem.status)) return { kind: 'no-line' }
    return { kind: 'refused', says: error.message }
  } finally {
    // Until they are read anew the pages leave it out, or it would stand there once more for a moment.
    const anew = [['taskmode', executionId], ['today'], ['queue'], ['team'], ['tasks']].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    )
    if (!leaving) await Promise.all(anew).then(whenShown)
  }
}

/** What is held back, and how. */
export function useHeld(): { readonly held: readonly HeldEnd[]; readonly holding: Holding<Asked> } {
  const holding = holdingOf(useQueryClient())
  const held = useSyncExternalStore(holding.listen, holding.entries)
  return { held, holding }
}

/** Sends what is held back before the page goes away, and what was left on this device at an earlier time. */
export function useHoldingOn(personId: string | undefined): void {
  const holding = holdingOf(useQueryClient())
  useEffect(() => {
    if (personId !== undefined) holding.recover(personId)
  }, [holding, personId])
  useEffect(() => {
    const leave = (): void => void holding.releaseAll(true)
    window.addEventListener('pagehide', leave)
    return () => window.removeEventListener('pagehide', leave)
  }, [holding])
}
