import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { accountFor, canReach } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { type Lock, tryLock, waitForLock } from './lock.ts'
import { ensureServer, stopServer } from './server.ts'
import { newState, readState, writeState } from './state.ts'

export type EmbeddedServer = {
  /** The superuser's; only for making roles and databases. */
  readonly adminUrl: string
  /** Kept in the data directory; the roles' passwords derive from it. */
  readonly secret: string
  /** Leaves the server. The last process that leaves stops it. */
  release(): Promise<void>
}

export type EmbeddedOptions = {
  readonly dataDir: string
  /** False lets a power cut lose data: for tests and benchmarks only. */
  readonly durable?: boolean
}

const LOCK_TIMEOUT_MS = 120_000

const SETTINGS: Readonly<Record<string, string>> = {
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  work_mem: '16MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Short set-wise statements: compiling them costs more than it saves.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %q%u@%d ',
}

const NOT_DURABLE: Readonly<Record<string, string>> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'on',
  shared_buffers: '128MB',
}

/**
 * The PostgreSQL of a data directory: made at the first call, joined when another process already runs it, adopted or cleaned up
 * when its last process was killed. Works as root (the server itself then runs unprivileged) and as an ordinary user.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(options.dataDir)
  const starting = await waitForLock(join(dataDir, 'start.lock'), 'exclusive', LOCK_TIMEOUT_MS)
  try {
    const presence = await waitForLock(join(dataDir, 'clients.lock'), 'shared', LOCK_TIMEOUT_MS)
    try {
      return await joinServer(dataDir, options.durable ?? true, presence)
    } catch (error) {
      presence.release()
      throw error
    }
  } finally {
    starting.release()
  }
}

async function joinServer(dataDir: string, durable: boolean, presence: Lock): Promise<EmbeddedServer> {
  const known = readState(dataDir)
  const state = known ?? newState(dataDir, accountFor(join(dataDir, 'postgres')))
  const account = accountFor(state.clusterDir)
  if (!canReach(account, state.clusterDir)) {
    throw new Error(
      `The database in ${state.clusterDir} cannot be reached by the unprivileged account that runs it: a folder above it was made private`,
    )
  }
  if (!known) writeState(dataDir, state)
  const binaries = findBinaries(account)
  const { clusterDir, superuserPassword } = state
  ensureCluster({ clusterDir, binaries, account, superuserPassword, durable })
  const settings = durable ? SETTINGS : { ...SETTINGS, ...NOT_DURABLE }
  const port = await ensureServer({
    clusterDir,
    binaries,
    account,
    superuserPassword,
    preferredPort: state.port,
    settings,
  })
  if (port !== state.port) writeState(dataDir, { ...state, port })
  return {
    adminUrl: `postgres://postgres:${superuserPassword}@127.0.0.1:${String(port)}/postgres`,
    secret: state.secret,
    release: () => leave(dataDir, clusterDir, presence),
  }
}

async function leave(dataDir: string, clusterDir: string, presence: Lock): Promise<void> {
  const leaving = await waitForLock(join(dataDir, 'start.lock'), 'exclusive', LOCK_TIMEOUT_MS)
  try {
    presence.release()
    const alone = tryLock(join(dataDir, 'clients.lock'), 'exclusive')
    if (!alone) return
    try {
      await stopServer(clusterDir)
    } finally {
      alone.release()
    }
  } finally {
    leaving.release()
  }
}
