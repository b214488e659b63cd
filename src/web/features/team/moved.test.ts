import { describe, expect, it } from 'vitest'
import type { Team, TeamCard, TeamPerson } from '../../../views/team.contract.ts'
import { addedLoad, allCards, loadOf, moved } from './moved.ts'
import { finding, givenWords, loadWords, roomWords } from './words.ts'

const card = (executionId: string, more: Partial<TeamCard> = {}): TeamCard => ({
  executionId,
  customer: { id: executionId, name: executionId },
  workflow: { id: 'urgent-action', title: 'Urgent renewal' },
  stage: null,
  status: 'pending',
  score: 1,
  arr: { amount: null, currency: 'USD' },
  days: null,
  dueOn: null,
  late: false,
  counts: true,
  can: ['reassign'],
  ...more,
})

const person = (id: string, cards: readonly TeamCard[], more: Partial<TeamPerson> = {}): TeamPerson => ({
  id,
  name: id,
  capacity: 3,
  inProgress: cards.filter(({ status }) => status === 'in_progress').length,
  dueThisWeek: cards.filter(({ status, counts }) => counts && status === 'pending').length,
  open: cards.length,
  late: cards.filter(({ late }) => late).length,
  escalated: 0,
  oldestOn: null,
  completedToday: 0,
  minutesToday: 0,
  away: null,
  cards: [...cards],
  ...more,
})

const team = (people: readonly TeamPerson[], unowned: readonly TeamCard[] = []): Team => ({
  day: '2027-03-15',
  team: null,
  teams: [],
  people: [...people],
  unowned: { open: unowned.length, cards: [...unowned] },
  escalations: [],
  snoozes: { total: 0, reasons: [] },
  proposals: [],
})

const ids = (page: Team, id: string) =>
  page.people.find((each) => each.id === id)?.cards.map((each) => each.executionId)

describe('what is given to somebody', () => {
  const begun = card('begun', { status: 'in_progress' })
  const late = card('late', { late: true })
  const far = card('far', { counts: false })
  const page = team([person('ada', [begun, late, far]), person('ben', [])], [card('free')])

  it('goes from whoever had it, with its counts', () => {
    const after = moved(page, new Set(['begun', 'late']), 'ben')
    expect([ids(after, 'ada'), ids(after, 'ben')]).toEqual([['far'], ['begun', 'late']])
    expect(after.people[0]).toMatchObject({ open: 1, inProgress: 0, dueThisWeek: 0, late: 0 })
    expect(after.people[1]).toMatchObject({ open: 2, inProgress: 1, dueThisWeek: 1, late: 1 })
  })

  it('leaves what is not on the page counted', () => {
    const many = team([person('ada', [late], { open: 60, dueThisWeek: 55 }), person('ben', [])])
    expect(moved(many, new Set(['late']), 'ben').people[0]).toMatchObject({ open: 59, dueThisWeek: 54 })
  })

  it('is taken from what nobody has', () => {
    const after = moved(page, new Set(['free']), 'ben')
    expect([after.unowned.open, ids(after, 'ben')]).toEqual([0, ['free']])
  })

  it('stays where it is when it is given to whoever has it', () => {
    expect(loadOf(moved(page, new Set(['begun']), 'ada').people[0] ?? person('nobody', []))).toBe(2)
  })

  it('takes proposals along that name it', () => {
    const proposal = { from: { id: 'ada', name: 'ada' }, over: 1, to: null, executionIds: ['late'] }
    expect(moved({ ...page, proposals: [proposal] }, new Set(['late']), 'ben').proposals).toEqual([])
    expect(moved({ ...page, proposals: [proposal] }, new Set(['far']), 'ben').proposals).toEqual([proposal])
  })

  it('adds to the load what counts and is not there already', () => {
    expect(addedLoad(page, new Set(['begun', 'late', 'far', 'free']), 'ben')).toBe(3)
    expect(addedLoad(page, new Set(['begun', 'free']), 'ada')).toBe(1)
    expect(allCards(page)).toHaveLength(4)
  })
})

describe('the finding', () => {
  const over = person('ada', [], { inProgress: 4 })
  const fine = person('ben', [], { inProgress: 3 })
  it.each([
    ['Nobody is in this team yet.', []],
    ['Nobody is over capacity.', [fine, fine]],
    ['One CSM, who is over capacity.', [over]],
    ['One of two is over capacity.', [over, fine]],
    ['Two of three are over capacity.', [over, over, fine]],
    ['One of two is over capacity.', [over, fine, person('mo', [], { capacity: 0, inProgress: 2 })]],
  ])('is “%s”', (says, people) => {
    expect(finding({ people })).toBe(says)
  })
})

describe('room', () => {
  it.each([
    [15, 18, '3 over'],
    [15, 15, 'full'],
    [15, 9, '6 free'],
    [0, 2, ''],
  ])('of %d with a load of %d is “%s”', (capacity, load, says) => {
    expect(roomWords({ capacity }, load)).toBe(says)
  })
})

it('a bar is said in words', () => {
  expect(loadWords(person('ada', [], { inProgress: 2, dueThisWeek: 1 }))).toBe(
    '2 in progress and 1 due this week, capacity 3',
  )
  expect(loadWords(person('mo', [], { capacity: 0 }))).toBe('0 in progress and 0 due this week')
})

it('what was given is said with how many', () => {
  expect(givenWords(1, 'Ben')).toBe('One workflow is with Ben now.')
  expect(givenWords(12, 'Ben')).toBe('12 workflows are with Ben now.')
})
