import { z } from 'zod'
import { askerAt, todayOf } from '../../access/asker.store.ts'
import { may } from '../../access/policies.ts'
import { userById, usersCalled } from '../../access/users.store.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../../platform/http/route.ts'
import type { Tx } from '../../platform/postgres.ts'
import { workflowNamed } from '../../spine/catalogue.ts'
import { actOnExecution, executionAsItStands } from '../../spine/execution-acts.store.ts'
import type { ExecutionEvent } from '../../spine/execution.ts'
import type { StepEvent } from '../../spine/step.ts'
import { permissionFor } from './acts.store.ts'
import { begin } from './beginning.store.ts'
import type { ExecutionAct } from './acts.contract.ts'
import { GetExecutionContext } from '../compose/context.contract.ts'
import { contextOf, keptContext } from './context.store.ts'
import { deskOf, forbiddenTo, recordOf, type Desk, type ExecutionDeps } from './desk.store.ts'
import {
  CreateExecution,
  GetExecution,
  GetExecutionActions,
  GetExecutionHistory,
  GetExecutionStatus,
  ListExecutions,
} from './executions.contract.ts'
import { executionById, historyOf, listExecutions } from './executions.store.ts'
import { whyNot, whyNotStep } from './possible.ts'
import { customerToOpenFor, stepsAsTheyStand } from './subject.store.ts'

/** Executions as lists and records, and opening one by hand. Everybody of the company reads everybody's. */
export function executionRoutes(deps: ExecutionDeps): readonly Route[] {
  const { database, clock } = deps
  return [
    act(ListExecutions, database, async (tx, { query, caller }) => {
      const { csm, cursor, limit, ...filters } = query
      const before = idBehind(cursor)
      if (before === undefined) return err(NO_CURSOR)
      const whose = csm === undefined ? ok(undefined) : await personCalled(tx, csm)
      if (!whose.ok) return whose
      const today = await todayOf(tx, caller, clock.now())
      const rows = await listExecutions(tx, { filters: { ...filters, csmId: whose.value }, before, limit, today })
      return ok(cut(rows, limit, ({ id }) => [id]))
    }),
    act(CreateExecution, database, (tx, { body, caller }) => open(tx, deps, { body, caller })),
    act(GetExecution, database, async (tx, { params, caller }) => {
      const desk = await deskOf(tx, params.id, { caller, clock })
      return desk ? ok(await recordOf(tx, desk)) : err(UNKNOWN)
    }),
    act(GetExecutionStatus, database, async (tx, { params, caller }) => {
      const found = await executionById(tx, params.id, await todayOf(tx, caller, clock.now()))
      return found ? ok(found) : err(UNKNOWN)
    }),
    act(GetExecutionContext, database, async (tx, { params, query, caller }) => {
      const kept = query.now === 'true' ? undefined : await keptContext(tx, params.id)
      const moment = { today: await todayOf(tx, caller, clock.now()), now: clock.now() }
      const context = kept ?? (await contextOf(tx, params.id, moment))
      return context ? ok(context) : err(UNKNOWN)
    }),
    act(GetExecutionActions, database, async (tx, { params, caller }) => {
      const desk = await deskOf(tx, params.id, { caller, clock })
      return desk ? ok(await possibleFor(tx, desk)) : err(UNKNOWN)
    }),
    act(GetExecutionHistory, database, async (tx, { params, query, caller }) => {
      const before = idBehind(query.cursor)
      if (before === undefined) return err(NO_CURSOR)
      if (!(await deskOf(tx, params.id, { caller, clock }))) return err(UNKNOWN)
      const rows = await historyOf(tx, params.id, { before, limit: query.limit })
      return ok(cut(rows, query.limit, ({ id }) => [id]))
    }),
  ]
}

const Id = z.uuid()

/** The id behind a cursor; null: from the start; undefined: no cursor of ours. */
function idBehind(cursor: string | undefined): string | null | undefined {
  if (cursor === undefined) return null
  return Id.safeParse(positionOf(cursor)?.[0]).data
}

/** The id of the person who is meant. */
async function personCalled(tx: Tx, called: string): Promise<Result<string, Refusal>> {
  if (Id.safeParse(called).success) return (await userById(tx, called)) ? ok(called) : err(UNKNOWN)
  const [person, ...others] = await usersCalled(tx, called)
  if (!person) return err(UNKNOWN)
  if (others.length === 0) return ok(person.id)
  return err({
    kind: 'unprocessable',
    says: `Several people are called “${called}”. Give the e-mail address or the id.`,
  })
}

const OFFERED: Readonly<Record<Exclude<ExecutionAct, 'execute'>, ExecutionEvent['action']>> = {
  start: 'start',
  complete: 'complete',
  snooze: 'snooze',
  escalate: 'escalate',
  resume: 'resume',
  reassign: 'reassign',
  cancel: 'cancel',
  'done-already': 'close',
}

const OFFERED_ON_STEPS: readonly StepEvent['action'][] = [
  'begin',
  'complete',
  'snooze',
  'skip',
  'escalate',
  'resume',
  'reopen',
]

/** Every act with whether this person may do it now, and why not. */
async function possibleFor(tx: Tx, desk: Desk) {
  const stands = await executionAsItStands(tx, desk.subject.id)
  if (!stands) throw new Error('An execution that was found is there')
  const run = { ...stands, steps: await stepsAsTheyStand(tx, desk.subject) }
  const possible = (action: string, why: string | null) => ({ action, allowed: why === null, why })
  const onSteps = forbiddenTo(desk, 'act')
  return {
    actions: [
      ...Object.entries(OFFERED).map(([name, event]) =>
        possible(name, forbiddenTo(desk, permissionFor(name as ExecutionAct)) ?? whyNot(run, event, desk.now)),
      ),
    ],
    steps: run.steps.map((step) => ({
      stepId: step.id,
      actions: [
        ...OFFERED_ON_STEPS.map((name) => possible(name, onSteps ?? whyNotStep(run, step, name))),
        possible('comment', forbiddenTo(desk, 'comment')),
        possible('assign', onSteps ?? (stands.steps.length === 0 ? NOT_BEGUN : null)),
      ],
    })),
  }
}

export const NOT_BEGUN = 'This workflow was not begun yet, so its steps have nobody of their own.'

type Opening = { readonly body: z.output<typeof CreateExecution.body>; readonly caller: Caller }

async function open(tx: Tx, { clock, openByHand }: ExecutionDeps, { body, caller }: Opening) {
  const customer = await customerToOpenFor(tx, body.customerId)
  if (!customer) return err(UNKNOWN)
  const { asker, today } = await askerAt(tx, caller, clock.now())
  if (!may(asker, 'act', 'customer', customer)) {
    return err({ kind: 'forbidden' as const, says: 'It is another CSM’s customer.' })
  }
  const kind = workflowNamed(body.workflowId)
  if (!kind) return err({ kind: 'unprocessable' as const, says: `There is no workflow “${body.workflowId}”.` })
  const opened = await openByHand(tx, {
    customerId: body.customerId,
    kind,
    renewalId: body.renewalId ?? null,
    reason: body.reason ?? null,
    actor: actorOf(caller),
    actorId: caller.role === 'viewer' ? null : caller.userId,
    today,
  })
  if (!opened.ok) {
    if (opened.refusal.code === 'no-renewal')
      return err({ kind: 'unprocessable' as const, says: 'The customer has no such renewal that is open.' })
    const ids = [opened.refusal.executionId]
    const [other] = await listExecutions(tx, { filters: { ids }, before: null, limit: 1, today })
    const says = `“${other?.workflow.title ?? kind.title}” is open for this customer already. Go on with that one.`
    return err({ kind: 'conflict' as const, says, more: { openExecution: other } })
  }
  const id = opened.value
  const desk = await deskOf(tx, id, { caller, clock })
  if (!desk) throw new Error('What was opened just now is there')
  if (body.start) {
    const begun = await actOnExecution(tx, id, { event: { action: 'start', at: desk.now }, actor: desk.actor })
    if (!begun.ok) throw new Error(begun.refusal.reason)
    await begin(tx, desk)
  }
  return ok(await recordOf(tx, desk))
}
