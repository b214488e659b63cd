import { parseDay } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { Actor } from '../../base/actor.ts'
import type { Result } from '../../base/result.ts'
import type { Tx } from '../../platform/postgres.ts'
import { actOnExecution } from '../../spine/execution-acts.store.ts'
import type { ActRefusal } from '../../spine/execution-acts.store.ts'
import type { Effect, Execution, ExecutionEvent } from '../../spine/execution.ts'
import { openExecution } from '../../spine/execution.store.ts'
import { saveRests } from '../../spine/rest.store.ts'
import type { Touch } from '../../spine/words.ts'
import type { Cadence } from '../analyze/cadence.ts'
import { restAfter } from './resting.ts'
import type { DetermineSettings } from './settings.ts'

export type Finish = {
  readonly actor: Actor
  /** The version that was looked at, see `actOnExecution`. */
  readonly version?: number
  /** Complete, close (done elsewhere, or by the rules) or cancel. */
  readonly event: Extract<ExecutionEvent, { action: 'complete' | 'close' | 'cancel' }>
  readonly today: Day
  readonly settings: DetermineSettings
  /** What the customer's profile expects, by touch; see `cadenceOf`. */
  readonly cadence: (touch: Touch | null) => Cadence
}

/**
 * Completes, closes or cancels an execution, and lets its trigger rest. With required steps left, `complete` changes nothing
 * and says in its effects what is left.
 */
export async function finishExecution(
  tx: Tx,
  executionId: string,
  { actor, version, event, today, settings, cadence }: Finish,
): Promise<Result<{ readonly next: Execution; readonly effects: readonly Effect[] }, ActRefusal>> {
  const run = await openExecution(tx, executionId)
  const answer = await actOnExecution(tx, executionId, {
    event,
    actor,
    ...(version === undefined ? {} : { version }),
  })
  if (!answer.ok || !run) return answer
  const rest = answer.value.effects.find((effect) => effect.kind === 'rest')
  if (rest?.kind !== 'rest') return answer
  const standing = await tx.row<{ risk: number | null; touch: Touch | null }>(
    `select coalesce(s.risk_override, s.risk) as risk, c.touch from customers c
       left join customer_standings s on s.company_id = c.company_id and s.customer_id = c.id where c.id = $1`,
    [run.customerId],
  )
  const ending = {
    today,
    reason: rest.reason,
    risk: standing?.risk ?? null,
    // The risk trigger's input is the list of its factors, see `inputOf`.
    riskFactors: run.family === 'risk' ? run.input.split(' ').filter((code) => code !== '') : [],
    anchor: run.family === 'renewal' ? (parseDay(run.input.split('|')[0] ?? '') ?? null) : null,
    cadence: cadence(standing?.touch ?? null),
  }
  await saveRests(tx, [restAfter(run, ending, settings)])
  return answer
}
