import pg from 'pg'
import { fixedClock } from '../../src/base/clock.ts'
import { openDatabase, type Database } from '../../src/platform/postgres.ts'
import { joinTestServer } from '../server.ts'

type Own = { readonly database: Database; readonly clock: ReturnType<typeof fixedClock> }

/** Lends a database of its own with a business clock that can be set, outside of a test; it is dropped afterwards. */
export async function inOwnDatabase<T>(work: (own: Own) => Promise<T>): Promise<T> {
  const server = await joinTestServer()
  const name = `renubu_test_${String(process.pid)}_simulation`
  const admin = new pg.Client({ connectionString: server.adminUrl })
  await admin.connect()
  try {
    await admin.query(`create database ${name} template ${server.template}`)
    await admin.query(`grant create on database ${name} to renubu_owner, renubu_jobs`)
    const clock = fixedClock(new Date(0))
    const database = await openDatabase({
      url: server.urlsFor(name).appUrl,
      testClock: clock,
      applicationName: 'simulation',
    })
    try {
      return await work({ database, clock })
    } finally {
      await database.close()
    }
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
    await server.release()
  }
}
