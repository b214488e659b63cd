import type { Day } from '../base/day.ts'
import type { Takeover } from '../spine/renewal.store.ts'
import type { RuleTask } from '../spine/task.store.ts'
import { MOST_DAYS_UNSEEN } from '../stages/analyze/analyze.defaults.ts'
import { intelligenceLine, standingLine } from '../stages/analyze/intelligence.store.ts'
import type { RenewalEffect } from '../stages/analyze/renewals.ts'
import type { Cycle } from './cycle.ts'
import type { Verdict } from './decide-customer.ts'
import { planPage, type PageChanges } from './plan-page.ts'
import { ruleTasksOf } from './rule-tasks.ts'

/**
 * What is to be written of one customer, ready to be sent. The verdict is let go as soon as this is made of it: verdicts of a whole page
 * that wait to be written were moved through the heap again and again, a third of all the time that Node took.
 */
export type Outcome = {
  readonly customerId: string
  /** Null: the last analysis says the same and is confirmed. */
  readonly analysis: string | null
  readonly standing: string
  readonly renewals: readonly RenewalEffect[]
  readonly takeovers: readonly Takeover[]
  readonly tasks: readonly RuleTask[]
  readonly changes: PageChanges
}

type Known = { readonly cycle: Cycle; /** Of the facts that were read. */ readonly factsVersion: number }

export function outcomeOf(verdict: Verdict, { cycle, factsVersion }: Known): Outcome {
  const { facts, analysis, kept, inputs, determination } = verdict
  const { customerId } = facts
  const live = cycle.writes === 'everything'
  const { companyId, runId } = cycle
  const changes = live && concernsExecutions(verdict) ? planPage([{ verdict }], cycle) : NO_CHANGES
  return {
    customerId,
    analysis: verdict.isNew
      ? intelligenceLine({ companyId, runId, customerId, factsVersion, analysis, kept, inputs })
      : null,
    standing: live
      ? standingLine(customerId, {
          analysis,
          factsVersion,
          gate: determination.gate?.reason ?? null,
          holdsUntil: holdsUntil(verdict, changes),
          workVersion: workVersion(verdict),
        })
      : '',
    renewals: verdict.renewals,
    takeovers: verdict.takeovers,
    tasks: live && verdict.tasks.length > 0 ? ruleTasksOf(verdict) : NO_TASKS,
    changes,
  }
}

/**
 * The first day on which something else may come of the customer, unless more is known or people do something. Null: what is decided now
 * changes what the next run reads.
 */
export function holdsUntil({ renewals, determination, today }: Verdict, changes: PageChanges): Day | null {
  const isSettled =
    renewals.length === 0 &&
    determination.decisions.length === 0 &&
    changes.assignments.length === 0 &&
    changes.scores.length === 0
  return isSettled ? Math.min(today.changesOn, today.stamp + MOST_DAYS_UNSEEN) : null
}

/** What the versions of all that is open come to; 0: nothing is. */
const workVersion = ({ open }: Verdict): number => open.reduce((sum, { version }) => sum + version, 0)

const concernsExecutions = ({ open, determination }: Verdict): boolean =>
  open.length > 0 || determination.decisions.length > 0

// Two in three customers have neither; what waits of them for the end of the page is shared.
const NO_TASKS: readonly RuleTask[] = []
const NO_CHANGES: PageChanges = { openings: [], changes: [], assignments: [], scores: [] }
