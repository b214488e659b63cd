import { claimRun, holdDecisionLock, saveProgress, type Claim, type RunPhase } from '../operate/runs.store.ts'
import { patiently } from '../platform/patiently.ts'
import type { Tx } from '../platform/postgres.ts'
import { saveAssignments } from '../spine/execution.store.ts'
import { assignAll, DEFAULT_ASSIGN } from '../stages/assign/assign.ts'
import { unownedExecutions, unscoredCustomers, type Unowned } from '../stages/assign/unowned.store.ts'
import type { Cycle, CycleDeps } from './cycle.ts'
import { processPage } from './page.ts'
import { NOTHING_COUNTED } from './save-page.ts'
import { summarizeAll } from './summarize.ts'

const SCORED_AT_ONCE = 1000

/**
 * Gives what nobody owns to somebody, in one ordered pass over all of it: what one is given counts for the next. Then it is scored,
 * which needs to know for whom.
 */
export async function assignUnowned(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  await inPhase(deps, cycle, { claim, phase: 'assignment' }, async (tx) => {
    await holdDecisionLock(tx)
    if (cycle.writes === 'everything') await giveOut(tx, cycle)
    return 'summaries'
  })
}

/** The same for some customers', between the runs. */
export async function giveOutOf(tx: Tx, cycle: Cycle, customerIds: readonly string[]): Promise<void> {
  const theirs = new Set(customerIds)
  const works = (await unownedExecutions(tx, [...cycle.people.keys()])).filter((work) => theirs.has(work.customerId))
  if (works.length === 0) return
  await give(tx, cycle, works)
  await processPage(tx, cycle, [...new Set(works.map(({ customerId }) => customerId))])
}

async function give(tx: Tx, cycle: Cycle, unowned: readonly Unowned[]): Promise<void> {
  const works = unowned.map((work) => ({ ...work, teamId: null }))
  const given = assignAll(works, { people: cycle.people, settings: DEFAULT_ASSIGN, today: cycle.day })
  await saveAssignments(
    tx,
    given.flatMap(({ work, to, because, approval, dueOn }) =>
      to === null ? [] : [{ executionId: work.executionId, assignedTo: to, because, approval, dueOn }],
    ),
  )
}

async function giveOut(tx: Tx, cycle: Cycle): Promise<void> {
  await give(tx, cycle, await unownedExecutions(tx, [...cycle.people.keys()]))
  // By id and not until none is left: one that cannot be scored, of an archived customer, would be looked at for ever.
  for (let after: string | null = null; ;) {
    const ids: readonly string[] = await unscoredCustomers(tx, { after, limit: SCORED_AT_ONCE })
    // Their analyses stand already and are confirmed; what is new is who has the execution.
    await processPage(tx, cycle, ids)
    after = ids.at(-1) ?? null
    if (after === null) return
  }
}

/** Writes everybody's order of the day. It decides nothing, so nobody who decides has to wait for it. */
export async function writeSummaries(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  await inPhase(deps, cycle, { claim, phase: 'summaries' }, async (tx) => {
    if (cycle.writes === 'everything') await summarizeAll(tx, cycle)
    return 'done'
  })
}

type Step = { readonly claim: Claim; readonly phase: RunPhase }

/** One transaction of a phase; nothing when the run has left it. `work` says which phase comes next. */
async function inPhase(
  { database }: CycleDeps,
  cycle: Cycle,
  { claim, phase }: Step,
  work: (tx: Tx) => Promise<RunPhase>,
): Promise<void> {
  await patiently(() =>
    database.withCompany(cycle.companyId, async (tx) => {
      const run = await claimRun(tx, claim)
      if (run.phase !== phase) return
      const next = await work(tx)
      await saveProgress(tx, run.id, { cursor: null, phase: next, counts: NOTHING_COUNTED })
    }),
  )
}
