import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Account, canReach } from './account.ts'
import { SHARED_PLACE } from './binaries.ts'

/** What the data directory remembers of its server. The file is readable by its owner alone. */
export type ServerState = {
  /** Where PostgreSQL keeps its files: below the data directory, or elsewhere when the server could not reach that. */
  readonly clusterDir: string
  readonly superuserPassword: string
  /** The application's secret: the roles' passwords and signatures derive from it. */
  readonly secret: string
  /** The port of the last start, tried first at the next one. */
  readonly port: number | undefined
}

const State = z.object({
  clusterDir: z.string(),
  superuserPassword: z.string(),
  secret: z.string(),
  port: z
    .number()
    .optional()
    .transform((port) => port),
}) satisfies z.ZodType<ServerState>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const stateFile = (dataDir: string): string => join(dataDir, 'server.json')

export function readState(dataDir: string): ServerState | undefined {
  const file = stateFile(dataDir)
  if (!existsSync(file)) return undefined
  const read = State.safeParse(parsed(readFileSync(file, 'utf8')))
  if (read.success) return read.data
  throw new Error(
    `${file} is damaged, and without the passwords in it the database beside it cannot be opened. Restore it from a copy, ` +
      'or delete the data directory to begin again without its data.',
  )
}

export function writeState(dataDir: string, state: ServerState): void {
  const aside = `${stateFile(dataDir)}.new`
  writeFileSync(aside, JSON.stringify(state, null, 2), { mode: 0o600 })
  renameSync(aside, stateFile(dataDir))
}

/** The state of a data directory that has no server yet. */
export function newState(dataDir: string, account: Account): ServerState {
  return {
    clusterDir: placeFor(dataDir, account),
    superuserPassword: randomBytes(24).toString('hex'),
    secret: randomBytes(32).toString('hex'),
    port: undefined,
  }
}

function placeFor(dataDir: string, account: Account): string {
  if (canReach(account, dataDir)) return join(dataDir, 'postgres')
  // Not derived from the path alone: deleting the data directory must begin anew, not meet a cluster whose password is gone.
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  const place = join(SHARED_PLACE, `${name}-${randomBytes(4).toString('hex')}`)
  mkdirSync(place, { recursive: true, mode: 0o755 })
  return join(place, 'postgres')
}
