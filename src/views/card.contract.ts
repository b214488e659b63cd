import { z } from 'zod'
import { ACCOUNT_PLANS, FAMILIES, OPEN_STATUSES, STAGES } from '../spine/words.ts'

/** YYYY-MM-DD. Dates, amounts and percents are formatted where they are read, in the reader's locale. */
export const IsoDate = z.iso.date()

/** One customer's conversation on a person's day. */
export const Card = z.object({
  executionId: z.uuid(),
  customer: z.object({ id: z.uuid(), name: z.string() }),
  workflow: z.object({
    id: z.string(),
    title: z.string(),
    family: z.enum(FAMILIES),
    /** Names of the steps, in order. */
    steps: z.array(z.string()),
    minutes: z.int(),
  }),
  stage: z.enum(STAGES).nullable(),
  score: z.number(),
  /** Why now: a finding in a sentence of its own, then at most one more; and the finding in a few words for a row. */
  why: z.object({ first: z.string(), rest: z.string(), short: z.string() }),
  arr: z.object({ amount: z.number().nullable(), currency: z.string(), plan: z.enum(ACCOUNT_PLANS).nullable() }),
  /** `kind` says which date the days count to: the renewal's, or the last day to give notice. Null: no date known. */
  renewal: z.object({ date: IsoDate, days: z.int(), kind: z.enum(['renewal', 'decision']) }).nullable(),
  health: z.object({
    value: z.number(),
    /** Points against the analysis at least 28 days ago; null: no comparison yet. */
    change: z.number().nullable(),
    uncertain: z.boolean(),
    overridden: z.boolean(),
  }),
  risk: z.object({ value: z.number(), overridden: z.boolean() }),
  /** Percent, last 28 days against the 28 before; null: unknown. */
  usageChange: z.number().nullable(),
  /** Titles of what folds under this card. */
  folded: z.array(z.string()),
  isNew: z.boolean(),
  /** Why it stands elsewhere than yesterday. */
  moved: z.string().nullable(),
  status: z.enum(OPEN_STATUSES),
  dueOn: IsoDate.nullable(),
  late: z.boolean(),
})
export type Card = z.output<typeof Card>
