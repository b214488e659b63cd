import type { ScheduleDeps } from './operate/schedule.job.ts'
import type { Task } from './platform/jobs/worker.ts'

/** What the worker can do, by the names that jobs are put into the queue under. */
export function tasksOf(_deps: ScheduleDeps): Readonly<Record<string, Task>> {
  return {}
}
