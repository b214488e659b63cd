import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import type { Endpoint } from '../../platform/http/endpoint.contract.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import type { Caller, Route } from '../../platform/http/route.ts'
import type { Tx } from '../../platform/postgres.ts'
import { executionAsItStands } from '../../spine/execution-acts.store.ts'
import { noteOnExecution } from '../../spine/execution-notes.store.ts'
import { newIds } from '../../spine/execution.store.ts'
import { parseDay } from '../../base/day.ts'
import { writeRuleTasks } from '../../spine/task.store.ts'
import type { z } from 'zod'
import {
  ACT_ENDPOINTS,
  DoAction,
  EXECUTION_BODIES,
  RECORDED_ACTIONS,
  RecordedBody,
  type Acted,
  type ExecutionAct,
} from './acts.contract.ts'
import { perform, type Asked } from './acts.store.ts'
import { deskOf, forbiddenTo, recordOf, refusalOf, type Desk, type ExecutionDeps } from './desk.store.ts'

type RecordedAction = (typeof RECORDED_ACTIONS)[number]
type Reply = Result<z.input<typeof Acted>, Refusal>

/** What people do to whole executions. */
export function actRoutes(deps: ExecutionDeps): readonly Route[] {
  const { database, clock, finish } = deps
  const onOne = async (tx: Tx, { id, caller, asked }: { id: string; caller: Caller; asked: Asked }): Promise<Reply> => {
    const desk = await deskOf(tx, id, { caller, clock })
    return desk ? perform(tx, desk, { asked, finish }) : err(UNKNOWN)
  }
  return [
    ...Object.entries(ACT_ENDPOINTS).map(([name, endpoint]) =>
      act(endpoint as Endpoint & typeof ACT_ENDPOINTS.start, database, (tx, { params, body, caller }) =>
        // The body was read by the endpoint of this act, which is what makes the pair true.
        onOne(tx, { id: params.id, caller, asked: { act: name, body } as Asked }),
      ),
    ),
    act(DoAction, database, async (tx, { params, body, caller }) => {
      const { id, action } = params
      const desk = await deskOf(tx, id, { caller, clock })
      if (!desk) return err(UNKNOWN)
      if (isRecorded(action)) {
        const told = RecordedBody.safeParse(body ?? {})
        return told.success ? recorded(tx, desk, { action, told: told.data }) : err(unread(told.error))
      }
      const told = EXECUTION_BODIES[action].safeParse(body ?? undefined)
      if (!told.success) return err(unread(told.error))
      return perform(tx, desk, { asked: { act: action, body: told.data } as Asked, finish })
    }),
  ]
}

const isRecorded = (action: ExecutionAct | RecordedAction): action is RecordedAction =>
  RECORDED_ACTIONS.some((name) => name === action)

const unread = ({ issues }: z.ZodError): Refusal => ({
  kind: 'unprocessable',
  says: issues.map(({ path, message }) => `${path.join('.') || 'The body'}: ${message}`).join('; '),
})

type Recording = { readonly action: RecordedAction; readonly told: z.output<typeof RecordedBody> }

/** An action of the conversation: recorded, and for `create-task` the task is written. */
async function recorded(tx: Tx, desk: Desk, { action, told }: Recording): Promise<Reply> {
  const forbidden = forbiddenTo(desk, 'act')
  if (forbidden !== null) return err({ kind: 'forbidden', says: forbidden })
  const { subject, actor, now } = desk
  const run = await executionAsItStands(tx, subject.id)
  if (!run || 'closedAt' in run.state || run.state.status === 'completed') {
    const reason = `This workflow is ${subject.status}, and nothing more is done in it.`
    return err(await refusalOf(tx, desk, { code: 'not-allowed-now', reason }))
  }
  const { stepId, note, title, dueOn, data } = told
  const stepIndex = stepId === undefined ? null : subject.stepIds.indexOf(stepId)
  if (stepIndex === -1) return err(UNKNOWN)
  if (action === 'create-task') {
    if (title === undefined) return err({ kind: 'unprocessable', says: 'A task needs a `title`.' })
    const [key = ''] = await newIds(tx, 1)
    await writeRuleTasks(tx, [
      {
        ruleKey: `asked:${key}`,
        customerId: subject.customerId,
        renewalId: subject.renewalId,
        executionId: subject.id,
        title,
        dueOn: (dueOn === undefined ? undefined : parseDay(dueOn)) ?? null,
        assignedTo: subject.ownerId,
        createdBy: actor.name,
      },
    ])
  }
  await noteOnExecution(tx, {
    executionId: subject.id,
    stepIndex,
    action,
    reason: note ?? null,
    detail: { ...(stepId === undefined ? {} : { step: stepId }), title, dueOn, data },
    actor,
    at: now,
  })
  const execution = await recordOf(tx, desk)
  return ok({ execution, completed: false, left: [] })
}
