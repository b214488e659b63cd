import { expect, test } from 'vitest'
import { explainError, refuse } from './refusal.ts'

function caught(work: () => never): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test('a refusal is told with its advice and never with a stack', () => {
  const error = caught(() => refuse('There is no company "Elm".', 'renubu company create --name Elm makes it.'))
  expect(explainError(error, true)).toEqual({
    error: 'There is no company "Elm".',
    advice: 'renubu company create --name Elm makes it.',
  })
})

test('a refusal without advice is told alone', () => {
  expect(
    explainError(
      caught(() => refuse('The file is empty.')),
      false,
    ),
  ).toEqual({ error: 'The file is empty.' })
})

test('a surprise shows its stack only when that was asked for', () => {
  const surprise = new Error('connection lost')
  expect(explainError(surprise, false)).toEqual({ error: 'connection lost' })
  expect(explainError(surprise, true).error).toContain('refusal.test.ts')
})

test('what is no error at all is told as it prints', () => {
  expect(explainError('out of paper', true)).toEqual({ error: 'out of paper' })
})
