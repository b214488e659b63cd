import { z } from 'zod'
import { endpoint, WHO_LEADS, WHO_WORKS } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

export const RunState = z.object({
  id: z.uuid(),
  kind: z.enum(['daily', 'nightly', 'weekly', 'event']),
  cause: z.enum(['scheduled', 'by-hand', 'first-import', 'as-of', 'event']),
  /** The day that it is run for, in the company's zone. */
  day: z.iso.date(),
  status: z.enum(['running', 'finished', 'failed']),
  phase: z.enum(['customers', 'assignment', 'summaries', 'done']),
  /** How many customers are done, of how many; the total is 0 until the run has been planned. */
  progress: z.object({ done: z.int(), total: z.int() }),
  counts: z.object({
    analyzed: z.int(),
    confirmed: z.int(),
    overtaken: z.int(),
    opened: z.int(),
    closed: z.int(),
  }),
  /** Why it stopped; one that is still running is tried again. */
  error: z.string().nullable(),
  startedBy: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})

export const StartRun = endpoint('POST /api/runs', {
  summary: 'Starts a daily run, or one as of a past day. One that is running for that day already is the answer.',
  area: 'runs',
  roles: WHO_LEADS,
  body: z.object({
    kind: z.literal('daily'),
    asOf: z.iso.date().optional().describe('A past day: by what was known then; writes analyses only.'),
  }),
  replies: { 202: z.object({ id: z.uuid() }), 422: Problem },
})

export const GetRuns = endpoint('GET /api/runs', {
  summary: 'The runs of the company, the newest first.',
  area: 'runs',
  roles: WHO_WORKS,
  query: PageQuery,
  replies: { 200: pageOf(RunState), 422: Problem },
})

export const GetRun = endpoint('GET /api/runs/:id', {
  summary: 'One run: how far it is, what it has found, and why it stopped.',
  area: 'runs',
  roles: WHO_WORKS,
  params: z.object({ id: z.uuid() }),
  replies: { 200: RunState, 404: Problem },
})
