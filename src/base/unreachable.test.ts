import { expect, test } from 'vitest'
import { unreachable } from './unreachable.ts'

test('a value that the types exclude is named in the error', () => {
  const lie = JSON.parse('"paused"') as never
  expect(() => unreachable(lie)).toThrow('A case is missing for "paused"')
})
