import type { Day } from '../src/base/day.ts'
import { Today } from '../src/base/today.ts'
import type { OpenExecution } from '../src/spine/open-execution.ts'
import type { Rest, RestReason } from '../src/spine/rest.ts'
import type { RenewalClock } from '../src/stages/analyze/analysis.ts'
import { DEFAULT_STAGES } from '../src/stages/analyze/analyze.defaults.ts'
import type { CustomerFacts } from '../src/stages/analyze/facts.ts'
import { stageOf } from '../src/stages/analyze/stage.ts'
import type { Decision, Determination } from '../src/stages/determine/decision.ts'
import { DEFAULT_SETTINGS } from '../src/stages/determine/determine.defaults.ts'
import { determine } from '../src/stages/determine/determine.ts'
import { restAfter } from '../src/stages/determine/resting.ts'
import { CADENCE } from './given-decision.ts'
import { givenAnalysis, givenFacts, TODAY } from './given-customer.ts'

/** What is known of a customer on a day; what is left out stays as it was. */
export type DayFacts = {
  readonly risk: number
  readonly opportunity: number
  /** Dates of renewals that are open; the same id is the same renewal. */
  readonly renewals: readonly Pick<RenewalClock, 'renewalId' | 'date' | 'progress'>[]
  readonly closed: readonly { readonly renewalId: string; readonly progress: 'signed' | 'lost' }[]
  readonly known: Partial<CustomerFacts>
  readonly lastTwoWayOn: Day | null
  readonly lastQbrOn: Day | null
}

/** A customer's executions and rests in memory: decisions are performed as the store performs them, without a database. */
export type Life = {
  readonly today: Day
  readonly open: readonly OpenExecution[]
  readonly rests: readonly Rest[]
  readonly count: number
}

export const BIRTH: Life = { today: TODAY, open: [], rests: [], count: 0 }

/** What the rules decide for this customer on this day. */
export function decideOn({ today, open, rests }: Life, facts: DayFacts): Determination {
  const clocks = facts.renewals.map(({ renewalId, date, progress }): RenewalClock => ({
    renewalId,
    date,
    decisionDate: null,
    stageDate: date,
    ...stageOf(date - today, { table: DEFAULT_STAGES }),
    arrAtStake: 50_000,
    progress,
    minor: false,
  }))
  const renewalFacts = [
    ...facts.renewals.map(({ renewalId, date, progress }) => ({ id: renewalId, date, progress, closedOn: null })),
    ...facts.closed.map(({ renewalId, progress }) => ({ id: renewalId, date: today, progress, closedOn: today })),
  ].map((renewal) => ({ ...renewal, derived: true, contractIds: [], decisionDate: null, arrAtStake: 50_000 }))
  return determine(
    {
      facts: givenFacts({ ...facts.known, renewals: renewalFacts }),
      analysis: givenAnalysis(
        { risk: facts.risk, opportunity: facts.opportunity },
        {
          renewals: [...clocks].sort((a, b) => a.date - b.date),
          lastTwoWayOn: facts.lastTwoWayOn,
          lastQbrOn: facts.lastQbrOn,
        },
      ),
      open,
      rests,
      cadence: CADENCE,
    },
    { settings: DEFAULT_SETTINGS, today: new Today(today) },
  )
}

/** The life after the decisions were performed: what makes room first, then what opens. */
export function performed(life: Life, decisions: readonly Decision[]): Life {
  let { open, rests, count } = life
  for (const decision of decisions) {
    if (decision.kind === 'close' || decision.kind === 'withdraw') open = without(open, [decision.executionId])
    else if (decision.kind === 'hold' || decision.kind === 'release') {
      open = changed(open, decision.executionId, { held: decision.kind === 'hold' })
    } else if (decision.kind === 'mark') {
      const { kind: _, executionId, because: _because, ...change } = decision
      open = changed(open, executionId, change)
    } else if (decision.kind === 'note-rest') {
      const { restId, whileUnchanged } = decision
      rests = rests.map((rest) => (rest.id === restId ? { ...rest, whileUnchanged } : rest))
    }
  }
  for (const decision of decisions) {
    if (decision.kind !== 'open') continue
    count += 1
    const id = `e${String(count)}`
    open = without(open, decision.supersedes)
    for (const folded of decision.folds) open = changed(open, folded, { foldedUnder: id })
    const { workflowId, family, stage, renewalId, eventKey, held, snoozedUntil, dueOn, input } = decision
    const fresh: OpenExecution = {
      id,
      version: 1,
      customerId: 'c1',
      workflowId,
      family,
      stage,
      renewalId,
      eventKey,
      held,
      snoozedUntil,
      dueOn,
      input,
      status: snoozedUntil === null ? 'pending' : 'snoozed',
      started: false,
      foldedUnder: null,
      triggerOffSince: null,
      openedOn: life.today,
      assignedTo: 'u1',
      score: null,
      factors: [],
      nextDueStepAt: null,
    }
    open = [...open, fresh]
  }
  return { ...life, open, rests, count }
}

const without = (open: readonly OpenExecution[], ids: readonly string[]): readonly OpenExecution[] =>
  open.filter(({ id }) => !ids.includes(id))

const changed = (
  open: readonly OpenExecution[],
  id: string,
  change: Partial<OpenExecution>,
): readonly OpenExecution[] => open.map((run) => (run.id === id ? { ...run, ...change } : run))

/** Something that a person does with the n-th execution that is open. */
export type Act = {
  readonly which: number
  readonly does: 'start' | 'finish' | 'snooze' | 'escalate' | 'not-relevant' | 'bad-data'
}

export function acted(life: Life, { which, does }: Act, facts: DayFacts): Life {
  const run = life.open[which % Math.max(1, life.open.length)]
  if (!run) return life
  switch (does) {
    case 'start':
      return { ...life, open: changed(life.open, run.id, { status: 'in_progress', started: true, snoozedUntil: null }) }
    case 'escalate':
      return { ...life, open: changed(life.open, run.id, { status: 'escalated', snoozedUntil: null }) }
    case 'snooze': {
      const snoozedUntil = new Date((life.today + 3) * 86_400_000)
      return { ...life, open: changed(life.open, run.id, { status: 'snoozed', snoozedUntil }) }
    }
    case 'finish':
      return rested(life, run, { reason: 'completed', facts })
    case 'not-relevant':
    case 'bad-data':
      return rested(life, run, { reason: does, facts })
  }
}

type Ending = { readonly reason: RestReason; readonly facts: DayFacts }

function rested(life: Life, run: OpenExecution, { reason, facts }: Ending): Life {
  const anchor = facts.renewals.find(({ renewalId }) => renewalId === run.renewalId)?.date ?? null
  const { executionId: _, ...rest } = restAfter(
    run,
    { today: life.today, reason, risk: facts.risk, riskFactors: run.input.split(' '), anchor, cadence: CADENCE },
    DEFAULT_SETTINGS,
  )
  // The newest of a scope counts.
  const others = life.rests.filter(({ scope }) => scope !== rest.scope)
  const folded = life.open.map((each) => (each.foldedUnder === run.id ? { ...each, foldedUnder: null } : each))
  return {
    ...life,
    open: without(folded, [run.id]),
    rests: [...others, { ...rest, id: `rest of ${run.id}` }],
  }
}
