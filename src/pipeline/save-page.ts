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
import { planPage, type Decided } from './plan-page.ts'
import { ruleTasksOf } from './rule-tasks.ts'

export type PageCounts = Omit<RunCounts, 'customersTotal'>

export type DecidedPage = { readonly decided: readonly Decided[]; readonly versions: ReadonlyMap<string, number> }

/** Writes what a page came to, set-wise. As of a past day only the analyses. */
export async function savePage(tx: Tx, cycle: Cycle, { decided, versions }: DecidedPage): Promise<PageCounts> {
  const { runId, day } = cycle
  const versionOf = (customerId: string): number => versions.get(customerId) ?? 0
  const analyses = decided.flatMap(({ verdict: { isNew, facts, analysis, inputs } }) =>
    isNew ? [{ customerId: facts.customerId, factsVersion: versionOf(facts.customerId), analysis, inputs }] : [],
  )
  const live = cycle.writes === 'everything'
  if (live) await saveRenewals(tx, decided)
  await saveAnalyses(tx, { runId, day, analyses })
  const analyzed = { analyzed: analyses.length, confirmed: decided.length - analyses.length, overtaken: 0 }
  if (!live) return { ...analyzed, opened: 0, closed: 0 }
  await saveStandings(tx, { runId, day, standings: standingsOf(decided, versionOf) })
  const { openings, changes, assignments, scores } = planPage(decided, cycle)
  const { opened, closed } = await applyDecisions(tx, { today: day, runId, openings, changes })
  await saveAssignments(tx, assignments)
  await saveScores(tx, scores)
  await withdrawRenewals(
    tx,
    effectsOf(decided, 'withdraw').map(({ effect }) => effect.renewalId),
  )
  await writeRuleTasks(
    tx,
    decided.flatMap(({ verdict }) => ruleTasksOf(verdict)),
  )
  return { ...analyzed, opened, closed }
}

function standingsOf(decided: readonly Decided[], versionOf: (customerId: string) => number) {
  return new Map(
    decided.map(({ verdict: { facts, analysis, determination } }) => [
      facts.customerId,
      { analysis, factsVersion: versionOf(facts.customerId), gate: determination.gate?.reason ?? null },
    ]),
  )
}

type Effect<K extends RenewalEffect['kind']> = Extract<RenewalEffect, { kind: K }>

function effectsOf<K extends RenewalEffect['kind']>(decided: readonly Decided[], kind: K) {
  return decided.flatMap(({ verdict: { facts, renewals } }) =>
    renewals
      .filter((effect): effect is Effect<K> => effect.kind === kind)
      .map((effect) => ({ customerId: facts.customerId, effect })),
  )
}

/** Before the executions, which refer to them; what is withdrawn goes after. */
async function saveRenewals(tx: Tx, decided: readonly Decided[]): Promise<void> {
  const opened = effectsOf(decided, 'open').map(({ customerId, effect }) => ({
    ...effect,
    id: renewalIdOf(customerId, effect.key),
    customerId,
  }))
  await openRenewals(tx, opened)
  await takeOverRenewals(
    tx,
    decided.flatMap(({ verdict }) => verdict.takeovers),
  )
  await changeRenewals(
    tx,
    effectsOf(decided, 'change').map(({ effect: { renewalId: id, ...change } }) => ({ id, ...change })),
  )
  await closeRenewals(
    tx,
    effectsOf(decided, 'close').map(({ effect: { renewalId, progress, how } }) => ({
      renewalId,
      progress,
      auto: how === 'auto',
    })),
  )
}
