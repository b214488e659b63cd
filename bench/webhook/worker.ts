import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { programWords } from '../../src/platform/child.ts'

export type WorkerProcess = { readonly pid: number; stop(): Promise<void> }

/** Starts the worker as `renubu serve` does, on a database, and waits until it listens to the queue. */
export async function startWorker({
  url,
  secret,
}: {
  readonly url: string
  readonly secret: string
}): Promise<WorkerProcess> {
  const child = spawn(process.execPath, programWords(['worker']), {
    env: { ...process.env, DATABASE_URL: url, RENUBU_SECRET: secret, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const exited = once(child, 'exit')
  const said: string[] = []
  const { stderr } = child
  if (!stderr) throw new Error('The worker has no log')
  await new Promise<void>((resolve, reject) => {
    createInterface(stderr).on('line', (line) => {
      said.push(line)
      if (line.includes('the worker is ready')) resolve()
    })
    void exited.then(() => reject(new Error(`The worker did not start:\n${said.join('\n')}`)))
  })
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
