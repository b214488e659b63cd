import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Connections } from '../postgres.ts'
import type { Refusal } from './problem.contract.ts'
import { refuse } from './problems.ts'

export type Pressure = {
  /** Mean delay of the event loop within a second, from which on requests are turned away; 0: never. */
  readonly eventLoopDelayMs: number
  /** So many requests may wait for a connection to the database. */
  readonly mostWaiting: number
  readonly connections: () => Connections
}

const BUSY: Refusal = { kind: 'busy', says: 'The server has more to do than it can. Try again in a few seconds.' }

// Whoever watches has to be told how it is, above all now.
const ALWAYS = new Set(['/healthz', '/readyz', '/metrics'])

const mayWait = ({ routeOptions: { url } }: FastifyRequest): boolean => url === undefined || !ALWAYS.has(url)

/**
 * Turns requests away at once while the process or its database cannot keep up: an early 503 with `retry-after` costs nothing, a request
 * that is taken on and answered too late costs everybody behind it.
 */
export async function shedLoad(app: FastifyInstance, pressure: Pressure): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: pressure.eventLoopDelayMs,
    pressureHandler: (request, reply) => {
      if (mayWait(request)) void refuse(request, reply, BUSY)
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!mayWait(request) || pressure.connections().waiting < pressure.mostWaiting) return undefined
    return refuse(request, reply, BUSY)
  })
}
