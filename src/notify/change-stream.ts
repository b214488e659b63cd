import type { Change } from './changes.contract.ts'
import type { Hub } from './hub.ts'

export type Streaming = {
  readonly hub: Hub
  readonly companyId: string
  /** The reader was here before and may have missed something in between. */
  readonly resumed: boolean
  /** Whether the reader would still be let in. */
  readonly stillAdmitted: () => Promise<boolean>
  /** Told when the reader has left, or was shown out. */
  readonly onEnd: () => void
  readonly beatMs?: number
  /** Changes that wait for a slow reader; from one more on he is told to read everything anew. */
  readonly mostWaiting?: number
}

// Below the minute after which a silent connection is taken for a dead one, here and in most proxies.
const BEAT_MS = 20_000
const MOST_WAITING = 200
// Those whom one server has lost do not come back in one moment.
const RETRY_MS = { least: 1_000, spread: 3_000 }

const event = (name: 'ready' | 'resync' | 'change', data: object, id = name as string): string =>
  `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`

/** Who may read, and as whom, is in these: whoever reads is looked at again at once. */
const OF_ADMISSION = new Set(['user', 'api-key', 'session'])

/**
 * What one reader is told, as server-sent events, until he leaves, may no longer read, or the process ends. What he does not fetch waits
 * here, each thing once; a comment every few seconds keeps the line open and shows whether it still is.
 */
export function changeStream(streaming: Streaming): AsyncIterable<string> {
  const { hub, companyId, stillAdmitted, onEnd, beatMs = BEAT_MS, mostWaiting = MOST_WAITING } = streaming
  const waiting = new Map<string, Change>()
  let greeted: 'not yet' | 'due' | 'done' = 'not yet'
  let missed = streaming.resumed
  let looksAgain = false
  // The first bytes are one, so that the answer begins before there is anything to tell.
  let beats = true
  let over = false
  let ring = (): void => undefined

  const leave = hub.join(companyId, {
    listening: () => {
      if (greeted === 'not yet') greeted = 'due'
      else missed = true
      ring()
    },
    change: (change) => {
      waiting.set(`${change.object} ${change.objectId ?? ''}`, change)
      if (waiting.size > mostWaiting) {
        waiting.clear()
        missed = true
      }
      looksAgain ||= OF_ADMISSION.has(change.object)
      ring()
    },
    over: () => end(),
  })

  function end(): void {
    if (over) return
    over = true
    leave()
    onEnd()
    ring()
  }

  /** All that there is to tell now; empty: nothing. */
  function take(): string {
    let text = beats ? ': \n\n' : ''
    beats = false
    if (greeted === 'not yet') return text
    if (greeted === 'due') {
      const retry = RETRY_MS.least + Math.round(Math.random() * RETRY_MS.spread)
      text += `retry: ${String(retry)}\n${event('ready', {})}`
      greeted = 'done'
    }
    if (missed) text += event('resync', {})
    missed = false
    for (const change of waiting.values()) text += event('change', change, change.id)
    waiting.clear()
    return text
  }

  /** True: something is to be told; false: nothing was for so long that a sign of life is due. */
  const rung = (): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), beatMs)
      ring = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })

  const next = async (): Promise<IteratorResult<string, undefined>> => {
    while (!over) {
      if (looksAgain) {
        looksAgain = false
        // A database that is away is no reason to show anybody out.
        if (!(await stillAdmitted().catch(() => true))) end()
        continue
      }
      const text = take()
      if (text !== '') return { done: false, value: text }
      if (!(await rung())) beats = looksAgain = true
    }
    return { done: true, value: undefined }
  }
  return {
    [Symbol.asyncIterator]: () => ({
      next,
      return: () => {
        end()
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
}
