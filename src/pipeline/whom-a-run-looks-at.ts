import { hash } from 'node:crypto'
import type { Company } from '../access/company.contract.ts'
import type { CompanyConfiguration } from '../configuration.ts'
import { lastBegun, type RunState } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { MODEL_VERSION } from '../stages/analyze/analyze.defaults.ts'
import { movementOf } from '../stages/analyze/analyze.ts'
import { markOfProducts } from '../stages/analyze/book.store.ts'
import { EVERYBODY, nextCustomers, type Look, type Some } from '../stages/analyze/customers-to-look-at.store.ts'
import type { CycleSnapshot, HeldBy, Looking, Member, RunSnapshot } from './cycle.ts'
import { members } from './members.ts'

/** Looked back at, everybody is seen, and nothing that stands comes of it. */
export const OF_A_PAST_DAY: Looking = { look: EVERYBODY, heldBy: null }

type Situation = {
  readonly run: Pick<RunState, 'id' | 'cause' | 'localDate'>
  readonly company: Company
  readonly configuration: CompanyConfiguration
  readonly shared: CycleSnapshot
}

/** Whom a run looks at, and by what the standings hold once it is done. */
export async function lookingOf(tx: Tx, situation: Situation): Promise<Looking> {
  const { run, configuration } = situation
  const now = { basis: await basisOf(tx, situation), people: await peopleOf(tx, situation) }
  const before = await lastBegun<RunSnapshot>(tx, run.id)
  const held = before?.snapshot?.heldBy
  if (before?.status !== 'finished' || !held || before.localDate > run.localDate)
    return { look: EVERYBODY, heldBy: now }
  if (before.localDate < run.localDate) {
    if (held.basis !== now.basis) return { look: EVERYBODY, heldBy: now }
    const peopleMoved = held.people !== now.people
    return { look: await wayThrough(tx, { at: 'due', on: run.localDate, peopleMoved, oneIn: 1 }), heldBy: now }
  }
  return run.cause === 'by-hand' && before.configurationVersion === configuration.version
    ? { look: await wayThrough(tx, { at: 'changed', oneIn: 1 }), heldBy: together(held, now) }
    : { look: EVERYBODY, heldBy: now }
}

/** Where only some are looked at again, the others' standings are as they were seen before: all hold by one thing only where it is the same. */
const together = (before: HeldBy, now: HeldBy): HeldBy => ({
  basis: before.basis === now.basis ? now.basis : 'several',
  people: before.people === now.people ? now.people : 'several',
})

/** All that customers are seen by, besides what is known of themselves and the day. Where the book hardly moves, its median counts for nobody. */
async function basisOf(tx: Tx, { company, configuration, shared: { book, trend } }: Situation): Promise<string> {
  const counts = configuration.analyze.profiles.some(({ rules }) => movementOf(trend, rules) !== null)
  return JSON.stringify({
    model: MODEL_VERSION,
    configuration: configuration.version,
    timeZone: company.timeZone,
    book,
    products: await markOfProducts(tx),
    median: counts ? trend.medianChangePercent : null,
  })
}

/** Who there is, with what they are given by; what they carry only where it counts for scores. */
async function peopleOf(tx: Tx, { run, configuration: { prioritize }, shared }: Situation): Promise<string> {
  const people = await members(tx, { day: run.localDate, loads: new Map(shared.loads) })
  const { penalty } = prioritize[prioritize.model]
  const each = [...people.values()].map(({ load, ...person }): Omit<Member, 'load'> | Member =>
    penalty === 0 ? person : { ...person, load },
  )
  return hash('sha256', JSON.stringify(each))
}

const ASKED_FIRST = 1000
// What is asked of one stretch stays small.
const MOST_PAGES_A_STRETCH = 20
// Where so many have to be looked at, to read everybody takes less than to ask who it is.
const NEARLY_ALL = 0.7

/** How far a page reaches, so that it is full of those who are looked at; by the first customers of the book. */
async function wayThrough(tx: Tx, look: Some): Promise<Look> {
  const { looked, passedOver } = await nextCustomers(tx, { after: null, limit: ASKED_FIRST, look })
  const all = looked + passedOver
  if (look.at === 'due' && looked > all * NEARLY_ALL) return EVERYBODY
  const oneIn = Math.round(all / Math.max(1, looked))
  return { ...look, oneIn: Math.max(1, Math.min(oneIn, MOST_PAGES_A_STRETCH)) }
}
