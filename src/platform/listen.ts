import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './log.ts'

const TRY_AGAIN_MS = 2_000

export type ListenOptions = {
  readonly url: string
  /** The channel of NOTIFY; a plain name. */
  readonly channel: string
  readonly log: Log
  /** Told when it listens, again after every interruption: what was said meanwhile was not heard. */
  readonly onListening: () => void
  readonly onPayload: (payload: string) => void
}

export type Listening = { stop(): Promise<void> }

/** Listens on a connection of its own, which it opens again whenever it is lost, until it is stopped. */
export function listenTo(options: ListenOptions): Listening {
  const stopping = new AbortController()
  const listening = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await listenOnce(options, stopping.signal)
      } catch (error) {
        options.log.debug({ err: error, channel: options.channel }, 'listening was interrupted; trying again')
      }
      await sleep(TRY_AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  return {
    stop: () => {
      stopping.abort()
      return listening
    },
  }
}

/** Listens until the connection is lost or the signal comes. */
async function listenOnce({ url, channel, onListening, onPayload }: ListenOptions, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: `renubu ${channel}`, keepAlive: true })
  const over = new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('end', resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  // It may fail before anybody waits for it.
  over.catch(() => undefined)
  try {
    await client.connect()
    client.on('notification', ({ payload = '' }) => onPayload(payload))
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
    onListening()
    await over
  } finally {
    await client.end().catch(() => undefined)
  }
}
