import { startHttp } from '../../src/api.ts'
import { fixedClock, systemClock } from '../../src/base/clock.ts'
import { parseEnvironment } from '../../src/platform/environment.ts'
import { silentLog } from '../../src/platform/log.ts'
import { openDatabase } from '../../src/platform/postgres.ts'

/** The API as `renubu serve` starts it, on a database that is there, at the time of the bench. */
export type ServerTask = {
  readonly url: string
  readonly authUrl: string
  readonly secret: string
  /** Null: as it goes. */
  readonly now: Date | null
  /** Connections of the pool. */
  readonly pool: number
  readonly port: number
}

// `renubu serve` gives up waiting for its database after two seconds, and says so; here how long one waits is what is measured.
const PATIENT = { connectTimeout: 120_000 }

// A bench is one caller who asks for more in a second than people in a minute; nobody is turned away for that here.
const UNLIMITED = { caller: 1e9, company: 1e9, stranger: 1e9 }

process.once('message', (task: ServerTask) => {
  void serve(task).catch((error: unknown) => {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) })
    process.disconnect()
  })
})

async function serve({ url, authUrl, secret, now, pool, port }: ServerTask): Promise<void> {
  const database = await openDatabase({ ...PATIENT, url, max: pool, applicationName: 'renubu bench api' })
  const http = await startHttp({
    environment: parseEnvironment({ PORT: String(port), RENUBU_SAMPLE: 'off', LOG_LEVEL: 'silent' }),
    database,
    authUrl,
    clock: now ? fixedClock(now) : systemClock,
    log: silentLog,
    secret,
    limits: { perMinute: UNLIMITED, eventLoopDelayMs: 0 },
    ready: () => Promise.resolve({ ready: true, says: 'Ready.' }),
  })
  process.once('disconnect', () => {
    void http.close().then(() => database.close())
  })
  process.send?.({ address: http.address })
}
