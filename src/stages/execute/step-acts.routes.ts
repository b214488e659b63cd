import { isActiveMember } from '../../access/users.store.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import type { Endpoint } from '../../platform/http/endpoint.contract.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import type { Route } from '../../platform/http/route.ts'
import type { Tx } from '../../platform/postgres.ts'
import { actOnStep } from '../../spine/execution-acts.store.ts'
import { assignStep, noteOnExecution } from '../../spine/execution-notes.store.ts'
import type { StepEvent } from '../../spine/step.ts'
import type { z } from 'zod'
import { AssignStep, CommentOnStep, STEP_ENDPOINTS, type STEP_BODIES, type StepAct } from './acts.contract.ts'
import { deskOf, forbiddenTo, recordOf, refusalOf, type Desk, type ExecutionDeps } from './desk.store.ts'
import { NOT_BEGUN } from './executions.routes.ts'
import { historyOf } from './executions.store.ts'
import { putOff, tellManager } from './put-off.store.ts'

type Asked = {
  readonly [A in StepAct]: { readonly act: A; readonly body: z.output<(typeof STEP_BODIES)[A]> }
}[StepAct]

/** What people do to the steps of an execution. */
export function stepRoutes({ database, clock }: ExecutionDeps): readonly Route[] {
  return [
    ...Object.entries(STEP_ENDPOINTS).map(([name, endpoint]) =>
      act(endpoint as Endpoint & typeof STEP_ENDPOINTS.begin, database, async (tx, { params, body, caller }) => {
        const desk = await deskOf(tx, params.id, { caller, clock })
        // The body was read by the endpoint of this act, which is what makes the pair true.
        return desk ? perform(tx, desk, { stepId: params.stepId, asked: { act: name, body } as Asked }) : err(UNKNOWN)
      }),
    ),
    act(CommentOnStep, database, async (tx, { params, body, caller }) => {
      const desk = await deskOf(tx, params.id, { caller, clock })
      const stepIndex = desk?.subject.stepIds.indexOf(params.stepId) ?? -1
      if (!desk || stepIndex === -1) return err(UNKNOWN)
      const { subject, actor, now } = desk
      const only = await noteOnExecution(tx, {
        executionId: subject.id,
        stepIndex,
        action: 'comment',
        reason: body.text,
        detail: { step: params.stepId },
        actor,
        at: now,
      })
      const [entry] = await historyOf(tx, subject.id, { before: null, limit: 1, only })
      if (!entry) throw new Error('What was said just now is in the history')
      return ok(entry)
    }),
    act(AssignStep, database, async (tx, { params, body, caller }) => {
      const desk = await deskOf(tx, params.id, { caller, clock })
      const stepIndex = desk?.subject.stepIds.indexOf(params.stepId) ?? -1
      if (!desk || stepIndex === -1) return err(UNKNOWN)
      return give(tx, desk, { stepId: params.stepId, stepIndex, to: body.to })
    }),
  ]
}

type Reply = Result<z.input<(typeof STEP_ENDPOINTS)['begin']['replies'][200]>, Refusal>

async function perform(tx: Tx, desk: Desk, { stepId, asked }: { stepId: string; asked: Asked }): Promise<Reply> {
  const forbidden = forbiddenTo(desk, asked.act === 'escalate' ? 'escalate' : 'act')
  if (forbidden !== null) return err({ kind: 'forbidden', says: forbidden })
  const event = eventOf(desk, asked)
  if (!event.ok) return event
  const version = asked.body?.version
  const { subject, actor, now: at } = desk
  const seen = version === undefined ? {} : { version }
  const answer = await actOnStep(tx, subject.id, { stepId, event: event.value, actor, at, ...seen })
  if (!answer.ok) return err(await refusalOf(tx, desk, answer.refusal))
  if (event.value.action === 'snooze') await tellManager(tx, desk, event.value)
  return after(tx, desk)
}

async function after(tx: Tx, desk: Desk): Promise<Reply> {
  const execution = await recordOf(tx, desk)
  return ok({ execution, nextStep: execution.currentStep })
}

function eventOf(desk: Desk, asked: Asked): Result<StepEvent, Refusal> {
  switch (asked.act) {
    case 'begin':
    case 'resume':
    case 'reopen':
      return ok({ action: asked.act })
    case 'complete': {
      const { duration, outcomes } = asked.body ?? {}
      if (duration === undefined && outcomes === undefined) return ok({ action: 'complete' })
      const result = {
        ...(duration === undefined ? {} : { duration }),
        ...(outcomes === undefined ? {} : { outcomes }),
      }
      return ok({ action: 'complete', result })
    }
    case 'skip':
      return ok({ action: 'skip', reason: asked.body.reason })
    case 'escalate': {
      const { to, reason } = asked.body
      return ok({ action: 'escalate', to: to ?? desk.subject.leadId, reason })
    }
    case 'snooze': {
      const put = putOff(desk, asked.body)
      return put.ok ? ok({ action: 'snooze', ...put.value }) : put
    }
  }
}

type Giving = { readonly stepId: string; readonly stepIndex: number; readonly to: string | null }

async function give(tx: Tx, desk: Desk, { stepId, stepIndex, to }: Giving): Promise<Reply> {
  const forbidden = forbiddenTo(desk, 'act')
  if (forbidden !== null) return err({ kind: 'forbidden', says: forbidden })
  if (to !== null && !(await isActiveMember(tx, to, 'who works'))) {
    return err({ kind: 'unprocessable', says: 'There is nobody of this id here who could take it.' })
  }
  const { subject, actor, now } = desk
  if (!(await assignStep(tx, { executionId: subject.id, stepIndex, to })))
    return err(await refusalOf(tx, desk, { code: 'not-allowed-now', reason: NOT_BEGUN }))
  const detail = { step: stepId, to }
  await noteOnExecution(tx, {
    executionId: subject.id,
    stepIndex,
    action: 'assign',
    reason: null,
    detail,
    actor,
    at: now,
  })
  return after(tx, desk)
}
