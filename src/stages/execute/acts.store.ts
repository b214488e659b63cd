import { parseDay } from '../../base/day.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Refusal } from '../../platform/http/problem.contract.ts'
import type { Tx } from '../../platform/postgres.ts'
import { actOnExecution, stepsOfExecution } from '../../spine/execution-acts.store.ts'
import type { Effect, ExecutionEvent, Outcome } from '../../spine/execution.ts'
import { noteOnExecution } from '../../spine/execution-notes.store.ts'
import { writeRuleTasks } from '../../spine/task.store.ts'
import type { z } from 'zod'
import type { Acted, EXECUTION_BODIES, ExecutionAct } from './acts.contract.ts'
import { begin } from './beginning.store.ts'
import {
  forbiddenTo,
  recordOf,
  refusalOf,
  type Desk,
  type EndingEvent,
  type ExecutionDeps,
  type Permission,
} from './desk.store.ts'
import { allWait, leftWords } from './possible.ts'
import { putOff, tellManager } from './put-off.store.ts'
import { operations } from './subject.store.ts'

type Body<A extends ExecutionAct> = z.output<(typeof EXECUTION_BODIES)[A]>

/** An act and what it was told. */
export type Asked = { readonly [A in ExecutionAct]: { readonly act: A; readonly body: Body<A> } }[ExecutionAct]

const PERMISSIONS: Readonly<Record<ExecutionAct, Permission>> = {
  start: 'start',
  execute: 'start',
  complete: 'act',
  snooze: 'act',
  escalate: 'escalate',
  resume: 'act',
  reassign: 'reassign',
  cancel: 'act',
  'done-already': 'act',
}

export const permissionFor = (act: ExecutionAct): Permission => PERMISSIONS[act]

type Performed = Result<z.input<typeof Acted>, Refusal>
type Deps = Pick<ExecutionDeps, 'finish'>

/** Does to an execution what somebody asks for, with all that follows from it. */
export async function perform(
  tx: Tx,
  desk: Desk,
  { asked, finish }: Deps & { readonly asked: Asked },
): Promise<Performed> {
  const forbidden = forbiddenTo(desk, PERMISSIONS[asked.act])
  if (forbidden !== null) return err({ kind: 'forbidden', says: forbidden })
  const event = eventOf(desk, asked)
  if (!event.ok) return event
  const { subject, actor, today } = desk
  const version = asked.body?.version
  const seen = version === undefined ? {} : { version }
  const answer = ends(event.value)
    ? await finish(tx, subject.id, {
        customerId: subject.customerId,
        event: event.value,
        actor,
        today,
        nextStep: outcomeOf(event.value)?.nextSteps?.[0] ?? null,
        ...seen,
      })
    : await actOnExecution(tx, subject.id, { event: event.value, actor, ...seen })
  if (!answer.ok) return err(await refusalOf(tx, desk, answer.refusal))
  return followUp(tx, desk, { event: event.value, effects: answer.value.effects, nextSteps: nextStepsOf(asked) })
}

const ends = (event: ExecutionEvent): event is EndingEvent =>
  event.action === 'complete' || event.action === 'close' || event.action === 'cancel'

const outcomeOf = (event: ExecutionEvent): Outcome | null => ('outcome' in event ? event.outcome : null)

function eventOf(desk: Desk, asked: Asked): Result<ExecutionEvent, Refusal> {
  const at = desk.now
  switch (asked.act) {
    case 'start':
    case 'execute':
      return ok({ action: 'start', at })
    case 'resume':
      return ok({ action: 'resume', at })
    case 'complete': {
      const { status = 'success', ...more } = asked.body?.outcomes ?? {}
      const nextSteps = nextStepsOf(asked).map(({ title }) => title)
      return ok({
        action: 'complete',
        at,
        outcome: { status, ...more, nextSteps, duration: asked.body?.totalDuration },
      })
    }
    case 'snooze': {
      const put = putOff(desk, asked.body)
      return put.ok ? ok({ action: 'snooze', at, ...put.value }) : put
    }
    case 'escalate': {
      const { to, reason } = asked.body
      return ok({ action: 'escalate', at, to: to ?? desk.subject.leadId, reason })
    }
    case 'reassign':
      return ok({ action: 'reassign', at, to: asked.body.to })
    case 'cancel': {
      const { reason, note } = asked.body
      return ok({ action: 'cancel', at, reason, ...(note === undefined ? {} : { note }) })
    }
    case 'done-already': {
      const { outcome: status = 'success', note } = asked.body ?? {}
      return ok({ action: 'close', at, outcome: { status, reason: 'done elsewhere', note } })
    }
  }
}

type NextStep = { readonly title: string; readonly dueOn: string | null }

const nextStepsOf = (asked: Asked): readonly NextStep[] =>
  asked.act === 'complete'
    ? (asked.body?.outcomes.nextSteps ?? []).map((step) =>
        typeof step === 'string' ? { title: step, dueOn: null } : step,
      )
    : []

type Done = {
  readonly event: ExecutionEvent
  readonly effects: readonly Effect[]
  readonly nextSteps: readonly NextStep[]
}

async function followUp(tx: Tx, desk: Desk, { event, effects, nextSteps }: Done): Promise<Performed> {
  const { subject } = desk
  const left = effects.find(({ kind }) => kind === 'left')
  const leftIds = left?.kind === 'left' ? left.stepIds : []
  if (leftIds.length > 0) {
    const refusal = await progress(tx, desk, leftIds)
    if (refusal) return err(refusal)
  }
  if (event.action === 'start' && !subject.hasContext) await begin(tx, desk)
  if (event.action === 'snooze') await tellManager(tx, desk, event)
  if (event.action === 'complete') await writeNextSteps(tx, desk, nextSteps)
  if (event.action === 'cancel' && event.reason === 'bad-data') await askOperations(tx, desk, event.note)
  const execution = await recordOf(tx, desk)
  const returns = execution.steps.filter(({ id }) => leftIds.includes(id))
  return ok({
    execution,
    completed: execution.status === 'completed',
    left: returns.map(({ id, name, snoozedUntil }) => ({ stepId: id, name, returnsAt: snoozedUntil })),
  })
}

/** Everything is done but what waits: noted once. Refused while there is something that could be done now. */
async function progress(tx: Tx, desk: Desk, leftIds: readonly string[]): Promise<Refusal | null> {
  const { subject, actor, now } = desk
  if (!allWait(await stepsOfExecution(tx, subject.id), leftIds)) {
    return { kind: 'conflict', says: leftWords(leftIds), more: { current: await recordOf(tx, desk) } }
  }
  const noted = await tx.row(
    `select 1 from workflow_step_actions where execution_id = $1 and action = 'progress' limit 1`,
    [subject.id],
  )
  if (noted) return null
  await noteOnExecution(tx, {
    executionId: subject.id,
    stepIndex: null,
    action: 'progress',
    reason: null,
    detail: { left: leftIds },
    actor,
    at: now,
  })
  return null
}

/** Each next step is a task of the owner, once for its words. */
async function writeNextSteps(tx: Tx, { subject, actor }: Desk, nextSteps: readonly NextStep[]): Promise<void> {
  await writeRuleTasks(
    tx,
    nextSteps.map(({ title, dueOn }) => ({
      ruleKey: `next-step:${subject.id}:${title}`,
      customerId: subject.customerId,
      renewalId: subject.renewalId,
      executionId: subject.id,
      title,
      dueOn: (dueOn === null ? undefined : parseDay(dueOn)) ?? null,
      assignedTo: subject.ownerId,
      createdBy: actor.name,
    })),
  )
}

async function askOperations(tx: Tx, { subject, actor, today }: Desk, note: string | undefined): Promise<void> {
  await writeRuleTasks(tx, [
    {
      ruleKey: `bad-data:${subject.id}`,
      customerId: subject.customerId,
      renewalId: subject.renewalId,
      executionId: subject.id,
      title: `Check the data of ${subject.customer}: ${note ?? `${subject.title} was due by data that are wrong`}`,
      dueOn: today,
      assignedTo: await operations(tx),
      createdBy: actor.name,
    },
  ])
}
