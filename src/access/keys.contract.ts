import { z } from 'zod'
import { ADMINS, AREAS, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { ROLES } from './role.ts'

const Scope = z.enum(AREAS.flatMap((area) => [`${area}:read`, `${area}:write`] as const))

export const ApiKeyRow = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  scopes: z.array(z.string()),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})

export const GetKeys = endpoint('GET /api/keys', {
  summary: 'The API keys of the company, the newest first; never their secrets.',
  area: 'keys',
  roles: ADMINS,
  replies: { 200: z.object({ items: z.array(ApiKeyRow) }) },
})

export const CreateKey = endpoint('POST /api/keys', {
  summary: 'Makes an API key. The answer is the only time that it can be read.',
  area: 'keys',
  roles: ADMINS,
  body: z.object({
    name: z.string().trim().min(1).max(100),
    role: z.enum(ROLES),
    scopes: z.array(Scope).max(40).default([]),
    expiresAt: z.iso.datetime().nullable().default(null),
  }),
  replies: { 201: z.object({ id: z.uuid(), key: z.string() }), 422: Problem },
})

export const RevokeKey = endpoint('DELETE /api/keys/:id', {
  summary: 'Ends an API key at once.',
  area: 'keys',
  roles: ADMINS,
  params: z.object({ id: z.uuid() }),
  replies: { 200: z.object({ revoked: z.literal(true) }), 404: Problem },
})
