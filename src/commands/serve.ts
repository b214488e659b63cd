import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { serve } from '../main.ts'
import { type Environment, readEnvironment } from '../platform/environment.ts'
import { createLog } from '../platform/log.ts'
import { greeting, topsOfQueues } from './greeting.ts'
import { refuse } from './refusal.ts'
import { prepareSample } from './sample.ts'
import { outputOf } from './session.ts'

/** `serve`: the API with the web app, and the worker, until the process is asked to stop. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('serve the web app and the API, and do the work of the background')
    .action(async (_options: object, command: Command) => {
      const environment = readEnvironment()
      const output = outputOf(command)
      const log = createLog(environment.logLevel)
      if (environment.services.includes('api') && (await somebodyListens(environment))) await explainPort(environment)
      await serve({
        environment,
        log,
        prepare: async ({ database }) => {
          if (environment.sample) await prepareSample(environment, database, log)
        },
        onReady: async ({ database }) => {
          const tops = environment.sample && !output.json ? await topsOfQueues(database, systemClock) : []
          output.answer({ address: environment.publicUrl }, ({ address }) => greeting(address, tops))
        },
      })
    })
}

const addressOf = ({ host, port }: Environment): string =>
  `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${String(port)}`

async function ask(address: string): Promise<Response | undefined> {
  try {
    return await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) })
  } catch {
    return undefined
  }
}

// Asked before the database is touched: a second start should not wait half a minute to be told that the port is taken.
async function somebodyListens(environment: Environment): Promise<boolean> {
  return environment.port !== 0 && (await ask(addressOf(environment))) !== undefined
}

async function explainPort(environment: Environment): Promise<never> {
  const address = addressOf(environment)
  const answer = await (await ask(address))?.json().catch(() => undefined)
  const ours = typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'alive'
  refuse(
    ours ? `Renubu is running already: ${address}` : `Another program listens on port ${String(environment.port)}.`,
    `Stop it first, or choose another port: PORT=${String(environment.port + 1)} npm start`,
  )
}
