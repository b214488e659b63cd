import { z } from 'zod'

const Row = z.record(z.string(), z.unknown())

/**
 * What the sender tells of one customer; every part may be left out. Rows are read one by one, as those of a file are: a bad one is
 * reported and stops no other.
 */
export const CustomerUpdate = z.object({
  customerId: z.string().min(1).max(600).describe('The customer’s external id, or its exact name.'),
  occurredAt: z.iso
    .datetime({ offset: true })
    .describe('When it was so. What is newer wins, in whatever order it comes.'),
  usage: z.array(Row).max(5_000).optional().describe('Rows of {metric, date, value}, feature where it is known.'),
  engagementScore: z.number().nullable().optional(),
  riskSignals: z
    .array(Row)
    .max(500)
    .optional()
    .describe('Rows of {kind, severity, text}, with an id where there is one.'),
  tickets: z.array(Row).max(500).optional().describe('Tickets in canonical fields, each with an id.'),
  attributes: Row.optional().describe('Whatever else is known of the customer, by name.'),
})
export type CustomerUpdate = z.output<typeof CustomerUpdate>

/** Levels of lists and objects that an update may have. */
export const DEEPEST = 32

/** Whether a value of JSON has more levels than an update may have. */
export function isTooDeep(value: unknown, levels = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isTooDeep(part, levels - 1))
}
