import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, WHO_WORKS, endpoint } from '../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../platform/http/page.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'

const Named = z.object({ id: z.uuid(), name: z.string() })

const TASK_STATUSES = ['open', 'done', 'dropped'] as const

export const Task = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.enum(TASK_STATUSES),
  dueOn: z.iso.date().nullable(),
  doneAt: z.iso.datetime().nullable(),
  /** Who does it; null: nobody yet. */
  assignee: Named.nullable(),
  customer: Named.nullable(),
  /** The execution that it came from. */
  workflow: z.object({ executionId: z.uuid(), title: z.string() }).nullable(),
  createdBy: z.string(),
  can: z.array(z.string()),
})
export type Task = z.output<typeof Task>

/** What cannot be done in this state, with the task as it is now. */
const TaskConflict = Problem.extend({ current: Task.optional() })

const One = z.object({ id: z.uuid() })
const area = 'tasks'

const Title = z.string().trim().min(1, 'A task needs a title').max(200)
const DueOn = z.iso.date().refine((text) => text >= '1970-01-01' && text <= '2999-12-31', {
  error: 'A day lies between 1970-01-01 and 2999-12-31',
})

const Filters = PageQuery.extend({
  status: z.enum(TASK_STATUSES).default('open'),
  assignee: z
    .union([z.uuid(), z.literal('me'), z.literal('nobody')])
    .optional()
    .describe('Whose: an id, `me`, or `nobody` for those that nobody has.'),
  customer: z.uuid().optional(),
  execution: z.uuid().optional(),
  dueUntil: DueOn.optional().describe('Only what is due up to this day.'),
})

export const ListTasks = endpoint('GET /api/tasks', {
  summary: 'Tasks, a page at a time: open ones by their day, those without one last; finished ones by when they were.',
  area,
  roles: EVERYBODY_SIGNED_IN,
  query: Filters,
  replies: { 200: pageOf(Task), 422: Problem },
})

export const GetTask = endpoint('GET /api/tasks/:id', {
  summary: 'One task.',
  area,
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  replies: { 200: Task, 404: Problem },
})

export const AddTask = endpoint('POST /api/tasks', {
  summary: 'Adds a task: for oneself, for somebody else, or for nobody yet.',
  area,
  roles: WHO_WORKS,
  body: z.object({
    title: Title,
    dueOn: DueOn.nullable().default(null),
    customerId: z.uuid().nullable().default(null),
    assigneeId: z.uuid().nullable().optional().describe('Left out: whoever asks; null: nobody yet.'),
  }),
  replies: { 201: Task, 404: Problem, 422: Problem },
})

export const ChangeTask = endpoint('PATCH /api/tasks/:id', {
  summary: 'Changes what is named of a task; the rest stays.',
  area,
  roles: WHO_WORKS,
  params: One,
  body: z.object({
    title: Title.optional(),
    dueOn: DueOn.nullable().optional(),
    customerId: z.uuid().nullable().optional(),
    assigneeId: z.uuid().nullable().optional(),
  }),
  replies: { 200: Task, 404: Problem, 422: Problem },
})

export const CompleteTask = endpoint('POST /api/tasks/:id/complete', {
  summary: 'Says that a task is done.',
  area,
  roles: WHO_WORKS,
  params: One,
  replies: { 200: Task, 404: Problem, 409: TaskConflict },
})

export const ReopenTask = endpoint('POST /api/tasks/:id/reopen', {
  summary: 'Takes back that a task was done or deleted.',
  area,
  roles: WHO_WORKS,
  params: One,
  replies: { 200: Task, 404: Problem, 409: TaskConflict },
})

export const DeleteTask = endpoint('DELETE /api/tasks/:id', {
  summary: 'Deletes an open task; it stays on record and can be reopened.',
  area,
  roles: WHO_WORKS,
  params: One,
  replies: { 200: Task, 404: Problem, 409: TaskConflict },
})

/** Everything that the page needs, in one reply. */
export const TasksPage = z.object({
  day: z.iso.date(),
  whose: z.enum(['mine', 'team']),
  /** Open ones by their day, those without one last. */
  open: z.array(Task),
  /** True: there are more than are sent. */
  more: z.boolean(),
  /** Finished in the last two weeks, the latest first. */
  done: z.array(Task),
  /** Whom a task can be given to. */
  people: z.array(Named),
  /** The reader's customers; of whoever leads everybody's. */
  customers: z.array(Named),
})
export type TasksPage = z.output<typeof TasksPage>

export const GetTasksPage = endpoint('GET /api/tasks/page', {
  summary:
    'Somebody’s tasks, or (for those who lead and read) the team’s, with whom and which customers they can be about.',
  area,
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ whose: z.enum(['mine', 'team']).optional() }),
  replies: { 200: TasksPage, 403: Problem },
})
