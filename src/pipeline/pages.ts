import { recordAudit } from '../access/audit.store.ts'
import { systemActor } from '../base/actor.ts'
import { isoDay } from '../base/day.ts'
import type { DailyPayload } from '../operate/schedule.job.ts'
import { enqueue } from '../platform/jobs/enqueue.ts'
import { patiently } from '../platform/patiently.ts'
import { claimRun, holdDecisionLock, saveProgress, type Claim, type RunState } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { nextCustomers, type Look, type Reach } from '../stages/analyze/customers-to-look-at.store.ts'
import type { Cycle, CycleDeps } from './cycle.ts'
import { decideAll, readSubjects, saveDecided, type DecidedPage, type ReadSubjects } from './page.ts'
import type { PageCounts } from './save-page.ts'

// Five times as many take 590 MB where these take 250, and are no faster; what a kill loses is a fifth.
const PAGE_CUSTOMERS = 1000

/**
 * All pages that are still to be done. Node and the server work at once: while the server writes one page and reads the one after the
 * next, the next is decided.
 */
export async function eachPage(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  const limit = deps.pageCustomers ?? PAGE_CUSTOMERS
  let ahead: Ahead | null = null
  for (;;) {
    const { run, next } = await patiently(() => {
      const given = ahead
      // What a transaction that fails has begun with is used up.
      ahead = null
      return deps.database.withCompany(cycle.companyId, (tx) => nextPage(tx, cycle, { claim, limit, ahead: given }))
    })
    ahead = next
    const done = run.analyzed + run.confirmed + run.overtaken
    deps.onProgress?.({ done, total: Math.max(done, run.customersTotal) })
    if (run.phase !== 'customers') return
  }
}

/** Customers that follow each other, as they were read. */
type ReadPage = { readonly reach: Reach; readonly read: ReadSubjects }
type Decided = { readonly reach: Reach; readonly page: DecidedPage }

/** What was done ahead in the transaction of an earlier page: the next page is decided, and the one after it is read. */
type Ahead = { readonly turn: number; readonly decided: Decided; readonly read: ReadPage | null }

type Page = { readonly claim: Claim; readonly limit: number; readonly ahead: Ahead | null }
type Done = { readonly run: RunState; readonly next: Ahead | null }

/** One page with the run's cursor and its row in the audit trail, all or nothing. After the last the run is in its next phase. */
async function nextPage(tx: Tx, cycle: Cycle, { claim, limit, ahead }: Page): Promise<Done> {
  const run = await claimRun(tx, claim)
  if (run.phase !== 'customers') return { run, next: null }
  const turn = await holdDecisionLock(tx)
  // Where somebody else has decided in between, what was read before that is out of date.
  const usable = ahead?.turn === turn - 1 ? ahead : null
  const readAfter = ({ isLast, last }: Reach): Promise<ReadPage | null> =>
    isLast ? Promise.resolve(null) : readPage(tx, cycle, { after: last, limit })
  const { reach, page } =
    usable?.decided ?? (await decided(cycle, await readPage(tx, cycle, { after: run.cursor, limit })))
  const following = usable ? usable.read : await readAfter(reach)
  const deciding = following && decided(cycle, following)
  // Should the server fail first, its error is the one to be told.
  deciding?.catch(() => undefined)
  const counts = withPassedOver(await saveDecided(tx, cycle, page), reach, cycle.look)
  const read = following && (await readAfter(following.reach))
  const next = await deciding
  const phase = reach.isLast ? 'assignment' : 'customers'
  const now = await saveProgress(tx, run.id, { cursor: reach.last, phase, counts })
  if (reach.looked > 0) await auditPage(tx, run, counts)
  if (counts.overtaken > 0) await enqueueCatchUp(tx, cycle)
  return { run: now, next: next && { turn, decided: next, read } }
}

async function readPage(
  tx: Tx,
  cycle: Cycle,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<ReadPage> {
  const reach = await nextCustomers(tx, { after, limit, look: cycle.look })
  return { reach, read: await readSubjects(tx, cycle, reach.due) }
}

/** What stands of those who are passed over is confirmed; looked at again on the same day, nobody asked for them. */
const withPassedOver = (counts: PageCounts, { passedOver }: Reach, { at }: Look): PageCounts =>
  at === 'due' ? { ...counts, confirmed: counts.confirmed + passedOver } : counts

const decided = async (cycle: Cycle, { reach, read }: ReadPage): Promise<Decided> => ({
  reach,
  page: await decideAll(cycle, read),
})

/** Whoever was overtaken by new facts again and again gets a job: a run of what has changed since, once this one is done. */
async function enqueueCatchUp(tx: Tx, { companyId, day }: Cycle): Promise<void> {
  const payload: DailyPayload = { companyId, localDate: isoDay(day) }
  await enqueue(tx, 'catch-up', payload, { key: `catch-up:${companyId}:${payload.localDate}` })
}

async function auditPage(tx: Tx, run: RunState, counts: PageCounts): Promise<void> {
  const actor = systemActor('daily run')
  await recordAudit(tx, { actor, action: 'analyze', object: 'run', objectId: run.id, detail: counts })
}

/** The run as it stands now. */
export function reload(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<RunState> {
  return deps.database.withCompany(cycle.companyId, (tx) => claimRun(tx, claim))
}
