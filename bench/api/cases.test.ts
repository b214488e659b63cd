import { expect, it } from 'vitest'
import { casesOf } from './cases.ts'

const steps = [1, 2, 3, 4, 5].map((n) => ({ userId: 'p1', executionId: `e${String(n)}`, stepId: 's' }))
const askers = { people: ['p1', 'p2'], admin: 'a1', customers: ['c1', 'c2', 'c3'], open: 0, steps }
const cases = casesOf({ askers, secret: 'a secret', connections: 3, records: 2 })

it('every connection has something to ask, as somebody', () => {
  expect(cases.map(({ name }) => name)).toEqual([
    'today',
    'today as its page loads it',
    'customer page',
    'list of customers',
    'step action',
    'bulk upsert',
  ])
  for (const { asked } of cases) {
    expect(asked).toHaveLength(3)
    for (const request of asked.flat()) expect(request.headers['cookie']).toMatch(/^renubu_session=./)
  }
})

it('an upsert changes all of its records each time, and no two connections have the same ones', () => {
  const { asked = [] } = cases.find(({ name }) => name === 'bulk upsert') ?? {}
  type Sent = { readonly externalId: string; readonly amount: number }
  const sent = asked.map((each) => each.map(({ body = '' }) => (JSON.parse(body) as { records: Sent[] }).records))
  const ids = sent.map(([first]) => first?.map(({ externalId }) => externalId) ?? [])
  expect(new Set(ids.flat()).size).toBe(6)
  for (const [first = [], second = []] of sent) {
    expect(second.map(({ externalId }) => externalId)).toEqual(first.map(({ externalId }) => externalId))
    expect(second.every(({ amount }, index) => amount !== first[index]?.amount)).toBe(true)
  }
})

it('each step is completed and taken back in turns, by one connection', () => {
  const { asked = [] } = cases.find(({ name }) => name === 'step action') ?? {}
  const paths = asked.map((each) => each.map(({ path }) => path.replace('/api/workflows/', '')))
  expect(paths.flat().filter((path) => path.endsWith('/complete'))).toHaveLength(5)
  for (const each of paths)
    each.forEach((path, place) => {
      expect(path.endsWith(place % 2 === 0 ? '/complete' : '/reopen')).toBe(true)
      if (place % 2 === 1) expect(path.replace('reopen', 'complete')).toBe(each[place - 1])
    })
})
