import { describe, expect, test } from 'vitest'
import { wholeLines } from './detect.ts'

describe('the beginning of a file', () => {
  const whole = (text: string, encoding: BufferEncoding = 'utf8', cut = 0) => {
    const bytes = Buffer.from(text, encoding)
    return Buffer.from(wholeLines(bytes.subarray(0, bytes.length - cut))).toString(encoding)
  }
  test.each([
    ['ends with its last whole line', 'id,name\nc1,Fern\nc2,Mo', 0, 'id,name\nc1,Fern\n'],
    ['keeps a line that was just finished', 'id,name\nc1,Fern\n', 0, 'id,name\nc1,Fern\n'],
    ['of one line is kept', '[{"id":"c1"},{"id":', 0, '[{"id":"c1"},{"id":'],
    ['of one line loses half a character, which would make it another encoding', '{"name":"Grö', 1, '{"name":"Gr'],
    ['is empty where there is nothing', '', 0, ''],
  ])('%s', (_what, text, cut, expected) => {
    expect(whole(text, 'utf8', cut)).toBe(expected)
  })
  test('in two bytes a character is cut between characters', () => {
    expect(whole('id,name\nc1,Fern\nc2,Mo', 'utf16le', 1)).toBe('id,name\nc1,Fern\nc2,M')
  })
})
