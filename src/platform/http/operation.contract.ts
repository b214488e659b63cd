import { z } from 'zod'
import { endpoint } from './endpoint.contract.ts'
import { Problem } from './problem.contract.ts'

export const GetHealth = endpoint('GET /healthz', {
  summary: 'Whether the process is alive.',
  area: 'operation',
  roles: 'public',
  unlimited: true,
  replies: { 200: z.object({ status: z.literal('alive') }) },
})

export const GetReadiness = endpoint('GET /readyz', {
  summary: 'Whether the server is migrated and able to serve.',
  area: 'operation',
  roles: 'public',
  unlimited: true,
  replies: { 200: z.object({ status: z.literal('ready'), says: z.string() }), 503: Problem },
})

export const GetOpenApi = endpoint('GET /api/openapi.json', {
  summary: 'This document.',
  area: 'operation',
  roles: 'public',
  replies: { 200: z.record(z.string(), z.unknown()) },
})
