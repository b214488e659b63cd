import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, MONDAY_TO_FRIDAY, weekdayOf } from '../../base/day.ts'
import { FAMILIES } from '../../spine/words.ts'
import { assign, assignAll, assignedWords, DEFAULT_ASSIGN, overCapacity, type Person, type Work } from './assign.ts'

const TODAY = day('2027-03-15')
const IDS = ['ada', 'bob', 'cy', 'dan'] as const

const absence = fc.option(
  fc.record({
    from: fc.integer({ min: -10, max: 10 }).map((days) => TODAY + days),
    length: fc.nat({ max: 20 }),
    coverId: fc.option(fc.constantFrom(...IDS, 'gone')),
  }),
  { nil: null },
)

const staff = fc
  .tuple(
    fc.subarray([...IDS], { minLength: 1 }),
    fc.array(
      fc.record({
        teamId: fc.constantFrom(null, 'west', 'east'),
        capacity: fc.constantFrom(0, 1, 5, 15),
        load: fc.nat({ max: 30 }),
        absence,
      }),
      { minLength: 4, maxLength: 4 },
    ),
  )
  .map(([ids, known]) => ({
    people: new Map(
      ids.map((id, index): [string, Person] => {
        const { absence: away, ...rest } = known[index] ?? { teamId: null, capacity: 5, load: 0, absence: null }
        const absent = away && { from: away.from, to: away.from + away.length, coverId: away.coverId }
        return [id, { id, name: id, workingDays: MONDAY_TO_FRIDAY, ...rest, absence: absent }]
      }),
    ),
    settings: DEFAULT_ASSIGN,
    today: TODAY,
  }))

const work: fc.Arbitrary<Work> = fc.record({
  ownerId: fc.option(fc.constantFrom(...IDS, 'gone')),
  teamId: fc.constantFrom(null, 'west'),
  family: fc.constantFrom(...FAMILIES),
  dueOn: fc.integer({ min: -3, max: 40 }).map((days) => TODAY + days),
})

const isAway = (person: Person | undefined): boolean =>
  person?.absence != null && TODAY >= person.absence.from && TODAY <= person.absence.to

const whatever = (look: (asked: Work, at: Parameters<typeof assign>[1], given: ReturnType<typeof assign>) => void) => {
  fc.assert(
    fc.property(work, staff, (asked, at) => {
      look(asked, at, assign(asked, at))
    }),
  )
}

describe('whoever is there and whoever is not', () => {
  it('what is given is given to somebody who is with the company', () => {
    whatever((_, { people }, { to, because }) => {
      expect(to === null).toBe(because === 'nobody')
      if (to !== null) expect(people.has(to)).toBe(true)
    })
  })

  it('an owner who is there keeps the account, whatever the load', () => {
    whatever(({ ownerId, dueOn }, { people }, given) => {
      const owner = people.get(ownerId ?? '')
      if (!owner || isAway(owner)) return
      expect(given).toEqual({ to: owner.id, because: 'owner', approval: 'none', dueOn, handOver: false })
    })
  })

  it('nobody who is away is given the work of others', () => {
    whatever(({ ownerId }, { people }, { to }) => {
      if (to !== null && to !== ownerId) expect(isAway(people.get(to))).toBe(false)
    })
  })

  it('nothing is due earlier than it was asked for, and what waits is due on a working day after the return', () => {
    whatever(({ ownerId, dueOn }, { people }, given) => {
      expect(given.dueOn).toBeGreaterThanOrEqual(dueOn)
      if (given.dueOn === dueOn) return
      expect(given.dueOn).toBeGreaterThan(people.get(ownerId ?? '')?.absence?.to ?? Infinity)
      expect(weekdayOf(given.dueOn)).toBeLessThanOrEqual(5)
    })
  })

  it('what cannot wait goes to the cover who is there', () => {
    whatever(({ ownerId, family, dueOn }, { people }, { to, because, handOver }) => {
      const owner = people.get(ownerId ?? '')
      if (!owner?.absence || !isAway(owner)) return
      const cover = people.get(owner.absence.coverId ?? '')
      const waits = !DEFAULT_ASSIGN.cannotWait.includes(family) || dueOn > owner.absence.to
      if (waits || !cover || isAway(cover)) return
      expect({ to, because, handOver }).toEqual({ to: cover.id, because: 'cover', handOver: true })
    })
  })

  it('the list is the same whoever comes first in the staff, and the snapshot of loads is left alone', () => {
    fc.assert(
      fc.property(fc.array(work, { maxLength: 12 }), staff, (works, at) => {
        const before = structuredClone([...at.people.values()].map(({ load }) => load))
        const given = assignAll(works, at)
        const reversed = assignAll(works, { ...at, people: new Map([...at.people].reverse()) })
        expect(reversed.map(({ to, because }) => [to, because])).toEqual(given.map(({ to, because }) => [to, because]))
        expect([...at.people.values()].map(({ load }) => load)).toEqual(before)
      }),
    )
  })

  it('a proposal for who carries too much is somebody of the team with room, who is there', () => {
    fc.assert(
      fc.property(staff, (at) => {
        const full = overCapacity(at)
        expect(full.map(({ personId }) => personId).sort()).toEqual(
          [...at.people.values()].flatMap(({ id, load, capacity }) => (load > capacity ? [id] : [])).sort(),
        )
        for (const { personId, proposal } of full) {
          if (proposal === null) continue
          const [one, other] = [at.people.get(personId), at.people.get(proposal)]
          expect(proposal).not.toBe(personId)
          expect(isAway(other)).toBe(false)
          expect(other?.load).toBeLessThan(other?.capacity ?? 0)
          if (one?.teamId != null) expect(other?.teamId).toBe(one.teamId)
        }
      }),
    )
  })

  it('every reason has its words, and a person’s own are shown as they are', () => {
    whatever((_, __, { because }) => {
      expect(assignedWords(because)).toMatch(/^[A-Z].*\.$/)
    })
    expect(assignedWords('constructor')).toBe('constructor')
  })
})
