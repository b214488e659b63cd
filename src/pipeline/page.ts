import { setImmediate as immediate } from 'node:timers/promises'
import type { Today } from '../base/today.ts'
import type { Tx } from '../platform/postgres.ts'
import { isNobody, type Customers } from '../spine/among-customers.store.ts'
import { openExecutionsOf } from '../spine/execution.store.ts'
import { restsOf } from '../spine/rest.store.ts'
import { loadFacts, type Known } from '../stages/analyze/facts.store.ts'
import { earlierInputs, latestAnalyses, markOfVersions, overtaken } from '../stages/analyze/intelligence.store.ts'
import type { CustomerFacts } from '../stages/analyze/facts.ts'
import type { Cycle } from './cycle.ts'
import { decideCustomer, type Subject } from './decide-customer.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import { NOTHING_COUNTED, savePage, type PageCounts } from './save-page.ts'

/** Decline is told against the last analysis that is at least this old. */
const DECLINE_DAYS = 28

/** Facts that keep coming in under a page are left to a job of their own after this many tries. */
const MOST_TRIES = 3

// The server is served in between: what it has answered is taken, what it shall do next is sent.
const DECIDED_AT_A_TIME = 10

/**
 * One page of customers, in the caller's transaction: loaded, decided and saved set-wise. Who was overtaken by new facts while the page
 * was worked on is done again at once.
 */
export async function processPage(tx: Tx, cycle: Cycle, customers: Customers): Promise<PageCounts> {
  if (isNobody(customers)) return NOTHING_COUNTED
  return saveDecided(tx, cycle, await decideAll(cycle, await readSubjects(tx, cycle, customers)))
}

/** Customers as they were read, and what the versions of their facts came to before that. */
export type ReadSubjects = {
  readonly customers: Customers
  readonly mark: string
  readonly subjects: Iterable<Loaded>
}

/** Reads customers to decide about them. */
export async function readSubjects(tx: Tx, cycle: Cycle, customers: Customers): Promise<ReadSubjects> {
  if (isNobody(customers)) return { customers, mark: '', subjects: [] }
  const mark = cycle.writes === 'everything' ? await markOfVersions(tx, customers) : ''
  return { customers, mark, subjects: await loadSubjects(tx, cycle, customers) }
}

/** What some customers come to, and the versions of the facts that it was made of. */
export type DecidedPage = Omit<ReadSubjects, 'subjects'> & {
  readonly outcomes: readonly Outcome[]
  readonly versions: ReadonlyMap<string, number>
}

/** Decides about customers, a few at a time. */
export async function decideAll(cycle: Cycle, { subjects, ...read }: ReadSubjects): Promise<DecidedPage> {
  const versions = new Map<string, number>()
  const outcomes: Outcome[] = []
  for (const { subject, factsVersion } of subjects) {
    versions.set(subject.facts.customerId, factsVersion)
    outcomes.push(outcomeOf(decideCustomer(subject, cycle), { cycle, factsVersion }))
    if (outcomes.length % DECIDED_AT_A_TIME === 0) await immediate()
  }
  return { ...read, outcomes, versions }
}

/** Saves what was decided; who was overtaken meanwhile is loaded, decided and saved again, and again. */
export async function saveDecided(tx: Tx, cycle: Cycle, decided: DecidedPage): Promise<PageCounts> {
  let { counts, late } = await saveInTime(tx, cycle, decided)
  for (let turn = 2; late.length > 0 && turn <= MOST_TRIES; turn += 1) {
    const again = await saveInTime(tx, cycle, await decideAll(cycle, await readSubjects(tx, cycle, late)))
    counts = sum(counts, again.counts)
    late = again.late
  }
  return { ...counts, overtaken: late.length }
}

async function saveInTime(tx: Tx, cycle: Cycle, { outcomes, versions: read, customers, mark }: DecidedPage) {
  const live = cycle.writes === 'everything'
  const behind = live ? await overtaken(tx, { customers, mark, read }) : new Set<string>()
  const inTime = behind.size === 0 ? outcomes : outcomes.filter(({ customerId }) => !behind.has(customerId))
  return { counts: await savePage(tx, cycle, inTime), late: [...behind] }
}

const sum = (a: PageCounts, b: PageCounts): PageCounts => ({
  analyzed: a.analyzed + b.analyzed,
  confirmed: a.confirmed + b.confirmed,
  overtaken: a.overtaken + b.overtaken,
  opened: a.opened + b.opened,
  closed: a.closed + b.closed,
})

/** What is at hand about a customer, and of which version of its facts. */
export type Loaded = { readonly subject: Subject; readonly factsVersion: number }

/** What is at hand about these customers, in a few set-based reads; one by one, each made when its turn comes. */
export async function loadSubjects(
  tx: Tx,
  cycle: Pick<Cycle, 'writes' | 'knowledge' | 'book' | 'day'>,
  customers: Customers,
): Promise<Iterable<Loaded>> {
  const live = cycle.writes === 'everything'
  const known = await loadFacts(tx, { customers, knowledge: cycle.knowledge, book: cycle.book })
  const last = await latestAnalyses(tx, customers, cycle.day)
  const earlier = await earlierInputs(tx, customers, { day: cycle.day, days: DECLINE_DAYS })
  const open = live ? await openExecutionsOf(tx, customers) : null
  const rests = live ? await restsOf(tx, customers) : null
  return inTurn(known, ({ customerId }, today) => ({
    today,
    last: last(customerId),
    earlier: earlier(customerId, today),
    open: open?.(customerId) ?? NONE,
    rests: rests?.get(customerId) ?? NONE,
  }))
}

const NONE: readonly never[] = []

type Besides = (facts: CustomerFacts, today: Today) => Omit<Subject, 'facts'>

function* inTurn(known: Iterable<Known>, besides: Besides): Generator<Loaded> {
  for (const { facts, version, today } of known) {
    yield { subject: { facts, ...besides(facts, today) }, factsVersion: version }
  }
}
