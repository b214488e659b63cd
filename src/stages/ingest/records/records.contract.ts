import { z } from 'zod'
import { EVERYBODY_SIGNED_IN, endpoint } from '../../../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../../../platform/http/page.contract.ts'
import { Problem } from '../../../platform/http/problem.contract.ts'
import { specOf } from '../import/fields/catalogue.ts'
import { KINDS, type Field, type Kind } from '../import/fields/field.ts'

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
