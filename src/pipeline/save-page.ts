import type { RunCounts } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { saveAssignments, saveScores } from '../spine/execution.store.ts'
import {
  changeRenewals,
  closeRenewals,
  openRenewals,
  takeOverRenewals,
  withdrawRenewals,
} from '../spine/renewal.store.ts'
import { writeRuleTasks } from '../spine/task.store.ts'
import { saveAnalyses, saveStandings } from '../stages/analyze/intelligence.store.ts'
import type { RenewalEffect } from '../stages/analyze/renewals.ts'
import { applyDecisions } from '../stages/determine/apply.store.ts'
import type { Cycle } from './cycle.ts'
import { renewalIdOf } from './decide-customer.ts'
import type { Outcome } from './outcome.ts'

export type PageCounts = Omit<RunCounts, 'customersTotal'>

export const NOTHING_COUNTED: PageCounts = { analyzed: 0, confirmed: 0, overtaken: 0, opened: 0, closed: 0 }

/** Writes what a page came to, set-wise. As of a past day only the analyses. */
export async function savePage(tx: Tx, cycle: Cycle, outcomes: readonly Outcome[]): Promise<PageCounts> {
  const { runId, day } = cycle
  const analyses = outcomes.flatMap(({ analysis }) => analysis ?? [])
  const live = cycle.writes === 'everything'
  if (live) await saveRenewals(tx, outcomes)
  await saveAnalyses(tx, analyses)
  const analyzed = { analyzed: analyses.length, confirmed: outcomes.length - analyses.length, overtaken: 0 }
  if (!live) return { ...analyzed, opened: 0, closed: 0 }
  await saveStandings(tx, { runId, day, lines: outcomes.map(({ standing }) => standing) })
  const { opened, closed } = await applyDecisions(tx, {
    today: day,
    runId,
    openings: outcomes.flatMap(({ changes }) => changes.openings),
    changes: outcomes.flatMap(({ changes }) => changes.changes),
  })
  await saveAssignments(
    tx,
    outcomes.flatMap(({ changes }) => changes.assignments),
  )
  await saveScores(
    tx,
    outcomes.flatMap(({ changes }) => changes.scores),
  )
  await withdrawRenewals(
    tx,
    effectsOf(outcomes, 'withdraw').map(({ effect }) => effect.renewalId),
  )
  await writeRuleTasks(
    tx,
    outcomes.flatMap(({ tasks }) => tasks),
  )
  return { ...analyzed, opened, closed }
}

type Effect<K extends RenewalEffect['kind']> = Extract<RenewalEffect, { kind: K }>

function effectsOf<K extends RenewalEffect['kind']>(outcomes: readonly Outcome[], kind: K) {
  return outcomes.flatMap(({ customerId, renewals }) =>
    renewals.filter((effect): effect is Effect<K> => effect.kind === kind).map((effect) => ({ customerId, effect })),
  )
}

/** Before the executions, which refer to them; what is withdrawn goes after. */
async function saveRenewals(tx: Tx, outcomes: readonly Outcome[]): Promise<void> {
  const opened = effectsOf(outcomes, 'open').map(({ customerId, effect }) => ({
    ...effect,
    id: renewalIdOf(customerId, effect.key),
    customerId,
  }))
  await openRenewals(tx, opened)
  await takeOverRenewals(
    tx,
    outcomes.flatMap(({ takeovers }) => takeovers),
  )
  await changeRenewals(
    tx,
    effectsOf(outcomes, 'change').map(({ effect: { renewalId: id, ...change } }) => ({ id, ...change })),
  )
  await closeRenewals(
    tx,
    effectsOf(outcomes, 'close').map(({ effect: { renewalId, progress, how } }) => ({
      renewalId,
      progress,
      auto: how === 'auto',
    })),
  )
}
