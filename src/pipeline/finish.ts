import type { Actor } from '../base/actor.ts'
import type { Day } from '../base/day.ts'
import type { Result } from '../base/result.ts'
import { companyConfiguration } from '../configuration.ts'
import { holdDecisionLock } from '../operate/runs.store.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import type { ActRefusal } from '../spine/execution-acts.store.ts'
import { holdExecutions } from '../spine/execution-changes.store.ts'
import type { Effect, ExecutionEvent } from '../spine/execution.ts'
import { openExecutionsOfOne } from '../spine/execution.store.ts'
import { cadenceOf } from '../stages/analyze/cadence.ts'
import { finishExecution } from '../stages/determine/finish.store.ts'
import { holds } from '../stages/determine/hold-decisions.ts'
import { noteProgress } from '../stages/ingest/customer-progress.store.ts'
import { raiseFacts } from '../spine/facts-version.store.ts'
import { profileInUse } from './profile-in-use.ts'

export type Finishing = {
  readonly customerId: string
  readonly event: Extract<ExecutionEvent, { action: 'complete' | 'close' | 'cancel' }>
  readonly actor: Actor
  readonly version?: number
  readonly today: Day
  /** What comes next with the customer; null: nothing new. */
  readonly nextStep: string | null
}

/**
 * Ends an execution, or says which steps are left: its trigger rests, an opportunity that waited for it is released, and the customer's
 * record says when somebody last worked on it.
 */
export async function finish(
  tx: Tx,
  executionId: string,
  { customerId, nextStep, ...asked }: Finishing,
): Promise<Result<{ readonly effects: readonly Effect[] }, ActRefusal>> {
  // Two that end at once must see each other, or what both held would wait for ever.
  await holdDecisionLock(tx)
  const configuration = companyConfiguration(await configurationInForce(tx))
  const { rules } = await profileInUse(tx, customerId, configuration.analyze)
  const answer = await finishExecution(tx, executionId, {
    ...asked,
    settings: configuration.determine,
    cadence: (touch) => cadenceOf(touch, rules.cadence),
  })
  if (!answer.ok) return answer
  const { effects } = answer.value
  const isWork = asked.event.action !== 'cancel'
  if (isWork) await noteProgress(tx, customerId, { at: asked.event.at, nextStep })
  if (effects.some(({ kind }) => kind === 'rest')) {
    await release(tx, customerId)
    // What was done is known of the customer from now on.
    await raiseFacts(tx, 'select $1::uuid as customer_id', [customerId])
  }
  return { ok: true, value: { effects } }
}

/** Opportunities go on when nothing burns any more. */
async function release(tx: Tx, customerId: string): Promise<void> {
  const open = await openExecutionsOfOne(tx, customerId)
  if (open.some(holds)) return
  await holdExecutions(
    tx,
    open.filter(({ held }) => held).map(({ id }) => id),
    false,
  )
}
