import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, onTestFinished } from 'vitest'
import { commandOf, runningProcesses, signal, within } from '../src/platform/embedded/processes.ts'
import { PROJECT_ROOT } from '../src/platform/environment.ts'

export type EmbeddedClient = {
  readonly child: ChildProcess
  readonly adminUrl: string
  /** Leaves the server and ends. */
  leave(): Promise<void>
  /** kill -9 of this process alone. */
  kill(): Promise<void>
}

type ClientOptions = { readonly account?: { readonly uid: number; readonly gid: number }; readonly durable?: boolean }

/** A process of its own that starts or joins the server of a data directory. */
export async function embeddedClient(dataDir: string, options: ClientOptions = {}): Promise<EmbeddedClient> {
  const script = join(PROJECT_ROOT, 'test', 'embedded-client.ts')
  const child = spawn(process.execPath, [script, dataDir, options.durable ? 'durable' : 'not durable'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options.account,
  })
  let complaint = ''
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const first = await lines.next()
  if (first.done) throw new Error(`The client ended before it had a server: ${complaint}`)
  const { adminUrl } = JSON.parse(first.value) as { adminUrl: string }
  const end = async (act: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    act()
    const [code, endedBy] = (await ended) as [code: number | null, endedBy: string | null]
    if (code !== 0 && endedBy !== 'SIGKILL') throw new Error(`The client failed: ${complaint}`)
  }
  return { child, adminUrl, leave: () => end(() => child.stdin.end()), kill: () => end(() => child.kill('SIGKILL')) }
}

/** A folder that every account can enter. It goes with the test, and so does the server of the data directory in it. */
export function scratchFolder(): string {
  const folder = newFolder()
  onTestFinished(() => removeFolder(folder))
  return folder
}

/** The same for all tests of a file, whose files are made once: half a second of work each time. */
export function fileFolder(): string {
  const folder = newFolder()
  afterAll(() => removeFolder(folder))
  return folder
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'renubu-embedded-'))
  chmodSync(folder, 0o755)
  return folder
}

async function removeFolder(folder: string): Promise<void> {
  await removeServer(folder)
  rmSync(folder, { recursive: true, force: true })
}

/** Ends the server of a data directory, if a test left one, and removes its files wherever they are. */
export async function removeServer(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'server.json'))) return
  const clusterDir = clusterOf(dataDir)
  const servers = runningProcesses().filter(({ command }) => command.includes(` -D ${clusterDir} `))
  for (const { pid } of servers) signal(pid, 'SIGQUIT')
  await within(10_000, () => servers.every(({ pid }) => commandOf(pid) === ''))
  rmSync(clusterDir.startsWith(dataDir) ? clusterDir : dirname(clusterDir), { recursive: true, force: true })
}

/** Where the server of a data directory keeps its files. */
export function clusterOf(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { clusterDir: string }).clusterDir
}

/** The server's own process, by its pid file. */
export function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(clusterOf(dataDir), 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Whether a folder's server is another one than `pid`: by then no process of the old one holds its memory. */
export function serverReplaced(dataDir: string, pid: number): boolean {
  return existsSync(join(clusterOf(dataDir), 'postmaster.pid')) && ![0, pid].includes(postmasterPid(dataDir))
}

/** Runs one statement as the superuser. */
export async function query<T extends pg.QueryResultRow>(adminUrl: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
