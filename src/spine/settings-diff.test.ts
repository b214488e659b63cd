import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesBetween } from './settings-diff.ts'

describe('what sets two documents apart', () => {
  it.each<readonly [string, unknown, unknown, readonly (readonly [string, unknown, unknown])[]]>([
    ['nothing', { a: { b: [1, 2] } }, { a: { b: [1, 2] } }, []],
    ['a value deep inside', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, [['a.c', 2, 3]]],
    ['a name that came', { a: {} }, { a: { b: null } }, [['a.b', undefined, null]]],
    ['a part that went', { a: 1, b: { c: 2 } }, { a: 1 }, [['b', { c: 2 }, undefined]]],
    ['a list of numbers, as a whole', { a: [1, 2] }, { a: [1, 3] }, [['a', [1, 2], [1, 3]]]],
    ['one row of several', { a: [{ x: 1 }, { x: 2 }] }, { a: [{ x: 1 }, { x: 3 }] }, [['a.1.x', 2, 3]]],
    [
      'a row more, as a whole',
      { a: [{ x: 1 }] },
      { a: [{ x: 1 }, { x: 2 }] },
      [['a', [{ x: 1 }], [{ x: 1 }, { x: 2 }]]],
    ],
    ['a record where a list was', { a: [] }, { a: {} }, [['a', [], {}]]],
    [
      'several, in the order of their names',
      { b: 1, a: 1 },
      { a: 2, b: 2 },
      [
        ['a', 1, 2],
        ['b', 1, 2],
      ],
    ],
    ['the order of names, not at all', { a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 }, []],
    ['what every object inherits, not at all', {}, JSON.parse('{"__proto__": 1}'), [['__proto__', undefined, 1]]],
  ])('%s', (_, before, after, changes) => {
    expect(changesBetween(before, after)).toEqual(changes.map(([path, from, to]) => ({ path, from, to })))
  })

  it('is nothing exactly where the documents are the same, and the same backwards', () => {
    const document = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true })
    fc.assert(
      fc.property(document, document, (before, after) => {
        const there = changesBetween(before, after)
        const back = changesBetween(after, before)
        expect(there.map(({ path, from, to }) => ({ path, from: to, to: from }))).toEqual(back)
        expect(changesBetween(before, structuredClone(before))).toEqual([])
      }),
    )
  })
})
