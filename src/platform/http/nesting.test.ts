import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nestsDeeper } from './nesting.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe('how deep a body nests', () => {
  it('is what reading it would find, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 7 }), fc.nat(9), (value, deepest) => {
        expect(nestsDeeper(JSON.stringify(value), deepest)).toBe(depthOf(value) > deepest)
      }),
    )
  })

  it.each([
    ['two hundred lists', '['.repeat(200) + ']'.repeat(200), true],
    ['two hundred records', '{"a":'.repeat(200) + '1' + '}'.repeat(200), true],
    ['a million that never end', '['.repeat(1_000_000), true],
    ['sixty-four', '['.repeat(64) + ']'.repeat(64), false],
    ['a thousand side by side', `[${'[],'.repeat(1000)}[]]`, false],
    ['brackets in a text', JSON.stringify('['.repeat(200)), false],
    ['brackets behind an escaped quote', JSON.stringify(`"${'{'.repeat(200)}`), false],
    ['brackets behind an escaped backslash', `["\\\\", ${'['.repeat(100)}${']'.repeat(100)}]`, true],
    ['nothing', '', false],
  ])('%s', (_, text, deeper) => {
    expect(nestsDeeper(text)).toBe(deeper)
  })
})
