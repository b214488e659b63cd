import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { type Account, giveTo } from './account.ts'
import type { Binaries } from './binaries.ts'
import { serverVariables } from './cluster.ts'
import { commandOf, runningProcesses, signal, within } from './processes.ts'

export type ServerPlan = {
  readonly clusterDir: string
  readonly binaries: Binaries
  readonly account: Account
  readonly superuserPassword: string
  readonly preferredPort: number | undefined
  /** True where others hold the address already: then no other port will do. */
  readonly portIsKnown?: boolean
  readonly settings: Readonly<Record<string, string>>
}

const READY_WITHIN_MS = 60_000
const LEFTOVERS_GONE_WITHIN_MS = 10_000
const LOG_LIMIT_BYTES = 10_000_000

/** The port of the running server of these files, started now unless it runs already. */
export async function ensureServer(plan: ServerPlan): Promise<number> {
  const running = postmasterOf(plan.clusterDir)
  if (running) {
    // It may still be recovering what a crash left.
    await within(READY_WITHIN_MS, async () => gone(running.pid) || (await answers(plan, running.port)))
    if (!gone(running.pid)) return running.port
  }
  await clearLeftovers(plan)
  for (let attempt = 1; ; attempt += 1) {
    const known = plan.portIsKnown ? plan.preferredPort : undefined
    const port = known ?? (await freePort(attempt === 1 ? plan.preferredPort : undefined))
    const failure = await launch(plan, port)
    if (failure === undefined) return port
    if (attempt === 5 || known !== undefined)
      throw new Error(`The embedded PostgreSQL did not start. Its log ${logFile(plan)} ends with:\n${failure}`)
    await clearLeftovers(plan)
  }
}

/** Stops the server and waits until it is gone. Connections are ended, committed work is kept. */
export async function stopServer(clusterDir: string): Promise<void> {
  const running = postmasterOf(clusterDir)
  if (!running) return
  signal(running.pid, 'SIGINT')
  if (await within(30_000, () => gone(running.pid))) return
  // Immediate: the next start recovers from the write-ahead log.
  signal(running.pid, 'SIGQUIT')
  await within(10_000, () => gone(running.pid))
}

const gone = (pid: number): boolean => commandOf(pid) === ''
const logFile = (plan: { clusterDir: string }): string => join(dirname(plan.clusterDir), 'postgres.log')

/** Tells this cluster's processes from others in the list of processes; PostgreSQL puts it into their titles. */
const clusterName = (clusterDir: string): string =>
  `renubu-${createHash('sha256').update(clusterDir).digest('hex').slice(0, 12)}`

/** The server that its pid file names, if that process really is this server: after a crash the number may belong to anything. */
function postmasterOf(clusterDir: string): { pid: number; port: number } | undefined {
  const file = join(clusterDir, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 && commandOf(pid).includes(`cluster_name=${clusterName(clusterDir)}`)
    ? { pid, port }
    : undefined
}

/** Whether the server of these files runs. */
export const serverRuns = (clusterDir: string): boolean => postmasterOf(clusterDir) !== undefined

/** What a killed server leaves behind: its pid file, and backends that hold its shared memory until they notice. */
async function clearLeftovers(plan: ServerPlan): Promise<void> {
  const name = clusterName(plan.clusterDir)
  const leftovers = () =>
    runningProcesses().filter(
      ({ command }) => command.startsWith(`postgres: ${name}: `) || command.includes(`cluster_name=${name}`),
    )
  for (const { pid } of leftovers()) signal(pid, 'SIGQUIT')
  if (!(await within(LEFTOVERS_GONE_WITHIN_MS, () => leftovers().length === 0))) {
    for (const { pid } of leftovers()) signal(pid, 'SIGKILL')
    await within(LEFTOVERS_GONE_WITHIN_MS, () => leftovers().length === 0)
  }
  rmSync(join(plan.clusterDir, 'postmaster.pid'), { force: true })
}

/** Starts the server in a session of its own, so that it outlives this process. Answers the end of its log when it fails. */
async function launch(plan: ServerPlan, port: number): Promise<string | undefined> {
  const settings = { ...plan.settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' }
  const from = startOfLog(plan)
  const log = openSync(logFile(plan), 'a', 0o600)
  giveTo(plan.account, logFile(plan))
  const child = spawn(
    plan.binaries.postgres,
    [
      '-D',
      plan.clusterDir,
      ...Object.entries({ ...settings, cluster_name: clusterName(plan.clusterDir) }).flatMap(([key, value]) => [
        '-c',
        `${key}=${value}`,
      ]),
    ],
    { detached: true, stdio: ['ignore', log, log], cwd: plan.clusterDir, env: serverVariables(), ...plan.account },
  )
  closeSync(log)
  let failure: string | undefined
  const failed = (error: Error): void => {
    failure = error.message
  }
  const ended = (): void => {
    failure = readFileSync(logFile(plan), 'utf8').slice(from).trim().split('\n').slice(-12).join('\n')
  }
  child.once('error', failed).once('exit', ended)
  await within(READY_WITHIN_MS, async () => failure !== undefined || (await answers(plan, port)))
  child.off('error', failed).off('exit', ended).unref()
  return failure
}

function startOfLog(plan: ServerPlan): number {
  const size = statSync(logFile(plan), { throwIfNoEntry: false })?.size ?? 0
  if (size < LOG_LIMIT_BYTES) return size
  rmSync(logFile(plan))
  return 0
}

// The password proves both sides to each other (SCRAM): a stranger on the port is not taken for the server.
async function answers(plan: ServerPlan, port: number): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: plan.superuserPassword,
    database: 'postgres',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '28P01') {
      throw new Error(
        `The server on port ${String(port)} refuses the password that the data directory keeps; was server.json replaced?`,
        { cause: error },
      )
    }
    return false
  }
}

async function freePort(preferred: number | undefined): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      const probe = createServer()
      probe.once('error', () => resolve(undefined))
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
      })
    })
  const found = (preferred ? await tryPort(preferred) : undefined) ?? (await tryPort(0))
  if (found === undefined) throw new Error('No free TCP port on 127.0.0.1')
  return found
}
