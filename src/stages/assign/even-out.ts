import { overCapacity, type AssignSettings, type Person } from './assign.ts'
import type { Day } from '../../base/day.ts'

/** An execution that nobody has begun and that counts into its owner's load. */
export type Movable = { readonly executionId: string; readonly ownerId: string; readonly score: number }

/** What somebody over capacity could hand on, and to whom; `to` null: nobody of the team has room. */
export type Proposal = {
  readonly from: string
  readonly over: number
  readonly to: string | null
  readonly executionIds: readonly string[]
}

type Staff = {
  readonly people: ReadonlyMap<string, Person>
  readonly settings: AssignSettings
  readonly today: Day
}

/**
 * Who over capacity could give what to whom, the fullest first. Nothing begun is proposed, and of the rest what presses least: the owner
 * keeps what matters most. What one is to be given counts for the next proposal. Nothing is moved by itself.
 */
export function evenOut(staff: Staff, movables: readonly Movable[]): readonly Proposal[] {
  const people = new Map(staff.people)
  return overCapacity(staff).map(({ personId, load, capacity }) => {
    const over = load - capacity
    // Asked again: those before may have been promised the room.
    const to = overCapacity({ ...staff, people }).find((each) => each.personId === personId)?.proposal ?? null
    const taker = to === null ? undefined : people.get(to)
    const room = taker ? taker.capacity - taker.load : 0
    const moved = movables
      .filter(({ ownerId }) => ownerId === personId)
      .toSorted((a, b) => a.score - b.score || (a.executionId < b.executionId ? -1 : 1))
      .slice(0, Math.min(over, room))
    const giver = people.get(personId)
    if (taker) people.set(taker.id, { ...taker, load: taker.load + moved.length })
    if (giver) people.set(giver.id, { ...giver, load: giver.load - moved.length })
    return { from: personId, over, to, executionIds: moved.map(({ executionId }) => executionId) }
  })
}
