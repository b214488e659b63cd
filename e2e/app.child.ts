import { fixedClock } from '../src/base/clock.ts'
import { openDatabase } from '../src/platform/postgres.ts'
import { startApp } from './app.ts'

/** What a server in a process of its own is told. */
export type AppPlace = {
  readonly appUrl: string
  readonly authUrl: string
  readonly webRoot: string
  readonly port: string
  /** Where its clock stands, in ISO form. */
  readonly now: string
}

// The server of the browser tests as a process of its own, for those that end it without a warning.
const { appUrl, authUrl, webRoot, port, now } = JSON.parse(process.argv[2] ?? '') as AppPlace
const clock = fixedClock(new Date(now))
const database = await openDatabase({ url: appUrl, testClock: clock, applicationName: 'test app process' })
const { address } = await startApp({ database, clock, urls: { authUrl } }, { webRoot, port })
process.send?.(address)
