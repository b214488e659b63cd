import type { Command } from 'commander'
import { readEnvironment } from '../platform/environment.ts'
import { createLog } from '../platform/log.ts'
import { runWorker } from '../worker.ts'

/** `worker`: the background alone, in a process of its own; `serve` starts one itself. */
export function registerWorker(program: Command): void {
  program
    .command('worker')
    .description('do the work of the background: daily runs, jobs, schedules')
    .action(async () => {
      const environment = readEnvironment()
      await runWorker(environment, createLog(environment.logLevel))
    })
}
