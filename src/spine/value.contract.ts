import { z } from 'zod'

/** A value with its unit. Written out where it is read, in the reader's locale. */
export const Value = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('money'), amount: z.number(), currency: z.string() }),
  z.object({ kind: z.literal('date'), date: z.iso.date() }),
  z.object({ kind: z.literal('days'), days: z.int() }),
  z.object({ kind: z.literal('percent'), percent: z.number() }),
  z.object({ kind: z.literal('number'), number: z.number() }),
  z.object({ kind: z.literal('words'), words: z.string() }),
])
export type Value = z.output<typeof Value>
