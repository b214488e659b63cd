import { Change } from '../../notify/changes.contract.ts'

/** Whether what others do is heard. */
export type LineState = 'live' | 'broken'

type LineOptions = {
  /** One per person of a company: all tabs of a browser that name the same share one stream. */
  readonly name: string
  readonly onChange: (change: Change) => void
  /** Something may have been missed. */
  readonly onMissed: () => void
  readonly onState: (state: LineState) => void
}

type Message =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'missed' | 'ask' }
  | { readonly kind: 'state'; readonly state: LineState }

const RETRY_MS = { least: 2_000, most: 30_000 }

/**
 * Hears what changes. One tab of a browser reads the stream and hands it on to the others, since a browser opens few connections to one
 * server; when it is closed the next one takes over. Where tabs cannot agree on one, as without TLS, each reads its own.
 */
export function openLine({ name, onChange, onMissed, onState }: LineOptions): { close(): void } {
  const closing = new AbortController()
  const channel = new BroadcastChannel(name)
  let state: LineState | null = null
  let leads = false
  // Another tab read until now: between its last word and the first of ours something may have happened.
  let tookOver = false

  const hear = (message: Message): void => {
    if (message.kind === 'change') onChange(message.change)
    if (message.kind === 'missed') onMissed()
    if (message.kind === 'state') {
      state = message.state
      onState(message.state)
    }
  }
  const tell = (message: Message): void => {
    channel.postMessage(message)
    hear(message)
  }
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind !== 'ask') {
      tookOver = true
      hear(data)
    } else if (leads && state) channel.postMessage({ kind: 'state', state } satisfies Message)
  }
  channel.postMessage({ kind: 'ask' } satisfies Message)

  /** Reads until this tab is closed. */
  const lead = (): Promise<void> =>
    new Promise((resolve) => {
      if (closing.signal.aborted) {
        resolve()
        return
      }
      leads = true
      const source = read(tell, () => tookOver)
      closing.signal.addEventListener('abort', () => {
        source.close()
        resolve()
      })
    })
  const { locks } = navigator as Partial<Navigator>
  const leading = locks ? locks.request(name, { signal: closing.signal }, lead) : lead()
  leading.catch(() => undefined)
  return {
    close: () => {
      closing.abort()
      channel.close()
    },
  }
}

/** Reads the stream, and opens it again where the browser gives up. */
function read(tell: (message: Message) => void, tookOver: () => boolean): { close(): void } {
  let source: EventSource
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let missed = tookOver()

  function open(): void {
    source = new EventSource('/api/changes')
    source.addEventListener('ready', () => {
      failures = 0
      tell({ kind: 'state', state: 'live' })
      if (missed) tell({ kind: 'missed' })
      missed = false
    })
    source.addEventListener('resync', () => tell({ kind: 'missed' }))
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      const change = Change.safeParse(JSON.parse(data))
      if (change.success) tell({ kind: 'change', change: change.data })
    })
    source.addEventListener('error', () => {
      tell({ kind: 'state', state: 'broken' })
      if (source.readyState !== EventSource.CLOSED) return
      // Answered with something that is no stream: the browser does not come back by itself.
      missed = true
      timer = setTimeout(open, Math.min(RETRY_MS.least * 2 ** failures, RETRY_MS.most))
      failures += 1
    })
  }
  open()
  return {
    close: () => {
      clearTimeout(timer)
      source.close()
    },
  }
}
