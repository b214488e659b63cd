import { expect, it } from 'vitest'
import { shortened } from './shortened.ts'

it('leaves out the nulls at the end and keeps those between', () => {
  expect(shortened([1, null, 0, '', false, null, null])).toEqual([1, null, 0, '', false])
  expect(shortened([null, null])).toEqual([])
  expect(shortened([])).toEqual([])
})
