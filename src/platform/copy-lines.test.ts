import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyLine, inBatches } from './copy-lines.ts'

/** Reads one line as COPY's text format is documented. */
function readCopyLine(line: string): (string | null)[] {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' }
  return line
    .slice(0, -1)
    .split('\t')
    .map((field) =>
      field === '\\N' ? null : field.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter),
    )
}

describe('a line of COPY', () => {
  it('can be read back, whatever the text', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null), fc.constant('\\N'), fc.constant('\\')),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(texts, (values) => {
        expect(readCopyLine(copyLine(values))).toEqual(values)
      }),
    )
  })

  it('is one line: neither tab nor newline of a value is left bare', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (left, right) => {
        expect(copyLine([left, right]).match(/\n/g)).toHaveLength(1)
        expect(copyLine([left, right]).match(/\t/g)).toHaveLength(1)
        expect(copyLine([left, right])).not.toContain('\r')
      }),
    )
  })

  it('writes numbers, truth and instants as PostgreSQL reads them', () => {
    expect(copyLine([1.5, -0.000001, true, false, new Date('2027-01-02T03:04:05.678Z'), null])).toBe(
      '1.5\t-0.000001\tt\tf\t2027-01-02T03:04:05.678Z\t\\N\n',
    )
  })
})

describe('batches', () => {
  it('hold every line once and in order', async () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => copyLine([index, 'some text']))
    const batches: unknown[] = []
    for (const batch of inBatches(lines)) batches.push(batch)
    expect(batches.join('')).toBe(lines.join(''))
    expect(batches.length).toBeLessThan(10)
    for (const batch of inBatches([])) expect(batch).toBe('never')
  })

  it('leave bytes as they are, each in its place among the lines', async () => {
    const bytes = Buffer.from(copyLine(['b']))
    const batches: unknown[] = []
    for (const batch of inBatches([copyLine(['a']), bytes, bytes, copyLine(['c']), copyLine(['d'])]))
      batches.push(batch)
    expect(batches).toEqual(['a\n', bytes, bytes, 'c\nd\n'])
  })
})
