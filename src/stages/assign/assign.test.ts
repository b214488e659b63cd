import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, MONDAY_TO_FRIDAY } from '../../base/day.ts'
import { DEFAULT_ASSIGN, assign, assignAll, assignedWords, overCapacity } from './assign.ts'
import type { Person, Work } from './assign.ts'

const TODAY = day('2027-03-15')

const person = (id: string, known: Partial<Person> = {}): Person => ({
  id,
  name: id,
  teamId: 'west',
  capacity: 15,
  load: 0,
  workingDays: MONDAY_TO_FRIDAY,
  absence: null,
  ...known,
})

const staff = (...people: readonly Person[]) => ({
  people: new Map(people.map((each) => [each.id, each])),
  settings: DEFAULT_ASSIGN,
  today: TODAY,
})

const work = (known: Partial<Work> = {}): Work => ({
  ownerId: 'ada',
  teamId: null,
  family: 'renewal',
  dueOn: TODAY + 2,
  ...known,
})

const away = (coverId: string | null) => ({ from: TODAY - 1, to: TODAY + 6, coverId })

describe('giving out work', () => {
  it('leaves the account with its owner, also over capacity', () => {
    const given = assign(work(), staff(person('ada', { load: 99 }), person('bob')))
    expect(given).toMatchObject({ to: 'ada', because: 'owner', approval: 'none' })
  })

  it('gives what cannot wait to the cover, with a hand-over', () => {
    const given = assign(work(), staff(person('ada', { absence: away('bob') }), person('bob')))
    expect(given).toMatchObject({ to: 'bob', because: 'cover', handOver: true, dueOn: TODAY + 2 })
  })

  it('gives it to whom has most room when the cover is away too', () => {
    const given = assign(
      work(),
      staff(person('ada', { absence: away('bob') }), person('bob', { absence: away(null) }), person('cy', { load: 3 })),
    )
    expect(given).toMatchObject({ to: 'cy', because: 'absence-least-load', handOver: true })
  })

  it('leaves it with the absent owner when there is nobody else', () => {
    expect(assign(work(), staff(person('ada', { absence: away(null) })))).toMatchObject({ to: 'ada', because: 'owner' })
  })

  it.each([
    ['can wait by its nature', { family: 'cadence' }],
    ['is due only after the return', { dueOn: TODAY + 30 }],
  ] as const)('re-dates what %s to the return of the owner', (_, known) => {
    const given = assign(work(known), staff(person('ada', { absence: away('bob') }), person('bob')))
    expect(given.to).toBe('ada')
    expect(given.dueOn).toBe(Math.max(TODAY + 7, work(known).dueOn))
  })

  it('gives work without an owner to the least load against capacity, within the team', () => {
    const people = staff(
      person('ada', { load: 6 }),
      person('bob', { load: 2, capacity: 4 }),
      person('eve', { teamId: 'east' }),
    )
    expect(assign(work({ ownerId: null, teamId: 'west' }), people)).toMatchObject({ to: 'ada', because: 'least-load' })
    expect(assign(work({ ownerId: null }), people).to).toBe('eve')
    expect(assign(work({ ownerId: 'gone' }), people).to).toBe('eve')
  })

  it('says so when there is nobody', () => {
    expect(assign(work({ ownerId: null }), staff(person('ada', { capacity: 0 })))).toMatchObject({
      to: null,
      because: 'nobody',
    })
  })

  it('waits for the manager where the company wants that, but never for an owner', () => {
    const careful = { ...staff(person('ada')), settings: { ...DEFAULT_ASSIGN, approval: 'manager' as const } }
    expect(assign(work({ ownerId: null }), careful).approval).toBe('waiting')
    expect(assign(work(), careful).approval).toBe('none')
  })

  it('counts what was given a moment ago', () => {
    const given = assignAll([work({ ownerId: null }), work({ ownerId: null })], staff(person('ada'), person('bob')))
    expect(given.map(({ to }) => to)).toEqual(['ada', 'bob'])
  })

  it('shows the manager who carries too much, and who has room', () => {
    const people = staff(
      person('ada', { load: 20 }),
      person('bob', { load: 16 }),
      person('cy', { load: 3 }),
      person('eve', { teamId: 'east', load: 30 }),
    )
    expect(overCapacity(people)).toEqual([
      { personId: 'eve', load: 30, capacity: 15, proposal: null },
      { personId: 'ada', load: 20, capacity: 15, proposal: 'cy' },
      { personId: 'bob', load: 16, capacity: 15, proposal: 'cy' },
    ])
  })

  it('gives its reason in words', () => {
    expect(assignedWords('owner')).toBe('You own this account.')
    expect(assignedWords('by Dana')).toBe('by Dana')
  })

  it('is the same whatever the order of people, and never piles up while others have room', () => {
    const people = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 2 })
    fc.assert(
      fc.property(people, fc.nat({ max: 40 }), (ids, count) => {
        const works = Array.from({ length: count }, () => work({ ownerId: null }))
        const given = assignAll(works, staff(...ids.map((id) => person(id))))
        const reversed = assignAll(works, staff(...[...ids].reverse().map((id) => person(id))))
        expect(reversed.map(({ to }) => to)).toEqual(given.map(({ to }) => to))
        const counts = ids.map((id) => given.filter(({ to }) => to === id).length)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
