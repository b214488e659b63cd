import { join } from 'node:path'
import { accountFor, canReach } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { prepareDataDir } from './data-dir.ts'
import { type Lock, tryLock, waitForLock } from './lock.ts'
import { ensureServer, type ServerPlan, serverRuns, stopServer } from './server.ts'
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
 * when its last process was killed. A server that is killed under a process that uses it is started again, at the same address.
 * Works as root (the server itself then runs unprivileged) and as an ordinary user.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const dataDir = prepareDataDir(options.dataDir)
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
  const plan = { clusterDir, binaries, account, superuserPassword, preferredPort: state.port, settings }
  const port = await ensureServer(plan)
  if (port !== state.port) writeState(dataDir, { ...state, port })
  const watch = keepRunning(dataDir, { ...plan, preferredPort: port, portIsKnown: true })
  return {
    adminUrl: `postgres://postgres:${superuserPassword}@127.0.0.1:${String(port)}/postgres`,
    secret: state.secret,
    release: async () => {
      await watch.stop()
      await leave(dataDir, clusterDir, presence)
    },
  }
}

const LOOK_EVERY_MS = 1_000

/** While somebody is present, only a crash or a kill ends the server: whoever sees it first starts it again. */
function keepRunning(dataDir: string, plan: ServerPlan): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    if (serverRuns(plan.clusterDir)) return
    // Somebody else is at it already, or is just stopping what belongs to an earlier start.
    const starting = tryLock(join(dataDir, 'start.lock'), 'exclusive')
    if (!starting) return
    try {
      await ensureServer(plan)
    } finally {
      starting.release()
    }
  }
  const timer = setInterval(() => {
    // What fails now (a full disk, say) is tried again at the next look; queries tell meanwhile that the server is away.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined))
  }, LOOK_EVERY_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await looking
    },
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
