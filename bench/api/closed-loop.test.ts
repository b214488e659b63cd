import { expect, it } from 'vitest'
import { closedLoop, inTurn, loopsOf, percentile } from './closed-loop.ts'

it('every connection has one request on its way at a time, until there are no more', async () => {
  const busy = new Set<number>()
  const order: number[] = []
  const turns: [connection: number, turn: number][] = []
  const { latencies, seconds } = await closedLoop(
    { connections: 3, requests: 10 },
    async ({ connection, turn, nth }) => {
      expect(busy.has(connection)).toBe(false)
      busy.add(connection)
      turns.push([connection, turn])
      order.push(nth)
      await Promise.resolve()
      busy.delete(connection)
    },
  )
  expect(latencies).toHaveLength(10)
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(turns.slice(0, 3)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ])
  expect(seconds).toBeGreaterThanOrEqual(0)
})

it('a request that fails ends it', async () => {
  await expect(closedLoop({ connections: 2, requests: 5 }, () => Promise.reject(new Error('503')))).rejects.toThrow(
    '503',
  )
})

it('a percentile is one of the values', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index)
  expect(percentile(values, 99)).toBe(198)
  expect(percentile(values, 50)).toBe(100)
  expect(percentile([7], 99)).toBe(7)
  expect(() => percentile([], 99)).toThrow('of nothing')
})

it('several are taken in turns', () => {
  expect([0, 1, 2, 3].map((turn) => inTurn(['a', 'b'], turn)).join('')).toBe('abab')
  expect(() => inTurn([], 0)).toThrow('nothing')
})

it('the turns of a connection go on from one loop to the next', async () => {
  const turns: number[] = []
  const { ready, run } = loopsOf({ connections: 1, loops: [2, 3], warm: 3 }, ({ turn }) => {
    turns.push(turn)
    return Promise.resolve()
  })
  await ready()
  const loops = await run()
  expect(turns).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(loops.map(({ latencies }) => latencies.length)).toEqual([2, 3])
})
