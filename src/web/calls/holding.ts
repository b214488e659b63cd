/** Something that was said to be done and is sent when the time to take it back is over. */
export type HeldAct<Asked> = {
  readonly executionId: string
  /** Whose it is: what is found on the device later is sent for nobody else. */
  readonly personId: string
  /** What is shown while it can be taken back. */
  readonly says: string
  readonly customer: string
  readonly asked: Asked
  /** The Idempotency-Key: sent twice, it is done once. */
  readonly key: string
}

/** Where it is: it can be taken back, it is on its way, it waits for the line, or it was refused. */
export type Held<Asked> = HeldAct<Asked> & {
  readonly state: 'held' | 'sending' | 'waiting' | 'refused'
  readonly fault: string | null
}

/** What became of sending: done, refused for good with a reason, or not answered. */
export type Sent =
  { readonly kind: 'done' } | { readonly kind: 'refused'; readonly says: string } | { readonly kind: 'no-line' }

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export type HoldingDeps<Asked> = {
  /** `leaving`: the page is being closed, and what is sent must outlive it. */
  readonly send: (act: HeldAct<Asked>, leaving: boolean) => Promise<Sent>
  readonly storage: Storage
  /** How long to wait after the line was down. */
  readonly retryMs: number
  readonly now: () => number
}

export type Holding<Asked> = ReturnType<typeof createHolding<Asked>>

const PLACE = 'renubu.held.'
// What is younger may still be taken back on another page of this device.
const OLD_ENOUGH_MS = 30_000

type Kept = HeldAct<unknown> & { readonly heldAt: number }

/**
 * Holds acts back for as long as they can be taken back. Each is on the device from the moment that it is shown as done until the server has
 * answered, so that neither a closed tab nor a crash loses it: what is found there at the next start is sent at once, with its old key.
 */
export function createHolding<Asked>({ send, storage, retryMs, now }: HoldingDeps<Asked>) {
  let entries: readonly Held<Asked>[] = []
  const listeners = new Set<() => void>()
  const undone = new Map<string, () => void>()
  // Who is here: what another one left on the device is not sent.
  let here: string | null = null

  function put(next: readonly Held<Asked>[]): void {
    entries = next
    for (const listener of listeners) listener()
  }
  function keep(act: HeldAct<Asked>): void {
    try {
      storage.setItem(PLACE + act.executionId, JSON.stringify({ ...act, heldAt: now() }))
    } catch {
      // A full or forbidden storage costs the copy on this device, not the act.
    }
  }
  const change = (id: string, to: Partial<Held<Asked>>): void =>
    put(entries.map((each) => (each.executionId === id ? { ...each, ...to } : each)))
  const without = (id: string): readonly Held<Asked>[] => entries.filter((each) => each.executionId !== id)

  async function release(id: string, leaving = false): Promise<void> {
    const act = entries.find((each) => each.executionId === id)
    if (!act || act.state === 'refused' || (act.state === 'sending' && !leaving)) return
    change(id, { state: 'sending' })
    undone.delete(id)
    const sent = await send(act, leaving)
    if (sent.kind !== 'no-line') storage.removeItem(PLACE + id)
    if (sent.kind === 'done') put(without(id))
    else if (sent.kind === 'refused') change(id, { state: 'refused', fault: sent.says })
    else {
      change(id, { state: 'waiting' })
      setTimeout(() => void release(id), retryMs)
    }
  }
  const releaseAll = async (leaving = false): Promise<void> => {
    await Promise.all(entries.map(({ executionId }) => release(executionId, leaving)))
  }

  return {
    entries: (): readonly Held<Asked>[] => entries,
    listen: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Shown as done from now on. `onUndone` is told when it is taken back. */
    hold: (act: HeldAct<Asked>, onUndone?: () => void): void => {
      if (onUndone) undone.set(act.executionId, onUndone)
      keep(act)
      put([...without(act.executionId), { ...act, state: 'held', fault: null }])
    },
    /** Takes it back; nothing was sent. Too late once it is on its way. */
    undo: (id: string): void => {
      const act = entries.find((each) => each.executionId === id)
      if (act?.state !== 'held') return
      storage.removeItem(PLACE + id)
      put(without(id))
      undone.get(id)?.()
      undone.delete(id)
    },
    /** The time to take it back is over. */
    release,
    releaseAll,
    /** What a person left on this device when the page went away. */
    recover: (personId: string): void => {
      here = personId
      for (const found of keptIn(storage)) {
        const id = found.executionId
        if (found.personId !== personId || entries.some((each) => each.executionId === id)) continue
        const { heldAt, ...act } = found
        setTimeout(
          () => {
            // Taken back meanwhile, or sent, by the page that held it.
            if (
              here !== personId ||
              storage.getItem(PLACE + id) === null ||
              entries.some((each) => each.executionId === id)
            )
              return
            put([...entries, { ...(act as HeldAct<Asked>), state: 'waiting', fault: null }])
            void release(id)
          },
          Math.max(0, heldAt + OLD_ENOUGH_MS - now()),
        )
      }
    },
    /** Whoever held it has gone: it stays on the device until the same person is here again. */
    part: (): void => {
      here = null
      undone.clear()
      put([])
    },
    /** A refusal was read. */
    dismiss: (id: string): void => put(without(id)),
  }
}

function keptIn(storage: Storage): readonly Kept[] {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  return names
    .filter((name) => name.startsWith(PLACE))
    .flatMap((name) => {
      try {
        return [JSON.parse(storage.getItem(name) ?? '') as Kept]
      } catch {
        storage.removeItem(name)
        return []
      }
    })
}
