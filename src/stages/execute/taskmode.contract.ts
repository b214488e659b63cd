import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, WHO_WORKS, endpoint } from '../../platform/http/endpoint.contract.ts'
import { Problem } from '../../platform/http/problem.contract.ts'
import { STAGES } from '../../spine/words.ts'
import { Composition } from '../compose/composition.contract.ts'
import { ExecutionRecord } from './executions.contract.ts'
import { SNOOZES } from './snooze.ts'

/** What somebody has entered in a step and not handed in yet. */
export const Draft = z.object({
  stepId: z.string(),
  data: z.record(z.string(), z.unknown()),
  version: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
})
export type Draft = z.output<typeof Draft>

const Person = z.object({ id: z.uuid(), name: z.string() })

/** Everything that the full screen needs, in one reply; going from step to step asks for nothing. */
export const TaskMode = z.object({
  execution: ExecutionRecord,
  today: z.iso.date(),
  minutes: z.int().describe('What a practised person needs.'),
  stage: z.enum(STAGES).nullable(),
  arr: z.object({ amount: z.number().nullable(), currency: z.string() }),
  renewal: z
    .object({ date: z.iso.date(), days: z.int(), kind: z.enum(['renewal', 'decision']) })
    .nullable()
    .describe('As it is today.'),
  takenAt: z.iso.datetime().describe('When the facts were read that all steps show.'),
  composition: Composition,
  drafts: z.array(Draft),
  lastActs: z
    .array(
      z.object({
        stepId: z.string(),
        action: z.string(),
        at: z.iso.datetime(),
        by: z.string(),
        to: z.string().nullable(),
        reason: z.string().nullable(),
      }),
    )
    .describe('Of each step the last act that moved it.'),
  comments: z.array(
    z.object({ id: z.uuid(), stepId: z.string(), text: z.string(), by: z.string(), at: z.iso.datetime() }),
  ),
  snoozes: z
    .array(z.object({ for: z.enum(SNOOZES), returnsAt: z.iso.datetime() }))
    .describe('When a snooze of so many working days returns.'),
  lead: Person.nullable().describe('Who leads the owner, and hears of what is put off too long.'),
  colleagues: z.array(Person).describe('To whom a step can be handed up.'),
})
export type TaskMode = z.output<typeof TaskMode>

const One = z.object({ id: z.uuid() })

export const GetTaskMode = endpoint('GET /api/workflows/:id/taskmode', {
  summary:
    'An execution as it is worked on: its steps with what they say and show, drafts, comments, and what may be done.',
  area: 'executions',
  roles: EVERYBODY_SIGNED_IN,
  params: One,
  replies: { 200: TaskMode, 404: Problem },
})

export const MOST_DRAFT_LENGTH = 100_000

export const SaveDraft = endpoint('PUT /api/workflows/:id/drafts/:stepId', {
  summary: 'Keeps what was entered in a step. Saved from an older version, nothing is done and the newer one is told.',
  area: 'executions',
  roles: WHO_WORKS,
  params: One.extend({ stepId: z.string().min(1).max(200) }),
  body: z.object({
    data: z
      .record(z.string(), z.unknown())
      .refine((data) => JSON.stringify(data).length <= MOST_DRAFT_LENGTH, 'This is more than a draft can hold.'),
    version: z.int().min(0).describe('The version that was changed; 0: there was none yet.'),
  }),
  replies: { 200: Draft, 404: Problem, 409: Problem.extend({ draft: Draft.optional() }), 422: Problem },
})
