import { err, ok, type Result } from '../base/result.ts'
import { scopeOf } from '../platform/http/endpoint.contract.ts'
import type { Metrics } from '../platform/http/metrics.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { countInstallation } from './installation-metrics.ts'
import { GetMetrics } from './metrics.contract.ts'

type MetricsDeps = { readonly database: Database; readonly metrics: Metrics }

/** The metrics of this process and, read from the database, of the queue and the daily cycle. */
export function metricsRoutes({ database, metrics }: MetricsDeps): readonly Route[] {
  const readInstallation = countInstallation(metrics.registry, database)
  return [
    route(GetMetrics, async ({ caller, local }): Promise<Result<string, Refusal>> => {
      const refusal = local ? null : refusalOf(caller)
      if (refusal) return err(refusal)
      await readInstallation()
      return ok(await metrics.registry.metrics())
    }),
  ]
}

function refusalOf(caller: Caller | null): Refusal | null {
  if (!caller) return { kind: 'not-signed-in', says: 'Ask from this machine, or send the API key of an admin.' }
  if (caller.role !== 'admin') return { kind: 'forbidden', says: `This is for admin only; you are ${caller.role}.` }
  const scope = scopeOf(GetMetrics)
  if (caller.scopes.length === 0 || caller.scopes.includes(scope)) return null
  return { kind: 'forbidden', says: `This API key lacks the scope ${scope}.` }
}
