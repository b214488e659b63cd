import { afterEach, describe, expect, it, vi } from 'vitest'
import { GetSession, SignInAsSamplePerson } from '../access/session.contract.ts'
import { GetTriedOrder } from '../views/order.contract.ts'
import { GetToday } from '../views/today.contract.ts'
import { GetWhyFigure } from '../views/why.contract.ts'
import { CallFailed, call } from './api.ts'
import { triedOrderQuery } from './calls/order.ts'
import { todayQuery } from './calls/today.ts'
import { whyQuery } from './calls/why.ts'

type Heard = { readonly url: string; readonly init: RequestInit }

/** What the server answers; what it was asked stands in the list. */
function server(answer: () => Response | Promise<Response>): Heard[] {
  const heard: Heard[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    heard.push({ url, init })
    return Promise.resolve().then(answer)
  })
  return heard
}

afterEach(() => vi.unstubAllGlobals())

const json = (value: unknown, status = 200): Response => Response.json(value, { status })
const PROBLEM = { type: 'about:blank#forbidden', title: 'Not allowed', status: 403, detail: 'Ask Mo.', reference: 'A1' }

describe('a call', () => {
  it('asks by the contract: method, address, and nothing that is not given', async () => {
    const heard = server(() => json({ signedIn: null, sampleSignIn: true }))
    expect(await call(GetSession, {})).toEqual({ signedIn: null, sampleSignIn: true })
    await call(GetToday, { query: { person: undefined } })
    await call(GetToday, { query: { person: 'p 1&x=2' } })
    expect(heard.map(({ url }) => url)).toEqual(['/api/session', '/api/today', '/api/today?person=p+1%26x%3D2'])
    expect(heard[0]?.init).toMatchObject({ method: 'GET', body: null, headers: {} })
  })

  it('cannot leave its place by a parameter', async () => {
    const heard = server(() => json({}))
    await call(GetWhyFigure, { params: { id: '../../session?x#', figure: 'health' } })
    expect(heard[0]?.url).toBe('/api/customers/..%2F..%2Fsession%3Fx%23/why/health')
  })

  it('sends a body as JSON', async () => {
    const heard = server(() => json({}))
    await call(SignInAsSamplePerson, { body: { companyId: 'c', userId: 'u' } })
    expect(heard[0]?.init).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"companyId":"c","userId":"u"}',
    })
  })

  it.each([
    ['a problem', () => json(PROBLEM, 403), 'Ask Mo.', PROBLEM],
    [
      'a page of some proxy',
      () => new Response('<html>Bad gateway</html>', { status: 502 }),
      'The server cannot be reached.',
      null,
    ],
    ['JSON that is no problem', () => json({ error: 'x' }, 500), 'The server cannot be reached.', null],
    ['no answer', () => Promise.reject(new TypeError('fetch failed')), 'The server cannot be reached.', null],
  ])('that fails by %s says what the reader may read', async (_, answer, message, problem) => {
    server(answer)
    const failed = await call(GetSession, {}).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(CallFailed)
    expect(failed).toMatchObject({ message, problem })
  })

  it('that was given up is no failure of the server', async () => {
    server(() => Promise.reject(new DOMException('aborted', 'AbortError')))
    await expect(call(GetSession, {})).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('what is kept in memory', () => {
  it('is told apart by whom and what it is about', () => {
    expect(todayQuery(undefined).queryKey).toEqual(['today', 'own'])
    expect(todayQuery('p1').queryKey).not.toEqual(todayQuery('p2').queryKey)
    const health = whyQuery({ figure: 'health', customerId: 'c' }).queryKey
    expect(health).not.toEqual(whyQuery({ figure: 'risk', customerId: 'c' }).queryKey)
    const score = (against: string | undefined) => whyQuery({ figure: 'score', executionId: 'e', against }).queryKey
    expect(score('x')).not.toEqual(score('y'))
  })

  it('is one entry for weights that mean the same, and is written as the server reads it', async () => {
    const key = (weights: Record<string, number>) => triedOrderQuery('p', weights).queryKey
    expect(key({ arr: 1, plan: 1 })).toEqual(key({}))
    expect(key({ arr: 1.5, plan: 0 })).toEqual(['queue', 'order', 'p', 'arr:1.5,plan:0.0'])
    const written: readonly Record<string, number>[] = [{}, { arr: 1.5 }, { 'due-step': 2, risk: 0.1 + 0.2 }]
    for (const weights of written) {
      const text = key(weights)[3]
      expect(GetTriedOrder.query.safeParse({ csm: 'p', weights: text }).success).toBe(true)
    }
    const heard = server(() => json({ cards: [] }))
    await call(GetTriedOrder, { query: { csm: 'p', weights: 'arr:1.5' } })
    expect(heard[0]?.url).toBe('/api/workflows/queue/order?csm=p&weights=arr%3A1.5')
  })
})
