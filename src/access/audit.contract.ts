import { z } from 'zod'
import { ADMINS, endpoint } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const AuditRow = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.enum(['person', 'key', 'system']), id: z.uuid().nullable(), name: z.string() }),
  action: z.string(),
  object: z.string(),
  objectId: z.uuid().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** Its number in the chain of seals; null for the moment until it is sealed. */
  seal: z.int().nullable(),
})

const Word = z.string().min(1).max(200).optional()

const Filters = PageQuery.extend({
  actor: Word.describe('The id of a person or key, or the name as it was written.'),
  object: Word,
  objectId: z.uuid().optional(),
  action: Word,
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional().describe('Before this instant.'),
})
export type AuditFilters = z.output<typeof Filters>

export const GetAudit = endpoint('GET /api/audit', {
  summary: 'What was done, by whom, to what; the latest first.',
  area: 'audit',
  roles: ADMINS,
  query: Filters,
  replies: { 200: pageOf(AuditRow), 422: Problem },
})
