import { expect, it } from 'vitest'
import { DEFAULT_ASSIGN, type Person } from './assign.ts'
import { evenOut, type Movable } from './even-out.ts'
import { MONDAY_TO_FRIDAY } from '../../base/day.ts'

const TODAY = 20_000

const person = (id: string, load: number, more: Partial<Person> = {}): Person => ({
  id,
  name: id,
  teamId: 'west',
  capacity: 10,
  load,
  workingDays: MONDAY_TO_FRIDAY,
  absence: null,
  ...more,
})

const movable = (executionId: string, ownerId: string, score: number): Movable => ({ executionId, ownerId, score })

const proposed = (people: readonly Person[], movables: readonly Movable[]) =>
  evenOut({ people: new Map(people.map((each) => [each.id, each])), settings: DEFAULT_ASSIGN, today: TODAY }, movables)

it('proposes nothing where everybody carries what was agreed', () => {
  expect(proposed([person('ada', 10), person('ben', 3)], [movable('x', 'ada', 1)])).toEqual([])
})

it('proposes as many as are over, those that press least, to whoever has most room', () => {
  const three = [movable('a', 'ada', 90), movable('b', 'ada', 20), movable('c', 'ada', 40)]
  expect(proposed([person('ada', 12), person('ben', 3), person('cy', 1)], three)).toEqual([
    { from: 'ada', over: 2, to: 'cy', executionIds: ['b', 'c'] },
  ])
})

it('proposes no more than there is room for, and counts what it promised before', () => {
  const all = ['a', 'b', 'c'].map((id) => movable(id, 'ada', 1)).concat(movable('d', 'ben', 1))
  expect(proposed([person('ada', 13), person('ben', 11), person('cy', 9)], all)).toEqual([
    { from: 'ada', over: 3, to: 'cy', executionIds: ['a'] },
    { from: 'ben', over: 1, to: null, executionIds: [] },
  ])
})

it('asks nobody of another team, and nobody who is away', () => {
  const away = { from: TODAY, to: TODAY + 3, coverId: null }
  const others = [person('ben', 0, { teamId: 'east' }), person('cy', 0, { absence: away })]
  expect(proposed([person('ada', 11), ...others], [movable('a', 'ada', 1)])).toEqual([
    { from: 'ada', over: 1, to: null, executionIds: [] },
  ])
})

it('proposes nothing of what somebody has begun: who carries only that is shown without cards', () => {
  expect(proposed([person('ada', 12), person('ben', 3)], [])).toEqual([
    { from: 'ada', over: 2, to: 'ben', executionIds: [] },
  ])
})
