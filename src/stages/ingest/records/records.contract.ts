import { z } from 'zod'
import { ADMINS, EVERYBODY_SIGNED_IN, endpoint } from '../../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../../platform/http/page.contract.ts'
import { Problem } from '../../../platform/http/problem.contract.ts'
import { specOf } from '../import/fields/catalogue.ts'
import { KINDS, type Field, type Kind } from '../import/fields/field.ts'
import { Report, SourceName } from '../import/imports.contract.ts'

/** Kinds whose records have an id of their own and can be read one by one; usage and rates are series. */
export const RECORD_KINDS = KINDS.filter((kind) => kind !== 'usage' && kind !== 'rates')
export type RecordKind = Exclude<Kind, 'usage' | 'rates'>

function valueOf({ type }: Field): z.ZodType {
  switch (type) {
    case 'amount':
    case 'number':
    case 'integer':
      return z.number()
    case 'boolean':
      return z.boolean()
    case 'day':
      return z.iso.date()
    case 'instant':
      return z.iso.datetime()
    case 'list':
      return z.array(z.string())
    case 'numbers':
      return z.array(z.number())
    case 'json':
      return z.unknown()
    default:
      return z.string()
  }
}

/** A record in canonical fields, with its id here; a field that the source does not give is null. */
export function recordShape(kind: RecordKind) {
  const fields = specOf(kind).fields.filter(({ inputOnly }) => !inputOnly)
  return z.object({
    id: z.uuid(),
    source: z.string(),
    ...Object.fromEntries(fields.map((field) => [field.name, valueOf(field).nullable()])),
  })
}

const Filters = PageQuery.extend({
  q: z.string().trim().min(1).max(200).optional().describe('Words of the name, subject or title.'),
  externalId: z.string().max(600).optional(),
  source: z.string().max(100).optional(),
  customerId: z.uuid().optional().describe('Only what belongs to this customer.'),
  ownerId: z.uuid().optional(),
  updatedSince: z.iso.datetime().optional(),
})
export type RecordFilters = z.output<typeof Filters>

export const listEndpoint = (kind: RecordKind) =>
  endpoint(`GET /api/${kind}`, {
    summary: `The company’s ${kind} in canonical fields, filtered, a page at a time.`,
    area: 'records',
    roles: EVERYBODY_SIGNED_IN,
    query: Filters,
    replies: { 200: pageOf(recordShape(kind)), 422: Problem },
  })

export const recordEndpoint = (kind: RecordKind) =>
  endpoint(`GET /api/${kind}/:id`, {
    summary: `One of the company’s ${kind}.`,
    area: 'records',
    roles: EVERYBODY_SIGNED_IN,
    params: z.object({ id: z.uuid() }),
    replies: { 200: recordShape(kind), 404: Problem },
  })

const MOST_RECORDS = 5_000
const BULK_BYTES = 8 * 1_048_576

/** Why one of the records that were sent could not be taken. */
const RejectedRecord = z.object({
  index: z.int().describe('Its place among the records that were sent, counted from 0.'),
  column: z.string().nullable(),
  reason: z.string(),
})

export const bulkEndpoint = (kind: Kind) =>
  endpoint(`POST /api/${kind}/bulk`, {
    summary: `Takes up to 5,000 ${kind} at once: new ones are made, known ones changed, the same ones left. What cannot be taken is answered with its reason.`,
    area: 'records',
    roles: ADMINS,
    body: z.object({
      source: SourceName.default('import'),
      records: z
        .array(z.record(z.string(), z.unknown()))
        .min(1)
        .max(MOST_RECORDS)
        .describe('In canonical fields, or under the usual other names, which are guessed.'),
    }),
    bodyLimit: BULK_BYTES,
    replies: { 200: Report.extend({ rejections: z.array(RejectedRecord) }) },
  })
