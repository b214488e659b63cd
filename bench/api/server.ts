import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/platform/environment.ts'
import type { ServerTask } from './server.child.ts'

export type ApiProcess = { readonly port: number; readonly pid: number; stop(): Promise<void> }

/** Starts the API in a process of its own, on a port that is free. */
export async function startApi(task: Omit<ServerTask, 'port'>): Promise<ApiProcess> {
  const child = fork(join(PROJECT_ROOT, 'bench', 'api', 'server.child.ts'), { execArgv: [], serialization: 'advanced' })
  const exited = once(child, 'exit')
  const given: ServerTask = { ...task, port: 0 }
  child.send(given)
  const [said] = (await Promise.race([once(child, 'message'), exited.then(() => [{ error: 'It ended' }])])) as [
    { readonly address?: string; readonly error?: string },
  ]
  if (said.address === undefined) throw new Error(`The API did not start: ${String(said.error)}`)
  return {
    port: Number(new URL(said.address).port),
    pid: child.pid ?? 0,
    stop: async () => {
      child.disconnect()
      await exited
    },
  }
}
