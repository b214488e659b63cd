import type { Tx } from '../platform/postgres.ts'
import type { Customers } from '../spine/among-customers.store.ts'
import { openExecutionsOf } from '../spine/execution.store.ts'
import { restsOf } from '../spine/rest.store.ts'
import { loadFacts } from '../stages/analyze/facts.store.ts'
import { earlierInputs, latestAnalyses, overtaken } from '../stages/analyze/intelligence.store.ts'
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
  const { versions, each } = await loadSubjects(tx, cycle, customers)
  const outcomes: Outcome[] = []
  for (const subject of each()) {
    const verdict = decideCustomer(subject, cycle)
    outcomes.push(outcomeOf(verdict, { cycle, factsVersion: versions.get(verdict.facts.customerId) ?? 0 }))
  }
  const behind = cycle.writes === 'everything' ? await overtaken(tx, versions) : new Set<string>()
  const inTime = behind.size === 0 ? outcomes : outcomes.filter(({ customerId }) => !behind.has(customerId))
  return { counts: await savePage(tx, cycle, inTime), late: [...behind] }
}

/** What is at hand about some customers. */
export type Subjects = {
  /** Of the facts that were read, of each. */
  readonly versions: ReadonlyMap<string, number>
  /** One by one, each made when its turn comes. */
  each(): Iterable<Subject>
}

/** What is at hand about these customers, in a few set-based reads. */
export async function loadSubjects(
  tx: Tx,
  cycle: Pick<Cycle, 'writes' | 'knowledge' | 'book' | 'day'>,
  customers: Customers,
): Promise<Subjects> {
  const live = cycle.writes === 'everything'
  const loaded = await loadFacts(tx, { customers, knowledge: cycle.knowledge, book: cycle.book })
  const last = await latestAnalyses(tx, customers, cycle.day)
  const earlier = await earlierInputs(tx, customers, cycle.day - DECLINE_DAYS)
  const open = live ? await openExecutionsOf(tx, customers) : null
  const rests = live ? await restsOf(tx, customers) : null
  return {
    versions: loaded.versions,
    *each() {
      for (const facts of loaded.each()) {
        const { customerId } = facts
        yield {
          facts,
          last: last.get(customerId) ?? null,
          earlier: earlier.get(customerId) ?? null,
          open: open?.get(customerId) ?? [],
          rests: rests?.get(customerId) ?? [],
        }
      }
    },
  }
}
