import { describe, expect, it } from 'vitest'
import type { Task, TasksPage } from '../../../stages/execute/tasks.contract.ts'
import { groupsOf, withDone, without } from './groups.ts'

const task = (id: string, dueOn: string | null): Task => ({
  id,
  title: id,
  status: 'open',
  dueOn,
  doneAt: null,
  assignee: null,
  customer: null,
  workflow: null,
  createdBy: 'Ida',
  can: ['act'],
})

const page: TasksPage = {
  day: '2027-03-15',
  whose: 'mine',
  open: [task('old', '2027-03-14'), task('now', '2027-03-15'), task('soon', '2027-03-16'), task('free', null)],
  more: false,
  done: [],
  people: [],
  customers: [],
}

describe('tasks by their day', () => {
  it('are late, today’s, later ones and those without a day', () => {
    expect(groupsOf(page).map(({ id, tasks }) => [id, tasks.map((each) => each.id)])).toEqual([
      ['late', ['old']],
      ['today', ['now']],
      ['later', ['soon']],
      ['someday', ['free']],
    ])
  })

  it('leave out what is empty', () => {
    expect(groupsOf({ ...page, open: [task('free', null)] }).map(({ id }) => id)).toEqual(['someday'])
  })
})

it('a task that is done goes from the open ones to the top of those that are done', () => {
  const after = withDone(page, 'now', new Date('2027-03-15T09:00:00Z'))
  expect(after.open.map(({ id }) => id)).toEqual(['old', 'soon', 'free'])
  expect(after.done).toMatchObject([{ id: 'now', status: 'done', doneAt: '2027-03-15T09:00:00.000Z' }])
  expect(withDone(page, 'unknown', new Date())).toBe(page)
  expect(without(page, 'old').open).toHaveLength(3)
})
