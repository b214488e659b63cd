import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, WHO_WORKS, endpoint } from '../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../platform/http/page.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { STEP_STATUSES } from '../../spine/step.ts'
import { EXECUTION_STATUSES, FAMILIES, STAGES } from '../../spine/words.ts'

const Named = z.object({ id: z.uuid(), name: z.string() })
const Value = z.union([z.number(), z.string()]).nullable()

/** An execution in a list. */
export const ListedExecution = z.object({
  id: z.uuid(),
  customer: Named,
  workflow: z.object({
    id: z.string(),
    title: z.string(),
    version: z.int(),
    family: z.enum(FAMILIES),
    stage: z.enum(STAGES).nullable(),
  }),
  status: z.enum(EXECUTION_STATUSES),
  /** Rises with every change; sent along with an act it refuses to act on what was changed meanwhile. */
  version: z.int(),
  csm: Named.nullable(),
  priorityScore: z.number().nullable(),
  dueOn: z.iso.date().nullable(),
  late: z.boolean(),
  held: z.boolean(),
  foldedUnder: z.uuid().nullable(),
  openedOn: z.iso.date(),
  startedAt: z.iso.datetime().nullable(),
  snoozedUntil: z.iso.datetime().nullable(),
  escalatedTo: Named.nullable(),
  completedAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  completionPercentage: z.int(),
  hasSnoozedSteps: z.boolean(),
  nextDueStepDate: z.iso.datetime().nullable(),
  totalSteps: z.int(),
})

const Step = z.object({
  id: z.string(),
  name: z.string(),
  index: z.int(),
  required: z.boolean(),
  status: z.enum(STEP_STATUSES),
  snoozedUntil: z.iso.datetime().nullable(),
  assignedTo: Named.nullable(),
  /** What was recorded when it was completed. */
  result: z.unknown(),
})

const State = ListedExecution.pick({
  id: true,
  status: true,
  version: true,
  startedAt: true,
  snoozedUntil: true,
  escalatedTo: true,
  completedAt: true,
  closedAt: true,
  completionPercentage: true,
  hasSnoozedSteps: true,
  nextDueStepDate: true,
})

/** Where an execution stands. */
export const ExecutionStatusReply = State.extend({
  /** The step to do next; null: none is left that can be done now. */
  currentStep: z.string().nullable(),
  steps: z.array(Step),
})

/** One execution, with what the caller may do to it. */
export const ExecutionRecord = ListedExecution.extend({
  currentStep: z.string().nullable(),
  steps: z.array(Step),
  trigger: z.string(),
  rule: z.string(),
  because: z.array(z.object({ code: z.string(), value: Value })),
  priorityFactors: z.array(z.object({ factor: z.string(), value: Value, contribution: z.number() })),
  assignedBecause: z.string().nullable(),
  approval: z.enum(['none', 'waiting', 'approved']),
  supersededBy: z.uuid().nullable(),
  closedBecause: z.string().nullable(),
  outcome: z.record(z.string(), z.unknown()).nullable(),
  can: z.array(z.string()),
})
export type ExecutionRecord = z.output<typeof ExecutionRecord>

/** What cannot be done in this state, with the state as it is now. */
export const ConflictProblem = Problem.extend({ current: ExecutionRecord.optional() })

/** A workflow of this family is open already. */
const OpenAlready = Problem.extend({ openExecution: ListedExecution.optional() })

const Flag = z.enum(['true', 'false']).transform((word) => word === 'true')

const Filters = PageQuery.extend({
  status: z
    .enum([...EXECUTION_STATUSES, 'open'])
    .optional()
    .describe('One status, or `open`: everything that is not over.'),
  csm: z.string().trim().min(1).max(320).optional().describe('An id, an e-mail address, a name or a first name.'),
  customer: z.uuid().optional(),
  family: z.enum(FAMILIES).optional(),
  stage: z.enum(STAGES).optional(),
  late: Flag.optional(),
  held: Flag.optional(),
})
export type ExecutionFilters = Omit<z.output<typeof Filters>, 'cursor' | 'limit' | 'csm'>

const One = z.object({ id: z.uuid() })

export const ListExecutions = endpoint('GET /api/workflows', {
  summary: 'Executions of workflows, open and over, the newest first, filtered, a page at a time.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  query: Filters,
  replies: { 200: pageOf(ListedExecution), 404: Problem, 422: Problem },
})

export const GetExecution = endpoint('GET /api/workflows/:id', {
  summary: 'One execution with its steps, its reasons and what the caller may do to it.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  replies: { 200: ExecutionRecord, 404: Problem },
})

export const GetExecutionStatus = endpoint('GET /api/workflows/:id/status', {
  summary: 'Where an execution stands: its state, its steps, how far it is and what returns when.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  replies: { 200: ExecutionStatusReply, 404: Problem },
})

const Possible = z.object({
  action: z.string(),
  allowed: z.boolean(),
  /** Why not; null where it is allowed. */
  why: z.string().nullable(),
})

export const GetExecutionActions = endpoint('GET /api/workflows/:id/actions', {
  summary: 'What the caller may do to an execution and to its steps now, and why not for the rest.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  replies: {
    200: z.object({
      actions: z.array(Possible),
      steps: z.array(z.object({ stepId: z.string(), actions: z.array(Possible) })),
    }),
    404: Problem,
  },
})

export const HistoryEntry = z.object({
  id: z.uuid(),
  action: z.string(),
  stepId: z.string().nullable(),
  reason: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  by: z.object({ id: z.uuid().nullable(), name: z.string() }),
  at: z.iso.datetime(),
})

export const GetExecutionHistory = endpoint('GET /api/workflows/:id/history', {
  summary: 'What was done to an execution and its steps, the newest first, a page at a time.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  query: PageQuery,
  replies: { 200: pageOf(HistoryEntry), 404: Problem, 422: Problem },
})

export const CreateExecution = endpoint('POST /api/workflows', {
  summary: 'Opens any published workflow for a customer by hand; a family has one open execution at a time.',
  area: 'executions',
  roles: WHO_WORKS,
  body: z.object({
    customerId: z.uuid(),
    workflowId: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe('An id of a workflow, or a name of it in earlier documents.'),
    renewalId: z.uuid().optional().describe('For a renewal workflow: which; left out: the customer’s next.'),
    reason: z.string().trim().min(1).max(1000).optional(),
    start: z.boolean().default(false).describe('Begins it at once.'),
  }),
  replies: { 201: ExecutionRecord, 404: Problem, 409: OpenAlready, 422: Problem },
})
