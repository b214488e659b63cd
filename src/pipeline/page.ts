import type { Tx } from '../platform/postgres.ts'
import type { Customers } from '../spine/among-customers.store.ts'
import { openExecutionsOf } from '../spine/execution.store.ts'
import { restsOf } from '../spine/rest.store.ts'
import { loadFacts, type Known } from '../stages/analyze/facts.store.ts'
import { earlierInputs, latestAnalyses, overtaken } from '../stages/analyze/intelligence.store.ts'
import type { CustomerFacts } from '../stages/analyze/facts.ts'
import type { Cycle } from './cycle.ts'
import { decideCustomer, type Subject } from './decide-customer.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import { savePage, type PageCounts } from './save-page.ts'

/** Decline is told against the last analysis that is at least this old. */
const DECLINE_DAYS = 28

/** Facts that keep coming in under a page are left to a job of their own after this many tries. */
const MOST_TRIES = 3

/**
 * One page of customers, in the caller's transaction: loaded, decided and saved set-wise. Who was overtaken by new facts while the page
 * was worked on is done again at once.
 */
export async function processPage(tx: Tx, cycle: Cycle, customers: Customers): Promise<PageCounts> {
  const total = { analyzed: 0, confirmed: 0, overtaken: 0, opened: 0, closed: 0 }
  let left: Customers | null = 'length' in customers && customers.length === 0 ? null : customers
  for (let turn = 1; left !== null; turn += 1) {
    const { counts, late } = await processOnce(tx, cycle, left)
    total.analyzed += counts.analyzed
    total.confirmed += counts.confirmed
    total.opened += counts.opened
    total.closed += counts.closed
    left = late.length > 0 && turn < MOST_TRIES ? late : null
    if (turn === MOST_TRIES) total.overtaken += late.length
  }
  return total
}

type Turn = { readonly counts: PageCounts; readonly late: readonly string[] }

async function processOnce(tx: Tx, cycle: Cycle, customers: Customers): Promise<Turn> {
  const versions = new Map<string, number>()
  const outcomes: Outcome[] = []
  for (const { subject, factsVersion } of await loadSubjects(tx, cycle, customers)) {
    versions.set(subject.facts.customerId, factsVersion)
    outcomes.push(outcomeOf(decideCustomer(subject, cycle), { cycle, factsVersion }))
  }
  const behind = cycle.writes === 'everything' ? await overtaken(tx, versions) : new Set<string>()
  const inTime = behind.size === 0 ? outcomes : outcomes.filter(({ customerId }) => !behind.has(customerId))
  return { counts: await savePage(tx, cycle, inTime), late: [...behind] }
}

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
  const earlier = await earlierInputs(tx, customers, cycle.day - DECLINE_DAYS)
  const open = live ? await openExecutionsOf(tx, customers) : null
  const rests = live ? await restsOf(tx, customers) : null
  return inTurn(known, ({ customerId }) => ({
    last: last(customerId),
    earlier: earlier(customerId),
    open: open?.get(customerId) ?? [],
    rests: rests?.get(customerId) ?? [],
  }))
}

function* inTurn(known: Iterable<Known>, besides: (facts: CustomerFacts) => Omit<Subject, 'facts'>): Generator<Loaded> {
  for (const { facts, version } of known) yield { subject: { facts, ...besides(facts) }, factsVersion: version }
}
