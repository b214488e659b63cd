import { expect, it } from 'vitest'
import { onDemand } from './on-demand.ts'

it('is made from its row each time it is asked for, and never of what is not there', () => {
  const made: string[] = []
  const values = onDemand(new Map([['oak', '1']]), (row) => {
    made.push(row)
    return Number(row)
  })
  expect([values.size, made]).toEqual([1, []])
  expect([values.get('oak'), values.get('elm'), values.get('oak')]).toEqual([1, undefined, 1])
  expect(made).toEqual(['1', '1'])
})
