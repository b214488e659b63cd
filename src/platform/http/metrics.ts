import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What one process counts, in the text form of Prometheus. Each server has a registry of its own, so that two in one process do not mix. */
export type Metrics = {
  readonly registry: Registry
  /** One request was answered. `route` is the pattern, never the address: ids would make a series each. */
  readonly answered: (
    asked: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ) => void
}

// From a read of one row to the limit of a statement.
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A registry with what every process has: CPU, memory, the event loop's lag, and the requests it answered. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'renubu_http_request_duration_seconds',
    help: 'How long requests took, by method, route pattern and status; its count is the number of requests.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  })
  return { registry, answered: (asked, seconds) => requests.observe({ ...asked }, seconds) }
}
