import { z } from 'zod'
import { askerAt } from '../../access/asker.store.ts'
import { can, may, type Asker } from '../../access/policies.ts'
import { isActiveMember } from '../../access/users.store.ts'
import type { Clock } from '../../base/clock.ts'
import { isoDay, parseDay, type Day } from '../../base/day.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { act } from '../../platform/http/act.ts'
import { cut, NO_CURSOR, positionOf } from '../../platform/http/cursor.ts'
import { UNKNOWN, type Refusal } from '../../platform/http/problem.contract.ts'
import { actorOf, type Caller, type Route } from '../../platform/http/route.ts'
import type { Database, Tx } from '../../platform/postgres.ts'
import {
  addTask,
  changeTask,
  lockedTask,
  moveTask,
  taskById,
  tasksOf,
  type Task as StoredTask,
  type TaskFields,
  type TaskMove,
  type TaskQuestion,
} from '../../spine/task.store.ts'
import { customerToOpenFor } from './subject.store.ts'
import {
  AddTask,
  ChangeTask,
  CompleteTask,
  DeleteTask,
  GetTask,
  GetTasksPage,
  ListTasks,
  ReopenTask,
  type Task,
  type TasksPage,
} from './tasks.contract.ts'
import { customersFor, peopleFor } from './tasks.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const NOBODY: Refusal = { kind: 'unprocessable', says: 'There is nobody of this id here who could do it.' }

/** Tasks: what people and rules have written down to be done. Everybody reads them; who may act on one acts on it. */
export function taskRoutes({ database, clock }: Deps): readonly Route[] {
  const at = async (tx: Tx, caller: Caller): Promise<Desk> => {
    const now = clock.now()
    return { caller, now, ...(await askerAt(tx, caller, now)) }
  }
  return [
    act(ListTasks, database, async (tx, { query, caller }) => {
      const { cursor, limit, status, assignee, customer, execution, dueUntil } = query
      const after = placeBehind(cursor)
      if (after === undefined) return err(NO_CURSOR)
      const { asker } = await at(tx, caller)
      const rows = await tasksOf(tx, {
        status,
        assignees:
          assignee === undefined
            ? undefined
            : [assignee === 'me' ? caller.userId : assignee === 'nobody' ? null : assignee],
        customerId: customer,
        executionId: execution,
        dueUntil: dueUntil === undefined ? undefined : parseDay(dueUntil),
        after,
        limit: limit + 1,
      })
      const { items, nextCursor } = cut(rows, limit, (task) => [placeOf(task), task.id])
      return ok({ items: items.map((task) => shown(task, asker)), nextCursor })
    }),
    act(GetTasksPage, database, async (tx, { query, caller }) => pageFor(tx, await at(tx, caller), query.whose)),
    act(GetTask, database, async (tx, { params, caller }) => {
      const task = await taskById(tx, params.id)
      return task ? ok(shown(task, (await at(tx, caller)).asker)) : err(UNKNOWN)
    }),
    act(AddTask, database, async (tx, { body, caller }) => {
      const { assigneeId = caller.userId, dueOn, ...rest } = body
      const fields = { ...rest, assigneeId, dueOn: dayOf(dueOn) }
      const refusal = await refusalOf(tx, fields)
      if (refusal) return err(refusal)
      const desk = await at(tx, caller)
      return ok(await read(tx, await addTask(tx, fields, actorOf(caller)), desk.asker))
    }),
    act(ChangeTask, database, async (tx, { params, body, caller }) => {
      const desk = await at(tx, caller)
      const found = await toActOn(tx, params.id, desk)
      if (!found.ok) return found
      const { dueOn, title, customerId, assigneeId } = body
      const fields: Partial<TaskFields> = {
        ...(title === undefined ? {} : { title }),
        ...(customerId === undefined ? {} : { customerId }),
        ...(assigneeId === undefined ? {} : { assigneeId }),
        ...(dueOn === undefined ? {} : { dueOn: dayOf(dueOn) }),
      }
      const refusal = await refusalOf(tx, fields)
      if (refusal) return err(refusal)
      await changeTask(tx, found.value, { fields, actor: actorOf(caller) })
      return ok(await read(tx, params.id, desk.asker))
    }),
    act(CompleteTask, database, async (tx, { params, caller }) =>
      move(tx, params.id, await at(tx, caller), 'complete'),
    ),
    act(ReopenTask, database, async (tx, { params, caller }) => move(tx, params.id, await at(tx, caller), 'reopen')),
    act(DeleteTask, database, async (tx, { params, caller }) => move(tx, params.id, await at(tx, caller), 'delete')),
  ]
}

/** Who asks, on which day. */
type Desk = { readonly caller: Caller; readonly asker: Asker; readonly today: Day; readonly now: Date }

const dayOf = (text: string | null): Day | null => (text === null ? null : (parseDay(text) ?? null))

const ownedOf = ({ assigneeId, assigneeTeamId }: StoredTask) => ({ ownerId: assigneeId, ownerTeamId: assigneeTeamId })

function shown(task: StoredTask, asker: Asker): Task {
  const { assigneeId, assignee, customerId, customer, executionId, workflow, dueOn, doneAt } = task
  return {
    id: task.id,
    title: task.title,
    status: task.status,
    dueOn: dueOn === null ? null : isoDay(dueOn),
    doneAt: doneAt?.toISOString() ?? null,
    assignee: assigneeId === null ? null : { id: assigneeId, name: assignee ?? '' },
    customer: customerId === null ? null : { id: customerId, name: customer ?? '' },
    workflow: executionId === null ? null : { executionId, title: workflow ?? '' },
    createdBy: task.createdBy,
    can: [...can(asker, 'task', ownedOf(task))],
  }
}

async function read(tx: Tx, id: string, asker: Asker): Promise<Task> {
  const task = await taskById(tx, id)
  if (!task) throw new Error('A task that was written just now is there')
  return shown(task, asker)
}

/** Where a list by day or by the end goes on. */
const placeOf = ({ status, dueOn, doneAt }: StoredTask): string | null =>
  status === 'open' ? (dueOn === null ? null : isoDay(dueOn)) : (doneAt?.toISOString() ?? null)

const Place = z.tuple([z.union([z.iso.date(), z.iso.datetime(), z.null()]), z.uuid()])

/** The place behind a cursor; null: from the start; undefined: no cursor of ours. */
function placeBehind(cursor: string | undefined): TaskQuestion['after'] {
  if (cursor === undefined) return null
  const place = Place.safeParse(positionOf(cursor)).data
  return place && { at: place[0], id: place[1] }
}

/** Why what is written cannot be taken; null: it can. */
async function refusalOf(tx: Tx, { customerId, assigneeId }: Partial<TaskFields>): Promise<Refusal | null> {
  if (customerId && !(await customerToOpenFor(tx, customerId))) return UNKNOWN
  return assigneeId && !(await isActiveMember(tx, assigneeId, 'who works')) ? NOBODY : null
}

/** A task that somebody may act on, locked. */
async function toActOn(tx: Tx, id: string, { asker }: Desk): Promise<Result<StoredTask, Refusal>> {
  const task = await lockedTask(tx, id)
  if (!task) return err(UNKNOWN)
  if (may(asker, 'act', 'task', ownedOf(task))) return ok(task)
  const says = `It is ${task.assignee ?? 'somebody else'}’s. Who has it, whoever covers for them, and their manager may do this.`
  return err({ kind: 'forbidden', says })
}

const STANDS = { open: 'open', done: 'done', dropped: 'deleted' } as const
const FROM: Readonly<Record<TaskMove, readonly StoredTask['status'][]>> = {
  complete: ['open'],
  reopen: ['done', 'dropped'],
  delete: ['open'],
}

async function move(tx: Tx, id: string, desk: Desk, wanted: TaskMove): Promise<Result<Task, Refusal>> {
  const found = await toActOn(tx, id, desk)
  if (!found.ok) return found
  const { status } = found.value
  if (!FROM[wanted].includes(status)) {
    const says = `This task is ${STANDS[status]} already.`
    return err({ kind: 'conflict', says, more: { current: shown(found.value, desk.asker) } })
  }
  await moveTask(tx, id, { move: wanted, at: desk.now, actor: actorOf(desk.caller) })
  return ok(await read(tx, id, desk.asker))
}

const OPEN_SENT = 200
const DONE_SENT = 50
const MS_OF_DONE = 14 * 86_400_000

async function pageFor(tx: Tx, { caller, asker, today, now }: Desk, asked: 'mine' | 'team' | undefined) {
  if (caller.role === 'csm' && asked === 'team')
    return err({
      kind: 'forbidden' as const,
      says: 'Your own tasks are those you can open. Managers can open the team’s.',
    })
  // Those who lead or read have none of their own to begin with.
  const whose = asked ?? (caller.role === 'csm' || caller.role === 'manager' ? 'mine' : 'team')
  const people = await peopleFor(tx)
  const team = asker.teamId === null ? people : people.filter(({ teamId }) => teamId === asker.teamId)
  const assignees = whose === 'mine' ? [caller.userId] : [...team.map(({ id }) => id), null]
  const open = await tasksOf(tx, { status: 'open', assignees, limit: OPEN_SENT + 1 })
  const doneSince = new Date(now.getTime() - MS_OF_DONE)
  const done = await tasksOf(tx, { status: 'done', assignees, doneSince, limit: DONE_SENT })
  const page: TasksPage = {
    day: isoDay(today),
    whose,
    open: open.slice(0, OPEN_SENT).map((task) => shown(task, asker)),
    more: open.length > OPEN_SENT,
    done: done.map((task) => shown(task, asker)),
    people: people.map(({ id, name }) => ({ id, name })),
    customers: await customersFor(tx, caller.role === 'csm' ? caller.userId : null),
  }
  return ok(page)
}
