import type { Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import {
  closeExecutions,
  foldExecutions,
  holdExecutions,
  markExecutions,
  supersedeExecutions,
  withdrawExecutions,
} from '../../spine/execution-changes.store.ts'
import { insertExecutions, newIds } from '../../spine/execution.store.ts'
import type { NewExecution } from '../../spine/execution.store.ts'
import type { Score } from '../../spine/factor.ts'
import { noteRests } from '../../spine/rest.store.ts'
import type { Decision, OpenDecision } from './decision.ts'

/** An opening with who gets it and what it scores; `priority` null: nobody has it yet, so it is ranked when somebody does. */
export type PlannedOpening = {
  readonly customerId: string
  readonly decision: OpenDecision
  readonly assignedTo: string | null
  readonly assignedBecause: string | null
  readonly approval: NewExecution['approval']
  readonly priority: Score | null
}

export type PagePlan = {
  readonly today: Day
  readonly runId: string | null
  readonly openings: readonly PlannedOpening[]
  /** Everything else that was decided for the customers of the page. */
  readonly changes: readonly Exclude<Decision, OpenDecision>[]
}

export type Applied = { readonly opened: number; readonly closed: number; readonly openedIds: readonly string[] }

type Change<K extends Decision['kind']> = Extract<Decision, { kind: K }>

/**
 * Performs what was decided for a page of customers, set-wise, in the caller's transaction. What makes room comes first:
 * a family has one open execution at a time, and the database insists.
 */
export async function applyDecisions(tx: Tx, { today, runId, openings, changes }: PagePlan): Promise<Applied> {
  const of = <K extends Decision['kind']>(kind: K): Change<K>[] =>
    changes.filter((change): change is Exclude<Decision, OpenDecision> & Change<K> => change.kind === kind)
  const ids = await newIds(tx, openings.length)
  const opened = openings.flatMap((opening, index) => (ids[index] === undefined ? [] : [{ opening, id: ids[index] }]))
  const closed =
    (await closeExecutions(tx, of('close'))) +
    (await withdrawExecutions(tx, of('withdraw'))) +
    (await supersedeExecutions(
      tx,
      opened.flatMap(({ opening, id }) => opening.decision.supersedes.map((executionId) => ({ executionId, by: id }))),
    ))
  await foldExecutions(
    tx,
    opened.flatMap(({ opening, id }) => opening.decision.folds.map((executionId) => ({ executionId, under: id }))),
  )
  await markExecutions(tx, of('mark'))
  await holdExecutions(
    tx,
    of('hold').map((change) => change.executionId),
    true,
  )
  await holdExecutions(
    tx,
    of('release').map((change) => change.executionId),
    false,
  )
  await noteRests(tx, of('note-rest'))
  const count = await insertExecutions(
    tx,
    opened.map(({ opening, id }) => asExecution(opening, id, today)),
    runId,
  )
  return { opened: count, closed, openedIds: ids }
}

function asExecution({ decision, ...rest }: PlannedOpening, id: string, today: Day): NewExecution {
  const { kind: _kind, supersedes: _supersedes, folds: _folds, ...fields } = decision
  return { ...fields, ...rest, id, openedOn: today }
}
