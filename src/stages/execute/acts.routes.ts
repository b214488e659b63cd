import { askerOf } from '../../access/asker.store.ts'
import { companyById } from '../../access/companies.store.ts'
import { may } from '../../access/policies.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import type { Endpoint } from '../../platform/http/endpoint.contract.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../../platform/http/route.ts'
import type { Tx } from '../../platform/postgres.ts'
import { executionAsItStands, giveExecutions } from '../../spine/execution-acts.store.ts'
import { noteOnExecution } from '../../spine/execution-notes.store.ts'
import { newIds } from '../../spine/execution.store.ts'
import { dayIn, parseDay } from '../../base/day.ts'
import { writeRuleTasks } from '../../spine/task.store.ts'
import type { z } from 'zod'
import {
  ACT_ENDPOINTS,
  DoAction,
  EXECUTION_BODIES,
  RECORDED_ACTIONS,
  RecordedBody,
  ReassignMany,
  type Acted,
  type ExecutionAct,
} from './acts.contract.ts'
import { perform, type Asked } from './acts.store.ts'
import { ownedExecutions } from './subject.store.ts'
import {
  WHO_MAY_REASSIGN,
  deskOf,
  forbiddenTo,
  recordOf,
  refusalOf,
  type Desk,
  type ExecutionDeps,
} from './desk.store.ts'

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
    act(ReassignMany, database, (tx, { body, caller }) => reassignMany(tx, deps, { ...body, caller })),
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

type Many = { readonly ids: readonly string[]; readonly to: string; readonly caller: Caller }

/** Gives all of them or none, whoever has them now. */
async function reassignMany(tx: Tx, { clock }: ExecutionDeps, { ids, to, caller }: Many) {
  const unique = [...new Set(ids)]
  const company = await companyById(tx, caller.companyId)
  const owned = await ownedExecutions(tx, unique)
  if (!company || owned.size < unique.length) return err(UNKNOWN)
  const now = clock.now()
  const asker = await askerOf(tx, caller, dayIn(company.timeZone, now))
  for (const execution of owned.values()) {
    if (may(asker, 'reassign', 'execution', execution)) continue
    const says = `${execution.title}: ${WHO_MAY_REASSIGN}`
    return err({ kind: 'forbidden' as const, says })
  }
  const answer = await giveExecutions(tx, unique, { to, actor: actorOf(caller), at: now })
  if (answer.ok) return ok({ reassigned: answer.value })
  const { code, reason, executionId } = answer.refusal
  if (code === 'unknown') return err(UNKNOWN)
  if (code === 'no-such-person') return err({ kind: 'unprocessable' as const, says: reason })
  const inTheWay = owned.get(executionId ?? '')
  return err({
    kind: 'conflict' as const,
    says: inTheWay ? `${inTheWay.title} for ${inTheWay.customer}: ${reason}` : reason,
  })
}
