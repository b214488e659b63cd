import { z } from 'zod'
import { endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const ById = z.object({ id: z.uuid() })

const AbsenceRow = z.object({
  id: z.uuid(),
  memberId: z.uuid(),
  /** The first and the last day away. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** Who takes what cannot wait; null: nobody named. */
  coverId: z.uuid().nullable(),
})

export const GetAbsences = endpoint('GET /api/members/:id/absences', {
  summary: 'When a person is away, the latest first.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  params: ById,
  query: PageQuery,
  replies: { 200: pageOf(AbsenceRow), 404: Problem, 422: Problem },
})

export const AddAbsence = endpoint('POST /api/members/:id/absences', {
  summary: 'Says that somebody is away: everybody of himself, who leads of everybody.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  params: ById,
  body: z.object({ from: z.iso.date(), to: z.iso.date(), coverId: z.uuid().nullable().default(null) }),
  replies: { 201: AbsenceRow, 404: Problem, 409: Problem, 422: Problem },
})

export const DeleteAbsence = endpoint('DELETE /api/absences/:id', {
  summary: 'Takes an absence back.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  params: ById,
  replies: { 200: z.object({ deleted: z.literal(true) }), 404: Problem },
})
