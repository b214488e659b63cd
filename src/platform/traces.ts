import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from './log.ts'

/** One piece of work that is over: a request or a try of a job. */
export type Work = {
  /** `GET /api/today`, `job daily`: a pattern, never an address. */
  readonly name: string
  readonly kind: 'server' | 'consumer'
  readonly ms: number
  readonly failed: boolean
  readonly attributes: Readonly<Record<string, string | number>>
  /** The W3C header of whoever asked: this work belongs to that trace. */
  readonly traceparent?: string | undefined
}

export type Traces = {
  /** Notes a piece of work that ends now. */
  note(work: Work): void
  /** Sends what is left, and stops. */
  close(): Promise<void>
}

export type TracesTarget = {
  /** OTEL_EXPORTER_OTLP_ENDPOINT; undefined: nobody wants traces. */
  readonly endpoint: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly service: string
  readonly log: Log
}

/** For whoever has no collector. */
export const noTraces: Traces = { note: () => undefined, close: () => Promise.resolve() }

const SEND_EVERY_MS = 5_000
const SEND_WITHIN_MS = 5_000
/** While the collector is away the oldest are dropped: traces must not cost the memory of the work. */
const MOST_KEPT = 2_048

/**
 * Sends a span per request and per try of a job to an OpenTelemetry collector (OTLP over HTTP, JSON), in batches and never in the way
 * of the work. The protocol is one document; its SDK would be twelve packages for it.
 */
export function startTraces({ endpoint, headers, service, log }: TracesTarget): Traces {
  if (endpoint === undefined) return noTraces
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  const stopping = new AbortController()
  let kept: object[] = []
  const send = async (): Promise<void> => {
    const spans = kept
    if (spans.length === 0) return
    kept = []
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(documentOf(service, spans)),
        signal: AbortSignal.timeout(SEND_WITHIN_MS),
      })
      await answer.body?.cancel()
      if (!answer.ok) throw new Error(`The collector answered ${String(answer.status)}`)
    } catch (error) {
      kept = [...spans, ...kept].slice(-MOST_KEPT)
      log.debug({ err: error }, 'traces were not sent; trying again')
    }
  }
  const sending = (async () => {
    while (!stopping.signal.aborted) {
      await sleep(SEND_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
      await send()
    }
  })()
  return {
    note: (work) => {
      kept.push(spanOf(work, Date.now()))
      if (kept.length > MOST_KEPT) kept.shift()
    },
    close: () => {
      stopping.abort()
      return sending
    },
  }
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/
const KINDS = { server: 2, consumer: 5 } as const
const FAILED = 2

/** A span of OTLP's JSON form; `endedAt` in ms since 1970. */
export function spanOf({ name, kind, ms, failed, attributes, traceparent }: Work, endedAt: number): object {
  const [, traceId, parentSpanId] = TRACEPARENT.exec(traceparent ?? '') ?? []
  const nanoseconds = (at: number): string => `${String(Math.round(at * 1000))}000`
  return {
    traceId: traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(endedAt - ms),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: Object.entries(attributes).map(attributeOf),
    status: failed ? { code: FAILED } : {},
  }
}

const attributeOf = ([key, value]: readonly [string, string | number]): object => ({
  key,
  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
})

const documentOf = (service: string, spans: readonly object[]): object => ({
  resourceSpans: [
    {
      resource: { attributes: [attributeOf(['service.name', service])] },
      scopeSpans: [{ scope: { name: 'renubu' }, spans }],
    },
  ],
})
