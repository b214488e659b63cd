import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOf } from './chance.ts'

describe('chance', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const rolls = (seed: string) => Array.from({ length: 20 }, chanceOf(seed).next)
    expect(rolls('one')).toEqual(rolls('one'))
    expect(rolls('one')).not.toEqual(rolls('two'))
  })

  it('stays within its bounds and reaches both ends', () => {
    const chance = chanceOf('bounds')
    const rolls = Array.from({ length: 1000 }, () => chance.between(3, 7))
    expect([Math.min(...rolls), Math.max(...rolls)]).toEqual([3, 7])
  })

  it('happens about as often as it should', () => {
    const chance = chanceOf('share')
    const hits = Array.from({ length: 10_000 }, () => chance.happens(0.3)).filter(Boolean).length
    expect(hits).toBeGreaterThan(2800)
    expect(hits).toBeLessThan(3200)
  })

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (list, seed) => {
        expect(chanceOf(seed).shuffled(list).sort()).toEqual([...list].sort())
      }),
    )
  })

  it('has nothing to pick from an empty list', () => {
    expect(() => chanceOf('none').pick([])).toThrow('Nothing to pick from')
  })
})
