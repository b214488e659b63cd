import { describe, expect, test } from 'vitest'
import { whyNoText } from './other-programs.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

describe('how a file begins', () => {
  test.each([
    ['PK\u0003\u0004and so on', /Excel/],
    ['\u00d0\u00cf\u0011\u00e0', /old Excel/],
    ['%PDF-1.7', /PDF/],
    ['\u0089PNG\r\n', /picture/],
    ['\u001f\u008b\u0008', /compressed/],
  ])('tells another program’s: %j', (text, says) => {
    expect(whyNoText(bytes(text))).toMatch(says)
  })

  test.each(['', 'P', 'id,name', '\ufeffid;name', '[{"id":1}]', 'PK,Name', '%'])('is that of a text: %j', (text) => {
    expect(whyNoText(bytes(text))).toBeUndefined()
  })
})
