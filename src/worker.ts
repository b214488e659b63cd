import { systemClock } from './base/clock.ts'
import { startSchedule } from './operate/schedule.job.ts'
import { startSealing } from './operate/seal.job.ts'
import { askedToStop } from './platform/child.ts'
import { connectDatabase } from './platform/connect.ts'
import type { Environment } from './platform/environment.ts'
import { startWorker } from './platform/jobs/worker.ts'
import type { Log } from './platform/log.ts'
import { mailerOf } from './platform/mail.ts'
import { startTraces } from './platform/traces.ts'
import { tasksOf } from './tasks.ts'

/** The worker's process: does the jobs of the queue and looks every minute what is due, until it is asked to stop. */
export async function runWorker(environment: Environment, log: Log): Promise<void> {
  const stop = askedToStop()
  const onWaiting = (message: string): void => log.warn(message)
  const connection = await connectDatabase(environment, { applicationName: 'renubu worker', onWaiting })
  const traces = startTraces({ ...environment.traces, service: 'renubu worker', log })
  const deps = { database: connection.database, clock: systemClock, log }
  const { smtpUrl, publicUrl } = environment
  const mailer = smtpUrl === undefined ? null : mailerOf({ smtpUrl, publicUrl })
  const tasks = tasksOf({ ...deps, mail: { mailer, secret: connection.secret } })
  try {
    const worker = await startWorker({ jobsUrl: connection.urls.jobsUrl, tasks, log, traces })
    const schedule = startSchedule(deps)
    const sealing = startSealing({ ...deps, appUrl: connection.urls.appUrl })
    log.info('the worker is ready')
    const reason = await Promise.race([stop, worker.ended.then(() => 'the queue stopped')])
    log.info({ reason }, 'the worker stops')
    await schedule.stop()
    await sealing.stop()
    await worker.stop()
    await traces.close()
  } finally {
    await connection.close()
  }
}
