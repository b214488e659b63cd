import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchName, NAME_FORMS, nameIn, nameKey } from './names.ts'

const named = (...names: string[]) => names.map((name) => ({ name }))

describe('two names agree at the finest form that makes them equal', () => {
  test.each([
    ['Birch & Sons', 'Birch & Sons', 'exact'],
    ['BIRCH & SONS', 'Birch & Sons', 'case'],
    ['Ｂｉｒｃｈ', 'Birch', 'case'],
    ['Straße', 'STRASSE', 'case'],
    ['Birch-Sons', 'Birch Sons', 'punctuation'],
    ["O'Hara", 'OHara', 'punctuation'],
    ['Birch, Inc.', 'Birch', 'legal-suffix'],
    ['Birch GmbH & Co. KG', 'birch', 'legal-suffix'],
    ['Lune S.A.', 'Lune SA', 'punctuation'],
    ['Lune S.A.', 'Lune', 'legal-suffix'],
    ['GTXPro', 'GTX Pro', 'spaces'],
  ])('%s is %s by %s', (given, known, form) => {
    expect(matchName(given, named(known, 'Something else'))).toEqual({ found: { name: known }, form })
  })
})

test('two candidates at the first form that matches are no answer, even where a coarser form would not help', () => {
  expect(matchName('Birch', named('Birch Inc.', 'Birch GmbH'))).toEqual({
    found: undefined,
    candidates: named('Birch Inc.', 'Birch GmbH'),
  })
})

test('a finer form decides between names that are equal in a coarser one', () => {
  expect(matchName('Birch GmbH', named('Birch Inc.', 'Birch GmbH'))).toMatchObject({ found: { name: 'Birch GmbH' } })
})

test('a name of nothing but punctuation or suffixes keeps a key of its own', () => {
  expect(nameKey('???')).toBe('???')
  expect(nameKey('Inc.')).toBe('inc')
  expect(matchName('!!!', named('???'))).toEqual({ found: undefined, candidates: [] })
})

test('each form includes those before it: names equal in one are equal in every coarser one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
      let equal = false
      for (const form of NAME_FORMS) {
        const now = nameIn(form, left) === nameIn(form, right)
        expect(equal && !now).toBe(false)
        equal = now
      }
    }),
  )
})

test('a form never empties a name that is not empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      for (const form of NAME_FORMS) expect(nameIn(form, name)).not.toBe('')
    }),
  )
})

test('the same holds for names that are made to agree: of the same words, marks and suffixes', () => {
  const parts = ['Birch', 'BIRCH', ' ', '  ', '&', '-', 'GmbH', ' inc.', '.', 'ß', 'SS', 'İ', 'ﬁ', "'"]
  const names = fc.array(fc.constantFrom(...parts), { maxLength: 4 }).map((words) => words.join(''))
  fc.assert(
    fc.property(names, names, (one, other) => {
      const agree = NAME_FORMS.map((form) => nameIn(form, one) === nameIn(form, other))
      const first = agree.indexOf(true)
      if (first >= 0) expect(agree.slice(first)).not.toContain(false)
      expect(nameIn('case', nameIn('case', one))).toBe(nameIn('case', one))
    }),
    { numRuns: 2_000 },
  )
})
