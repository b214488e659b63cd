import { createServer } from 'node:http'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'
import { oneApp } from '../../test/app.ts'
import { testDatabase } from '../../test/database.ts'
import { silentLog } from './log.ts'
import { noTraces, spanOf, startTraces, type Work } from './traces.ts'

type Span = {
  readonly name: string
  readonly traceId: string
  readonly parentSpanId?: string
  readonly attributes: object[]
}
type Sent = {
  readonly url: string
  readonly headers: Record<string, unknown>
  readonly spans: readonly Span[]
  readonly service: object
}

/** A collector that answers with these statuses in turn, then with 200. */
async function collector(...statuses: number[]) {
  const sent: Sent[] = []
  const server = createServer((request, reply) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const document = JSON.parse(text) as {
        resourceSpans: [{ resource: { attributes: [object] }; scopeSpans: [{ spans: Span[] }] }]
      }
      const [{ resource, scopeSpans }] = document.resourceSpans
      const { url = '', headers } = request
      sent.push({ url, headers, spans: scopeSpans[0].spans, service: resource.attributes[0] })
      reply.writeHead(statuses.shift() ?? 200).end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { sent, endpoint: `http://127.0.0.1:${String((server.address() as { port: number }).port)}` }
}

const work: Work = { name: 'job daily', kind: 'consumer', ms: 1500, failed: false, attributes: { 'job.attempt': 2 } }
const PARENT = '0af7651916cd43dd8448eb211c80319c'

describe('a span', () => {
  it('says when the work was, what it was and whether it failed', () => {
    expect(spanOf(work, 1_800_000_000_000)).toEqual({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      name: 'job daily',
      kind: 5,
      startTimeUnixNano: '1799999998500000000',
      endTimeUnixNano: '1800000000000000000',
      attributes: [{ key: 'job.attempt', value: { intValue: '2' } }],
      status: {},
    })
    expect(spanOf({ ...work, failed: true }, 0)).toMatchObject({ status: { code: 2 } })
  })

  it.each([
    [`00-${PARENT}-b7ad6b7169203331-01`, { traceId: PARENT, parentSpanId: 'b7ad6b7169203331' }],
    ['nonsense', { parentSpanId: undefined }],
    [`00-${PARENT}-b7ad6b7169203331-01; drop`, { parentSpanId: undefined }],
    [undefined, { parentSpanId: undefined }],
  ])('belongs to the trace of who asked: %s', (traceparent, expected) => {
    expect({ parentSpanId: undefined, ...spanOf({ ...work, traceparent }, 0) }).toMatchObject(expected)
  })
})

describe('traces', () => {
  it('of requests go to the collector with the pattern of the route, and nothing of what was asked', async () => {
    const { sent, endpoint } = await collector()
    const traces = startTraces({
      endpoint: `${endpoint}/`,
      headers: { 'x-team': 'a' },
      service: 'renubu api',
      log: silentLog,
    })
    const app = await oneApp(await testDatabase(), { traces })
    const traceparent = `00-${PARENT}-b7ad6b7169203331-01`
    await app.inject({ method: 'GET', url: '/api/workflows/very-private/why?q=very-private', headers: { traceparent } })
    await traces.close()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      url: '/v1/traces',
      headers: { 'content-type': 'application/json', 'x-team': 'a' },
      service: { key: 'service.name', value: { stringValue: 'renubu api' } },
      spans: [{ name: 'GET /api/workflows/:id/why', traceId: PARENT, parentSpanId: 'b7ad6b7169203331' }],
    })
    expect(JSON.stringify(sent)).not.toContain('very-private')
  })

  it('that the collector does not take are kept, but not for ever', async () => {
    const { sent, endpoint } = await collector(503)
    const traces = startTraces({ endpoint, headers: {}, service: 'renubu worker', log: silentLog })
    for (let count = 0; count < 3_000; count += 1) traces.note({ ...work, name: `job ${String(count)}` })
    await traces.close()
    expect(sent.map(({ spans }) => spans.length)).toEqual([2_048])
    expect(sent[0]?.spans.at(-1)?.name).toBe('job 2999')
  })

  it('cost nothing where nobody collects them, and a collector that is away stops nobody', async () => {
    expect(startTraces({ endpoint: undefined, headers: {}, service: 'renubu api', log: silentLog })).toBe(noTraces)
    const away = startTraces({ endpoint: 'http://127.0.0.1:1', headers: {}, service: 'renubu api', log: silentLog })
    away.note(work)
    await away.close()
  })
})
