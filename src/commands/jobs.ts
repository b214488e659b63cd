import { InvalidArgumentError, type Command } from 'commander'
import { queuedJobs, retryJob, type QueuedJob } from '../platform/jobs/jobs.store.ts'
import { openJobsPool } from '../platform/jobs/pool.ts'
import { refuse } from './refusal.ts'
import { inSession } from './session.ts'

type JobsOptions = { readonly failed?: boolean; readonly retry?: string }

/** `jobs`: what the queue of the background holds; `--failed`: what was given up; `--retry ID`: try one of them again. */
export function registerJobs(program: Command): void {
  program
    .command('jobs')
    .description('what waits for the background, is being done, or was given up')
    .option('--failed', 'only those that were given up after their tries')
    .option('--retry <id>', 'give this job all its tries anew, from now on', jobId)
    .action((options: JobsOptions, command: Command) =>
      inSession(command, async ({ connection, output, log }) => {
        const pool = openJobsPool(connection.urls.jobsUrl, 1, log)
        try {
          if (options.retry !== undefined) {
            const retried = await retryJob(pool, options.retry)
            if (!retried) refuse(`There is no waiting job ${options.retry}`, 'renubu jobs --failed lists them')
            output.answer({ retried: options.retry }, ({ retried: id }) => `Job ${id} will be tried again.`)
            return
          }
          const jobs = await queuedJobs(pool, { dead: options.failed === true })
          output.answer({ jobs }, () => (jobs.length === 0 ? 'None.' : jobs.map(line).join('\n')))
        } finally {
          await pool.end()
        }
      }),
    )
}

const LARGEST = 9_223_372_036_854_775_807n

function jobId(text: string): string {
  if (/^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST) return text
  throw new InvalidArgumentError('It is the number of a job.')
}

const line = ({ id, task, state, tries, mostTries, error }: QueuedJob): string =>
  `${id}  ${task}  ${state}, ${String(tries)} of ${String(mostTries)} tries${error === null ? '' : `\n    ${error.split('\n')[0] ?? ''}`}`
