import { connect } from 'node:net'
import type { Command } from 'commander'
import { systemClock } from '../base/clock.ts'
import { serve } from '../main.ts'
import { type Environment, readEnvironment } from '../platform/environment.ts'
import { createLog } from '../platform/log.ts'
import { greeting, topsOfQueues } from './greeting.ts'
import { refuse } from './refusal.ts'
import { prepareSample } from './sample.ts'
import { outputOf } from './session.ts'
import { buildWebApp } from './web-app.ts'

type ServeOptions = { readonly build?: boolean }

/** `serve`: the API with the web app, and the worker, until the process is asked to stop. */
export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('serve the web app and the API, and do the work of the background')
    .option('--build', 'build the web app first, unless it is there and nothing of it has changed')
    .action(async (options: ServeOptions, command: Command) => {
      const environment = readEnvironment()
      const output = outputOf(command)
      const log = createLog(environment.logLevel)
      const withApi = environment.services.includes('api')
      // Asked before anything is built or started: a second start should not wait half a minute to be told.
      if (withApi && (await somebodyListens(environment))) await explainPort(environment)
      if (withApi && options.build) buildWebApp((line) => output.say(line))
      try {
        await serve({
          environment,
          log,
          prepare: async ({ database }, signal) => {
            if (environment.sample) await prepareSample({ environment, database, log, signal })
          },
          onReady: async ({ database }) => {
            const tops = environment.sample && !output.json ? await topsOfQueues(database, systemClock) : []
            output.answer({ address: environment.publicUrl }, ({ address }) => greeting(address, tops))
          },
        })
      } catch (error) {
        await explainListening(error, environment)
        throw error
      }
    })
}

const ANYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** Where a program on this machine reaches what listens on HOST. */
const reachableHost = ({ host }: Environment): string => ANYWHERE[host] ?? host

function addressOf(environment: Environment): string {
  const host = reachableHost(environment)
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(environment.port)}`
}

function somebodyListens(environment: Environment): Promise<boolean> {
  if (environment.port === 0) return Promise.resolve(false)
  return new Promise((resolve) => {
    const probe = connect({ host: reachableHost(environment), port: environment.port, timeout: 2_000 })
    const answer = (listens: boolean) => (): void => {
      probe.destroy()
      resolve(listens)
    }
    probe.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false))
  })
}

async function isRenubu(address: string): Promise<boolean> {
  try {
    const reply = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2_000) })
    const answer: unknown = await reply.json()
    return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'alive'
  } catch {
    return false
  }
}

async function explainPort(environment: Environment): Promise<never> {
  const address = addressOf(environment)
  const next = environment.port < 65_535 ? environment.port + 1 : 3000
  refuse(
    (await isRenubu(address))
      ? `Renubu is running already: ${address}`
      : `Another program listens on port ${String(environment.port)}.`,
    `Stop it first, or choose another port: PORT=${String(next)} npm start`,
  )
}

/** Says what to do when the address of the settings cannot be listened on; leaves every other error alone. */
async function explainListening(error: unknown, environment: Environment): Promise<void> {
  const { code, syscall } = error instanceof Error ? Object.assign({ code: '', syscall: '' }, error) : {}
  if (code === 'EADDRINUSE') await explainPort(environment)
  if (code === 'EACCES' && syscall === 'listen')
    refuse(
      `This account may not listen on port ${String(environment.port)}.`,
      'Choose a port from 1024 on, like PORT=3000, and let a proxy listen on the lower one.',
    )
  if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo')
    refuse(
      `HOST is ${environment.host}, which is no address of this machine.`,
      'Set it to 127.0.0.1 for this machine only, or to 0.0.0.0 for everybody who can reach it.',
    )
}
