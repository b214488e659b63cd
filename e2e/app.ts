import { startHttp } from '../src/api.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { silentLog } from '../src/platform/log.ts'
import type { TestDatabase } from '../test/database.ts'

type Served = Pick<TestDatabase, 'database' | 'clock'> & { readonly urls: Pick<TestDatabase['urls'], 'authUrl'> }

/** The real server on a port of its own. */
export async function startApp(
  { database, clock, urls }: Served,
  {
    webRoot,
    sample = 'on',
    port = '0',
    smtpUrl,
  }: {
    readonly webRoot: string
    readonly sample?: 'on' | 'off' | undefined
    readonly port?: string
    readonly smtpUrl?: string | undefined
  },
): Promise<{ readonly address: string; close(): Promise<void> }> {
  const environment = parseEnvironment({
    PORT: port,
    HOST: '127.0.0.1',
    RENUBU_SAMPLE: sample,
    SMTP_URL: smtpUrl,
    LOG_LEVEL: 'silent',
  })
  return startHttp({
    environment,
    database,
    authUrl: urls.authUrl,
    clock,
    log: silentLog,
    secret: 'a secret of tests, which keeps nothing secret',
    webRoot,
    // A machine that runs the whole suite may hold a process for a second.
    limits: { eventLoopDelayMs: 0 },
    ready: () => Promise.resolve({ ready: true, says: 'Ready.' }),
  })
}
