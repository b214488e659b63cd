import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, WHO_LEADS, WHO_WORKS, endpoint } from '../../platform/http/endpoint.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { ConflictProblem, ExecutionRecord, HistoryEntry } from './executions.contract.ts'
import { SNOOZES } from './snooze.ts'

const Line = z.string().trim().min(1).max(1000)
const Seconds = z.int().min(0).max(31_536_000)

const version = z
  .int()
  .min(1)
  .optional()
  .describe(
    'The version that was looked at; when it is another one by now, nothing is done and 409 carries the newer state.',
  )

const Plain = z.object({ version }).nullish()

/** Either an instant, or so many working days of the owner, at nine in his morning. */
const Snooze = z.object({
  version,
  until: z.iso.datetime({ offset: true }).optional(),
  for: z.enum(SNOOZES).optional(),
  reason: Line,
  pastRenewal: z
    .boolean()
    .default(false)
    .describe('Passes the renewal or the decision date knowingly; the manager gets a task with the reason.'),
})

const Escalate = z.object({
  version,
  to: z.uuid().nullable().default(null).describe('Left out: whoever leads the owner.'),
  reason: Line,
})

const Words = z.string().trim().min(1).max(200)
const NextStep = z.object({ title: Words, dueOn: z.iso.date().nullable().default(null) })

const Complete = z.object({
  version,
  totalDuration: Seconds.optional(),
  outcomes: z
    .object({
      status: z.string().trim().min(1).max(60).default('success'),
      note: Line.optional(),
      confidence: z.enum(['low', 'medium', 'high']).optional(),
      nextSteps: z
        .array(z.union([Words, NextStep]))
        .max(20)
        .default([])
        .describe('Each becomes a task.'),
    })
    .prefault({}),
})

const Cancel = z.object({
  version,
  reason: z.enum(['not-relevant', 'bad-data', 'duplicate', 'asked-not-to', 'other']),
  note: Line.optional().describe('For bad data: which field, and what is wrong with it.'),
})

const DoneAlready = z.object({
  version,
  outcome: z.string().trim().min(1).max(60).default('success'),
  note: Line.optional(),
})

const Reassign = z.object({ version, to: z.uuid() })

export type SnoozeBody = z.output<typeof Snooze>

/** The acts on a whole execution by their names, with what each is told. */
export const EXECUTION_BODIES = {
  start: Plain,
  execute: Plain,
  complete: Complete.nullish(),
  snooze: Snooze,
  escalate: Escalate,
  resume: Plain,
  reassign: Reassign,
  cancel: Cancel,
  'done-already': DoneAlready.nullish(),
} as const

/** The reply of an act: the execution as it is now. */
export const Acted = z.object({
  execution: ExecutionRecord,
  /** Of completing: false when steps wait that return later. */
  completed: z.boolean(),
  /** Steps that still wait: what returns, and when. */
  left: z.array(z.object({ stepId: z.string(), name: z.string(), returnsAt: z.iso.datetime().nullable() })),
})

const One = z.object({ id: z.uuid() })
const area = 'executions'
const replies = { 200: Acted, 404: Problem, 409: ConflictProblem, 422: Problem } as const

const SUMMARIES = {
  start: 'Begins an execution.',
  execute: 'Begins an execution; another name of `start`.',
  complete:
    'Completes an execution. Snoozed steps keep it in progress: tasks and the next step are written, and the reply says what returns.',
  snooze: 'Puts an execution off; not beyond the renewal or the decision date without saying so.',
  escalate: 'Hands an execution up, with a reason.',
  resume: 'Takes an execution up again that was put off or escalated.',
  reassign: 'Gives an execution to somebody else.',
  cancel: 'Gives an execution up for a reason, and lets what made it due rest.',
  'done-already': 'Completes an execution that was done elsewhere, in whatever state it is.',
} as const

export type ExecutionAct = keyof typeof EXECUTION_BODIES

const actEndpoint = <A extends ExecutionAct>(name: A) =>
  endpoint(`POST /api/workflows/:id/${name}`, {
    summary: SUMMARIES[name],
    area,
    roles: name === 'reassign' ? WHO_LEADS : WHO_WORKS,
    params: One,
    body: EXECUTION_BODIES[name],
    replies,
  })

export const ACT_ENDPOINTS = {
  start: actEndpoint('start'),
  execute: actEndpoint('execute'),
  complete: actEndpoint('complete'),
  snooze: actEndpoint('snooze'),
  escalate: actEndpoint('escalate'),
  resume: actEndpoint('resume'),
  reassign: actEndpoint('reassign'),
  cancel: actEndpoint('cancel'),
  'done-already': actEndpoint('done-already'),
}

/** What a conversation's buttons do that moves no state: it is recorded, and `create-task` writes the task. */
export const RECORDED_ACTIONS = [
  'show-artifact',
  'schedule-call',
  'draft-outreach',
  'save-draft',
  'generate-quote',
  'create-task',
] as const

export const DoAction = endpoint('POST /api/workflows/:id/actions/:action', {
  summary:
    'Does an action by its name: an act on the execution with that act’s body, or one that a conversation offers, which is recorded.',
  area,
  roles: WHO_WORKS,
  params: One.extend({
    action: z.enum([...(Object.keys(EXECUTION_BODIES) as ExecutionAct[]), ...RECORDED_ACTIONS]),
  }),
  body: z.record(z.string(), z.unknown()).nullish(),
  replies,
})

/** The body of a recorded action. */
export const RecordedBody = z.object({
  stepId: z.string().max(200).optional(),
  note: Line.optional(),
  title: z.string().trim().min(1).max(200).optional(),
  dueOn: z.iso.date().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})

export const ReassignMany = endpoint('POST /api/workflows/reassign', {
  summary: 'Gives many executions to somebody, all of them or none.',
  area,
  roles: WHO_LEADS,
  body: z.object({ ids: z.array(z.uuid()).min(1).max(500), to: z.uuid() }),
  replies: { 200: z.object({ reassigned: z.int() }), 404: Problem, 409: Problem, 422: Problem },
})

export const GiveBackMany = endpoint('POST /api/workflows/reassign/undo', {
  summary:
    'Takes back the caller’s own giving of executions: each goes to whom it was with before, all of them or none, unless somebody gave it on.',
  area,
  roles: WHO_LEADS,
  body: z.object({ ids: z.array(z.uuid()).min(1).max(500) }),
  replies: { 200: z.object({ givenBack: z.int() }), 404: Problem, 409: Problem, 422: Problem },
})

const OfStep = One.extend({ stepId: z.string().min(1).max(200) })
const stepReplies = {
  200: z.object({ execution: ExecutionRecord, nextStep: z.string().nullable() }),
  404: Problem,
  409: ConflictProblem,
  422: Problem,
} as const

/** The acts that move a step, with what each is told. */
export const STEP_BODIES = {
  begin: Plain,
  complete: z
    .object({ version, duration: Seconds.optional(), outcomes: z.record(z.string(), z.unknown()).optional() })
    .nullish(),
  snooze: Snooze,
  skip: z.object({ version, reason: Line }),
  escalate: Escalate,
  resume: Plain,
  reopen: Plain,
} as const

export type StepAct = keyof typeof STEP_BODIES

const STEP_SUMMARIES: Readonly<Record<StepAct, string>> = {
  begin: 'Begins a step.',
  complete: 'Completes a step; the reply names the next one.',
  snooze: 'Puts one step off, and the rest goes on.',
  skip: 'Leaves a step out, with a reason.',
  escalate: 'Hands one step up, with a reason.',
  resume: 'Takes a step up again that was put off or escalated.',
  reopen: 'Takes back that a step was completed or skipped.',
}

const stepEndpoint = <A extends StepAct>(name: A) =>
  endpoint(`POST /api/workflows/:id/steps/:stepId/${name}`, {
    summary: STEP_SUMMARIES[name],
    area,
    roles: WHO_WORKS,
    params: OfStep,
    body: STEP_BODIES[name],
    replies: stepReplies,
  })

export const STEP_ENDPOINTS = {
  begin: stepEndpoint('begin'),
  complete: stepEndpoint('complete'),
  snooze: stepEndpoint('snooze'),
  skip: stepEndpoint('skip'),
  escalate: stepEndpoint('escalate'),
  resume: stepEndpoint('resume'),
  reopen: stepEndpoint('reopen'),
}

export const CommentOnStep = endpoint('POST /api/workflows/:id/steps/:stepId/comment', {
  summary: 'Says something about a step. Everybody may, in every state.',
  area,
  roles: EVERYBODY_SIGNED_IN,
  params: OfStep,
  body: z.object({ text: z.string().trim().min(1).max(4000) }),
  replies: { 201: HistoryEntry, 404: Problem },
})

export const AssignStep = endpoint('POST /api/workflows/:id/steps/:stepId/assign', {
  summary: 'Gives one step to somebody; to null: back to whoever has the execution.',
  area,
  roles: WHO_WORKS,
  params: OfStep,
  body: z.object({ to: z.uuid().nullable() }),
  replies: stepReplies,
})
