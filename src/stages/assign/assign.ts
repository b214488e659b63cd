import { addWorkingDays } from '../../base/day.ts'
import type { Day, WorkingDays } from '../../base/day.ts'
import type { Family } from '../../spine/words.ts'

/** Somebody who can be given work, with the load at the start of the run. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly teamId: string | null
  /** Executions in progress and due this week that this person can carry. */
  readonly capacity: number
  readonly load: number
  readonly workingDays: WorkingDays
  /** Covers today and on; null: is there. */
  readonly absence: { readonly from: Day; readonly to: Day; readonly coverId: string | null } | null
}

export type AssignSettings = {
  /** `manager`: what does not go to the owner waits for approval. */
  readonly approval: 'auto' | 'manager'
  /** Families that cannot wait for a return when they are due before it. */
  readonly cannotWait: readonly Family[]
}

/** What is to be given to somebody. */
export type Work = {
  readonly ownerId: string | null
  /** The team that looks after the customer; null: anybody. */
  readonly teamId: string | null
  readonly family: Family
  readonly dueOn: Day
}

/** Why this person; `nobody`: there is no one to give it to. */
export type AssignReason = 'owner' | 'cover' | 'absence-least-load' | 'least-load' | 'nobody'

export type Given = {
  readonly to: string | null
  readonly because: AssignReason
  readonly approval: 'none' | 'waiting'
  /** Later than asked where it waits for the owner's return. */
  readonly dueOn: Day
  /** Somebody else takes over: a note on open steps, promises and last contacts goes with it. */
  readonly handOver: boolean
}

export const DEFAULT_ASSIGN: AssignSettings = { approval: 'auto', cannotWait: ['renewal', 'risk', 'event'] }

type Staff = { readonly people: ReadonlyMap<string, Person>; readonly settings: AssignSettings; readonly today: Day }

/** Who gets it. The owner keeps the account, over capacity or not; what cannot wait for an absent owner goes to the cover. */
export function assign(work: Work, staff: Staff): Given {
  const owner = work.ownerId === null ? undefined : staff.people.get(work.ownerId)
  if (!owner) return toLeastLoaded(work, staff, 'least-load')
  const { absence } = owner
  if (!absence || staff.today < absence.from || staff.today > absence.to) return toOwner(owner, work.dueOn)
  if (!staff.settings.cannotWait.includes(work.family) || work.dueOn > absence.to) {
    return toOwner(owner, Math.max(work.dueOn, addWorkingDays(absence.to + 1, 0, owner.workingDays)))
  }
  const cover = absence.coverId === null ? undefined : staff.people.get(absence.coverId)
  if (cover && !isAway(cover, staff.today)) {
    return { to: cover.id, because: 'cover', approval: approvalOf(staff), dueOn: work.dueOn, handOver: true }
  }
  return toLeastLoaded({ ...work, teamId: owner.teamId }, staff, 'absence-least-load', owner)
}

const toOwner = (owner: Person, dueOn: Day): Given => ({
  to: owner.id,
  because: 'owner',
  approval: 'none',
  dueOn,
  handOver: false,
})

const approvalOf = ({ settings }: Staff): Given['approval'] => (settings.approval === 'manager' ? 'waiting' : 'none')

const isAway = ({ absence }: Person, today: Day): boolean =>
  absence !== null && today >= absence.from && today <= absence.to

function toLeastLoaded(
  work: Work,
  staff: Staff,
  because: 'least-load' | 'absence-least-load',
  otherwise?: Person,
): Given {
  const best = leastLoaded(staff, work.teamId)
  if (best) {
    return { to: best.id, because, approval: approvalOf(staff), dueOn: work.dueOn, handOver: otherwise !== undefined }
  }
  return otherwise
    ? toOwner(otherwise, work.dueOn)
    : { to: null, because: 'nobody', approval: 'none', dueOn: work.dueOn, handOver: false }
}

/** Least load against capacity; ties: least load, then the id. Who is away or has no capacity is not asked. */
function leastLoaded({ people, today }: Staff, teamId: string | null, except?: string): Person | undefined {
  let best: Person | undefined
  for (const person of people.values()) {
    if (person.capacity <= 0 || person.id === except || isAway(person, today)) continue
    if (teamId !== null && person.teamId !== teamId) continue
    if (!best || isFreer(person, best)) best = person
  }
  return best
}

function isFreer(a: Person, b: Person): boolean {
  const difference = a.load * b.capacity - b.load * a.capacity || a.load - b.load
  return difference === 0 ? a.id < b.id : difference < 0
}

/** Gives out work in its order; what a person was given counts for the next. The snapshot itself is not changed. */
export function assignAll<W extends Work>(
  works: readonly W[],
  staff: Staff,
): readonly (Given & { readonly work: W })[] {
  const people = new Map(staff.people)
  return works.map((work) => {
    const given = assign(work, { ...staff, people })
    const person = given.to === null ? undefined : people.get(given.to)
    if (person) people.set(person.id, { ...person, load: person.load + 1 })
    return { ...given, work }
  })
}

export type OverCapacity = {
  readonly personId: string
  readonly load: number
  readonly capacity: number
  /** Who of the team has most room; null: nobody has any. */
  readonly proposal: string | null
}

/** Who carries more than agreed, the fullest first, with a proposal for the manager. Nothing is moved by itself. */
export function overCapacity(staff: Staff): readonly OverCapacity[] {
  return [...staff.people.values()]
    .filter((person) => person.load > person.capacity)
    .sort((a, b) => (isFreer(a, b) ? 1 : -1))
    .map((person) => {
      const free = leastLoaded(staff, person.teamId, person.id)
      const hasRoom = free !== undefined && free.load < free.capacity
      return { personId: person.id, load: person.load, capacity: person.capacity, proposal: hasRoom ? free.id : null }
    })
}

const WORDS: Readonly<Record<AssignReason, string>> = {
  owner: 'You own this account.',
  cover: 'You cover for the owner, who is away.',
  'absence-least-load': 'The owner is away and nobody covers; you had most room in the team.',
  'least-load': 'Nobody owns this account; you had most room.',
  nobody: 'Nobody owns this account and nobody has room.',
}

/** Why it is yours, in a sentence. Text of another origin (a person's own reassignment) is shown as it is. */
export const assignedWords = (because: string): string => (isReason(because) ? WORDS[because] : because)

const isReason = (text: string): text is AssignReason => Object.hasOwn(WORDS, text)
