import { expect, it } from 'vitest'
import { interleaved, median, ratios, spread } from './rounds.ts'

it('the middle of some numbers is the middle one, or the mean of the two', () => {
  expect(median([9])).toBe(9)
  expect(median([5, 1, 100])).toBe(5)
  expect(median([4, 1, 3, 100])).toBe(3.5)
  expect(() => median([])).toThrow('middle of nothing')
})

it('a spread tells the middle and both ends, and leaves the given order alone', () => {
  const given = [10, 2, 30]
  expect(spread(given)).toEqual({ median: 10, min: 2, max: 30, rounds: 3 })
  expect(given).toEqual([10, 2, 30])
})

it('two pieces are compared round by round, so that a busy round moves neither', () => {
  expect(ratios([10, 40], [5, 20])).toEqual([2, 2])
  expect(() => ratios([1], [1, 2])).toThrow('both took part')
})

it('pieces take turns, each once a round, and keep their own answers', async () => {
  const seen: string[] = []
  const piece = (name: string) => (): Promise<string> => {
    seen.push(name)
    return Promise.resolve(`${name}${String(seen.length)}`)
  }
  const told: string[] = []
  const results = await interleaved(2, { a: piece('a'), b: piece('b') }, (name, round) => {
    told.push(`${name} ${String(round)}`)
  })
  expect(seen).toEqual(['a', 'b', 'a', 'b'])
  expect(results).toEqual({ a: ['a1', 'a3'], b: ['b2', 'b4'] })
  expect(told).toEqual(['a 1', 'b 1', 'a 2', 'b 2'])
})

it('a piece that fails ends the bench', async () => {
  const broken = () => Promise.reject(new Error('no server'))
  await expect(interleaved(3, { broken })).rejects.toThrow('no server')
})
