import type { Score } from '../spine/factor.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import { sameScore, type Assignment, type ScoreChange } from '../spine/execution.store.ts'
import type { PlannedOpening, PagePlan } from '../stages/determine/apply.store.ts'
import type { Decision, OpenDecision } from '../stages/determine/decision.ts'
import type { Cycle } from './cycle.ts'
import type { Subject, Verdict } from './decide-customer.ts'
import { givenAtOnce, handedOver } from './give.ts'
import { noteScoreAhead, scoreOf, type Scored } from './signals-of.ts'

/** One customer with what was at hand and what was decided. */
export type Decided = { readonly subject: Subject; readonly verdict: Verdict }

export type PageChanges = Pick<PagePlan, 'openings' | 'changes'> & {
  readonly assignments: readonly Assignment[]
  readonly scores: readonly ScoreChange[]
}

/**
 * What the decisions of a page, or of a part of it, come to: openings for the owner, with their score; what becomes of the others; new scores of those that go on.
 * Without an owner nothing is scored yet: the ordered pass after the pages gives it to somebody.
 */
export function planPage(decided: readonly Pick<Decided, 'verdict'>[], cycle: Cycle): PageChanges {
  const openings: PlannedOpening[] = []
  const changes: Exclude<Decision, OpenDecision>[] = []
  const assignments: Assignment[] = []
  const scores: ScoreChange[] = []
  for (const { verdict } of decided) {
    const { decisions } = verdict.determination
    for (const decision of decisions) {
      if (decision.kind === 'open') openings.push(openingFor(verdict, { decision, cycle }))
      else changes.push(decision)
    }
    for (const run of remaining(verdict.open, decisions)) {
      const handover = handedOver(run, verdict.facts.ownerId, cycle)
      if (handover) assignments.push(handover)
      const assignedTo = handover ? handover.assignedTo : run.assignedTo
      const priority = assignedTo === null ? null : newScore(run, { verdict, decisions, cycle, assignedTo })
      if (priority) scores.push({ executionId: run.id, priority })
    }
  }
  return { openings, changes, assignments, scores }
}

type Opening = { readonly decision: OpenDecision; readonly cycle: Cycle }

function openingFor({ facts, analysis }: Verdict, { decision, cycle }: Opening): PlannedOpening {
  const given = givenAtOnce({ ownerId: facts.ownerId, family: decision.family, dueOn: decision.dueOn }, cycle)
  const fresh: Scored = { ...decision, inProgress: false, nextDueStepAt: null }
  const to = given?.to ?? null
  return {
    customerId: facts.customerId,
    decision: given ? { ...decision, dueOn: given.dueOn } : decision,
    assignedTo: to,
    assignedBecause: given?.because ?? null,
    approval: given?.approval ?? 'none',
    priority: to === null ? null : scoreOf(fresh, { facts, analysis, assignedTo: to, cycle }),
  }
}

/** Those that are still open when the decisions are performed. */
export function remaining(open: readonly OpenExecution[], decisions: readonly Decision[]): readonly OpenExecution[] {
  if (open.length === 0 || decisions.length === 0) return open
  const gone = new Set(
    decisions.flatMap((decision) => {
      if (decision.kind === 'open') return decision.supersedes
      return decision.kind === 'withdraw' || decision.kind === 'close' ? [decision.executionId] : []
    }),
  )
  return open.filter((run) => !gone.has(run.id))
}

type Rescoring = {
  readonly verdict: Verdict
  readonly decisions: readonly Decision[]
  readonly cycle: Cycle
  readonly assignedTo: string
}

/** Null: it is the same as before. */
function newScore(run: OpenExecution, { verdict, decisions, cycle, assignedTo }: Rescoring): Score | null {
  const { facts, analysis, today } = verdict
  noteScoreAhead(run, analysis, { today, cycle })
  const mark = decisions.find((decision) => decision.kind === 'mark' && decision.executionId === run.id)
  const stage = mark?.kind === 'mark' && mark.stage !== undefined ? mark.stage : run.stage
  const scored: Scored = {
    workflowId: run.workflowId,
    family: run.family,
    stage,
    renewalId: run.renewalId,
    inProgress: run.status === 'in_progress',
    nextDueStepAt: run.nextDueStepAt,
  }
  const priority = scoreOf(scored, { facts, analysis, assignedTo, cycle })
  return sameScore(run, priority) ? null : priority
}
