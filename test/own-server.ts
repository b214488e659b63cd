import { join } from 'node:path'
import { afterAll } from 'vitest'
import { fixedClock } from '../src/base/clock.ts'
import { connectDatabase } from '../src/platform/connect.ts'
import { startEmbedded } from '../src/platform/embedded/embedded.ts'
import { parseEnvironment } from '../src/platform/environment.ts'
import { openDatabase, openPool } from '../src/platform/postgres.ts'
import { sayNothing, whenAskedFor, type TestDatabase } from './database.ts'
import { fileFolder } from './embedded.ts'

/** A server and the secret that its roles' passwords come from: what a process is told. */
export type Place = { readonly url: string; readonly secret: string }

export type OwnServer = TestDatabase & { readonly place: Place }

/**
 * A server of the file's own, migrated as in service, for tests that start and end whole processes. Its `app.now()` is the machine's. Call
 * it at the top of a test file; it goes after the file's last test.
 */
export async function ownServer(): Promise<OwnServer> {
  const server = await startEmbedded({ dataDir: join(fileFolder(), 'data'), durable: false })
  const place = { url: server.adminUrl, secret: server.secret }
  const environment = parseEnvironment({ DATABASE_URL: place.url, RENUBU_SECRET: place.secret })
  const connection = await connectDatabase(environment, { applicationName: 'test database' })
  const { appUrl } = connection.urls
  const second = whenAskedFor(() => openDatabase({ url: appUrl, applicationName: 'test database of the second' }))
  const owner = openPool({ url: place.url, max: 4, applicationName: 'test owner' })
  afterAll(async () => {
    await owner.end()
    await second.close()
    await connection.close()
    await server.release()
  })
  return {
    place,
    database: connection.database,
    second: second.open,
    owner,
    clock: fixedClock(new Date()),
    readTicket: sayNothing,
    urls: connection.urls,
  }
}
