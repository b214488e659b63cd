import type { Actor } from '../../src/base/actor.ts'
import type { Day } from '../../src/base/day.ts'
import type { Result } from '../../src/base/result.ts'
import type { CompanyConfiguration } from '../../src/configuration.ts'
import type { Tx } from '../../src/platform/postgres.ts'
import { actOnExecution, actOnStep, stepsOfExecution } from '../../src/spine/execution-acts.store.ts'
import type { ExecutionEvent } from '../../src/spine/execution.ts'
import { cadenceOf } from '../../src/stages/analyze/cadence.ts'
import { finishExecution } from '../../src/stages/determine/finish.store.ts'
import type { Chance } from '../../sample/chance.ts'
import type { SeenCard } from './observing.ts'

const MS_PER_DAY = 86_400_000

export type Worker = {
  readonly tx: Tx
  readonly actor: Actor
  readonly at: Date
  readonly today: Day
  readonly chance: Chance
  readonly configuration: CompanyConfiguration
}

/** What a CSM made of a card. `put-off`: nothing of it is finished today. */
export type Deed = 'completed' | 'done-elsewhere' | 'cancelled' | 'put-off'

/** A CSM opens a card and does what people do: mostly all of it, at times a part, at times something else. */
export async function workOn(card: SeenCard, worker: Worker): Promise<Deed> {
  const { chance } = worker
  if (card.status === 'pending') {
    if (chance.happens(0.03)) return snooze(card, worker)
    if (chance.happens(0.02)) return finish(card, worker, { action: 'cancel', reason: 'not-relevant', at: worker.at })
    if (chance.happens(0.01)) return finish(card, worker, { action: 'cancel', reason: 'bad-data', at: worker.at })
    if (chance.happens(0.04)) return sayDoneAlready(card, worker)
    granted(
      await actOnExecution(worker.tx, card.executionId, {
        event: { action: 'start', at: worker.at },
        actor: worker.actor,
      }),
    )
  }
  return walk(card, worker)
}

/** Two clicks: it was done before, or by other means. */
export const sayDoneAlready = (card: SeenCard, worker: Worker): Promise<Deed> =>
  finish(card, worker, { action: 'close', outcome: { status: 'done elsewhere' }, at: worker.at })

/** All steps in their order; one in twenty waits for somebody, one in forty is left out. */
async function walk(card: SeenCard, worker: Worker): Promise<Deed> {
  const { tx, actor, at, chance } = worker
  const act = (stepId: string, event: Parameters<typeof actOnStep>[2]['event']) =>
    actOnStep(tx, card.executionId, { stepId, event, actor, at })
  let waits = false
  for (const step of await stepsOfExecution(tx, card.executionId)) {
    if (step.status === 'completed' || step.status === 'skipped') continue
    if (step.status === 'snoozed' && step.snoozedUntil !== null && step.snoozedUntil > at) {
      waits = true
    } else if (step.status !== 'snoozed' && chance.happens(0.015)) {
      const until = new Date(at.getTime() + chance.between(1, 4) * MS_PER_DAY)
      granted(await act(step.id, { action: 'snooze', until, reason: 'Waits for their answer' }))
      waits = true
    } else if (chance.happens(0.025)) granted(await act(step.id, { action: 'skip', reason: 'Not needed here' }))
    else granted(await act(step.id, { action: 'complete' }))
  }
  if (waits) return 'put-off'
  return finish(card, worker, { action: 'complete', outcome: { status: 'success' }, at })
}

async function snooze(card: SeenCard, { tx, actor, at, chance }: Worker): Promise<Deed> {
  const until = new Date(at.getTime() + chance.between(2, 7) * MS_PER_DAY)
  const event = { action: 'snooze', until, reason: 'They are at a fair this week', at } as const
  granted(await actOnExecution(tx, card.executionId, { event, actor }))
  return 'put-off'
}

type Finishing = Extract<ExecutionEvent, { action: 'complete' | 'close' | 'cancel' }>

async function finish(card: SeenCard, { tx, actor, today, configuration }: Worker, event: Finishing): Promise<Deed> {
  const { rules } = configuration.analyze.profiles.at(-1) ?? {}
  if (!rules) throw new Error('The configuration has no profile for everybody else')
  granted(
    await finishExecution(tx, card.executionId, {
      actor,
      event,
      today,
      settings: configuration.determine,
      cadence: (touch) => cadenceOf(touch, rules.cadence),
    }),
  )
  if (event.action === 'complete') return 'completed'
  return event.action === 'close' ? 'done-elsewhere' : 'cancelled'
}

/** Somebody wakes what comes back today: snoozed as a whole, and escalated for long enough. */
export async function resumeWhatIsBack({ tx, actor, at }: Worker, userId: string): Promise<void> {
  const back = await tx.rows<{ id: string }>(
    `select id from workflow_executions where assigned_to = $1 and status = 'snoozed' and snoozed_until <= $2 order by opened_on, workflow_id, id`,
    [userId, at],
  )
  for (const { id } of back) granted(await actOnExecution(tx, id, { event: { action: 'resume', at }, actor }))
}

function granted(answer: Result<unknown, { readonly reason: string }>): void {
  if (!answer.ok) throw new Error(answer.refusal.reason)
}
