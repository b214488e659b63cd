import { expect, test } from 'vitest'
import { movedTo } from './mapping.ts'

const MAPPING = { name: 'Account', arr: 'Revenue' }

test.each([
  ['a column that was nothing becomes a field', 'Seats', 'licensedUsers', { ...MAPPING, licensedUsers: 'Seats' }],
  ['a column changes its field', 'Revenue', 'tier', { name: 'Account', tier: 'Revenue' }],
  ['a field has one column', 'Seats', 'arr', { name: 'Account', arr: 'Seats' }],
  ['a column is left out', 'Revenue', null, { name: 'Account' }],
  ['nothing changes where nothing was asked', 'Account', 'name', MAPPING],
])('%s', (_what, column, field, expected) => {
  expect(movedTo(MAPPING, column, field)).toEqual(expected)
})
