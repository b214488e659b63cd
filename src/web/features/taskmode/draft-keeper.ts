import type { Draft } from '../../../stages/execute/taskmode.contract.ts'
import { CallFailed } from '../../api.ts'
import { EMPTY, readDraft, type StepDraft } from './draft.ts'

/** Where what was typed is: nothing yet, on its way, acknowledged by the server, only on this device, or changed by somebody else. */
export type Keeping =
  | { readonly state: 'nothing' | 'saving' | 'here' }
  | { readonly state: 'saved'; readonly at: string }
  | { readonly state: 'changed'; readonly stepId: string; readonly theirs: Draft }

type Kept = {
  data: StepDraft
  /** What the server had when `data` went on from it. */
  base: StepDraft
  /** The server's version that `data` goes on from. */
  version: number
  dirty: boolean
  sending: boolean
}

type Failed = { readonly stepId: string; readonly kept: Kept; readonly error: unknown }

/** Whether the time that was worked is all that tells two drafts apart. */
const differInTime = (one: StepDraft, other: StepDraft): boolean =>
  JSON.stringify({ ...one, seconds: 0 }) === JSON.stringify({ ...other, seconds: 0 })

function takeTheirs({ data, version }: Draft, kept: Kept): void {
  kept.data = readDraft(data)
  kept.base = kept.data
  kept.version = version
  kept.dirty = false
}

function keepOn(storage: Storage, place: string, { data, version }: Kept): void {
  try {
    storage.setItem(place, JSON.stringify({ data, version }))
  } catch {
    // A full or forbidden storage costs the copy on this device, not the work.
  }
}

/** Goes on from what somebody else saved, with the time that was worked here besides. */
function goOnFrom(theirs: Draft, kept: Kept): void {
  const worked = Math.max(0, kept.data.seconds - kept.base.seconds)
  takeTheirs(theirs, kept)
  kept.data = { ...kept.data, seconds: kept.data.seconds + worked }
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

export type KeeperDeps = {
  /** Tells this person's copies of this execution from others on the device. */
  readonly name: string
  readonly save: (draft: Pick<Draft, 'stepId' | 'data' | 'version'>) => Promise<Draft>
  readonly storage: Storage
  /** How long typing may go on before it is sent. */
  readonly delayMs: number
  /** How long to wait after the line was down. */
  readonly retryMs: number
}

export type DraftKeeper = ReturnType<typeof createDraftKeeper>

/**
 * Keeps what is typed: on this device at once, on the server a moment later. It is called saved only when the server has said so.
 * Two who write in one step do not overwrite each other: the second is shown what the first has kept.
 */
export function createDraftKeeper({ name, save, storage, delayMs, retryMs }: KeeperDeps) {
  const drafts = new Map<string, Kept>()
  const listeners = new Set<() => void>()
  let keeping: Keeping = { state: 'nothing' }
  let revision = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  // The page is left: what the line does not take now waits on this device, where the next one finds it.
  let rests = false
  const placeOf = (stepId: string): string => `renubu.draft.${name}.${stepId}`

  const tell = (next: Keeping): void => {
    keeping = next
    revision += 1
    for (const listener of listeners) listener()
  }

  const keptOf = (stepId: string): Kept => {
    const kept = drafts.get(stepId) ?? { data: EMPTY, base: EMPTY, version: 0, dirty: false, sending: false }
    drafts.set(stepId, kept)
    return kept
  }

  function later(ms: number): void {
    clearTimeout(timer)
    if (!rests) timer = setTimeout(() => void flush(), ms)
  }

  /** It is on this device at once, and is sent a moment later; not while something is asked. */
  function change(stepId: string, kept: Kept): void {
    rests = false
    kept.dirty = true
    keepOn(storage, placeOf(stepId), kept)
    if (keeping.state === 'changed') {
      tell(keeping)
      return
    }
    tell({ state: keeping.state === 'here' ? 'here' : 'saving' })
    later(keeping.state === 'here' ? retryMs : delayMs)
  }

  async function send(stepId: string, kept: Kept): Promise<void> {
    const sent = kept.data
    kept.sending = true
    try {
      const saved = await save({ stepId, data: sent, version: kept.version })
      kept.version = saved.version
      kept.base = sent
      kept.dirty = kept.data !== sent
      if (kept.dirty) keepOn(storage, placeOf(stepId), kept)
      else storage.removeItem(placeOf(stepId))
      // What is asked about one step stays asked, whatever becomes of another.
      if (keeping.state === 'changed') tell(keeping)
      else tell(isDirty() ? { state: 'saving' } : { state: 'saved', at: saved.savedAt })
    } catch (error) {
      hearFailure({ stepId, kept, error })
    } finally {
      kept.sending = false
    }
  }

  function hearFailure({ stepId, kept, error }: Failed): void {
    const problem = error instanceof CallFailed ? error.problem : null
    const theirs = problem?.status === 409 ? (problem['draft'] as Draft | undefined) : undefined
    if (theirs) {
      // Who only looked has written nothing that could be lost, and is asked nothing.
      if (differInTime(kept.data, kept.base)) {
        goOnFrom(theirs, kept)
        change(stepId, kept)
      } else tell({ state: 'changed', stepId, theirs })
      return
    }
    if (keeping.state === 'changed') return
    tell({ state: 'here' })
    // What was refused for good is not asked for again; a line that is down, or a server that is busy, is.
    if (problem === null || problem.status >= 500 || problem.status === 429) later(retryMs)
  }

  const isDirty = (): boolean => [...drafts.values()].some(({ dirty }) => dirty)

  /** Sends what waits, one step after the other. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (keeping.state === 'changed') return
    for (const [stepId, kept] of drafts) if (kept.dirty && !kept.sending) await send(stepId, kept)
    if (!isDirty() || keeping.state !== 'saving') return
    if (rests) await flush()
    else later(delayMs)
  }

  return {
    read: (stepId: string): StepDraft => drafts.get(stepId)?.data ?? EMPTY,
    keeping: (): Keeping => keeping,
    /** Rises whenever something that is read here changes. */
    revision: (): number => revision,
    listen: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** What the server has; a newer copy on this device goes on from it, and what is being typed stays. */
    hear: (server: readonly Draft[]): void => {
      let heard = false
      for (const draft of server) {
        const kept = keptOf(draft.stepId)
        if (kept.dirty || kept.sending || draft.version <= kept.version) continue
        takeTheirs(draft, kept)
        heard = true
      }
      if (heard) tell(keeping)
    },
    /** What was typed here and never reached the server, such as before a reload without a line. */
    recover: (stepIds: readonly string[]): void => {
      for (const stepId of stepIds) {
        const text = storage.getItem(placeOf(stepId))
        if (text === null) continue
        const kept = keptOf(stepId)
        try {
          const copy = JSON.parse(text) as { readonly data: unknown; readonly version: number }
          kept.data = readDraft(copy.data)
          kept.version = copy.version
          kept.dirty = true
        } catch {
          storage.removeItem(placeOf(stepId))
        }
      }
      if (isDirty()) {
        tell({ state: 'saving' })
        later(0)
      }
    },
    change: (stepId: string, next: (before: StepDraft) => StepDraft): void => {
      const kept = keptOf(stepId)
      kept.data = next(kept.data)
      change(stepId, kept)
    },
    /** Two wrote in one step: `mine` puts mine over theirs, knowingly; `theirs` takes theirs. */
    settle: (choice: 'mine' | 'theirs'): Promise<void> => {
      if (keeping.state !== 'changed') return Promise.resolve()
      const { stepId, theirs } = keeping
      const kept = keptOf(stepId)
      if (choice === 'theirs') {
        takeTheirs(theirs, kept)
        storage.removeItem(placeOf(stepId))
      } else {
        kept.version = theirs.version
        kept.base = readDraft(theirs.data)
      }
      // What was typed in other steps meanwhile has waited for the answer.
      if (isDirty()) {
        tell({ state: 'saving' })
        return flush()
      }
      tell({ state: 'saved', at: theirs.savedAt })
      return Promise.resolve()
    },
    flush,
    /** Nothing is sent by itself any more; what waits stays on this device. */
    rest: (): void => {
      rests = true
      clearTimeout(timer)
    },
  }
}
