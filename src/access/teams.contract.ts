import { z } from 'zod'
import { ADMINS, endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const Team = z.object({ id: z.uuid(), name: z.string(), members: z.int() })
const Named = z.object({ name: z.string().trim().min(1).max(200) })
const ById = z.object({ id: z.uuid() })

export const GetTeams = endpoint('GET /api/teams', {
  summary: 'The teams of the company, with how many active people each has.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  query: PageQuery,
  replies: { 200: pageOf(Team), 422: Problem },
})

export const AddTeam = endpoint('POST /api/teams', {
  summary: 'Makes a team.',
  area: 'members',
  roles: ADMINS,
  body: Named,
  replies: { 201: Team, 409: Problem },
})

export const RenameTeam = endpoint('PATCH /api/teams/:id', {
  summary: 'Gives a team another name.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  body: Named,
  replies: { 200: Team, 404: Problem, 409: Problem },
})

export const DeleteTeam = endpoint('DELETE /api/teams/:id', {
  summary: 'Takes a team away that nobody is in.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: { 200: z.object({ deleted: z.literal(true) }), 404: Problem, 409: Problem },
})
