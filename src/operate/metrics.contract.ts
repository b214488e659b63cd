import { z } from 'zod'
import { endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

export const GetMetrics = endpoint('GET /metrics', {
  summary:
    'What this process and the installation count, for Prometheus: with the API key of an admin, or from this machine.',
  area: 'operation',
  roles: 'public',
  unlimited: true,
  produces: 'text/plain; version=0.0.4; charset=utf-8',
  replies: { 200: z.string(), 401: Problem, 403: Problem },
})
