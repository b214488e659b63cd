import { z } from 'zod'
import { PARTS_OF_DAY } from '../base/hour.ts'
import { EVERYBODY_SIGNED_IN, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { Card, IsoDate } from './card.contract.ts'

/** An execution beside the cards: in progress, snoozed or escalated. */
export const Run = z.object({
  executionId: z.uuid(),
  customer: z.string(),
  workflow: z.string(),
  /** Of each step in order: done (or skipped), snoozed, or still open. */
  steps: z.array(z.enum(['done', 'snoozed', 'open'])),
  /** Snoozed: when it returns. */
  until: z.iso.datetime().nullable(),
  /** Escalated: to whom. */
  to: z.string().nullable(),
})
export type Run = z.output<typeof Run>

/** A snoozed step that is due today, or has been for longer. */
export const BackStep = z.object({
  executionId: z.uuid(),
  customer: z.string(),
  workflow: z.string(),
  stepId: z.string(),
  step: z.string(),
  dueAt: z.iso.datetime(),
})

export const Done = z.object({ customer: z.string(), says: z.string() })
export type Done = z.output<typeof Done>

/** How old what we know is. `name` in words. */
export const SourceAge = z.object({ name: z.string(), newestOn: IsoDate, daysOld: z.int(), stale: z.boolean() })

/** Everything that the page needs, in one reply. */
export const Today = z.object({
  company: z.object({ name: z.string(), currency: z.string() }),
  /** Today by the company's calendar. */
  day: IsoDate,
  /** By the clock of whose day it is: his own, or the company's. */
  partOfDay: z.enum(PARTS_OF_DAY),
  person: z.object({ id: z.uuid(), name: z.string() }),
  /** False when somebody else's day is read. */
  mine: z.boolean(),
  /** Whose day the reader may open; empty for those who have only their own. */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), cards: z.int() })),
  readAt: z.iso.datetime().nullable(),
  /** The company has no customer yet. */
  isEmpty: z.boolean(),
  one: Card.nullable(),
  next: z.array(Card),
  /** Cards on this day, those not shown included. */
  total: z.int(),
  back: z.array(BackStep),
  active: z.array(Run),
  snoozed: z.array(Run),
  escalated: z.array(Run),
  doneToday: z.array(Done),
  doneForYou: z.array(Done),
  sources: z.array(SourceAge),
  /** For a day on which nothing is due: what comes next. */
  upcoming: z.object({ on: IsoDate, customer: z.string(), workflow: z.string() }).nullable(),
})
export type Today = z.output<typeof Today>

export const GetToday = endpoint('GET /api/today', {
  area: 'today',
  summary:
    'The day of a person: the one thing, what is next, what came back, what is done, and how fresh the facts are.',
  roles: EVERYBODY_SIGNED_IN,
  query: z.object({ person: z.uuid().optional() }),
  replies: { 200: Today, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
})
