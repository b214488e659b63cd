import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../src/platform/environment.ts'
import type { FromChild, ToChild } from './child-task.ts'
import { peakMemory, usageSince, usageWithChildren } from './proc.ts'
import type { Scratch } from './scratch.ts'

/** What one run of a program of its own came to. Sizes in bytes. */
export type Measured<Answer> = {
  readonly answer: Answer
  readonly seconds: number
  /** Of Node alone, of the whole server alone, and together. */
  readonly nodeCpu: number
  readonly serverCpu: number
  readonly cpu: number
  /** What came and went through its connections to the server. */
  readonly received: number
  readonly sent: number
  /** What the server wrote into its log ahead. */
  readonly wal: number
  readonly diskRead: number
  readonly diskWritten: number
  readonly peakMemory: number
}

/** The flags with which `npm start` runs whatever computes (bin/node-flags.json). */
const nodeFlags = (): string[] =>
  JSON.parse(readFileSync(join(PROJECT_ROOT, 'bin', 'node-flags.json'), 'utf8')) as string[]

/**
 * Runs `bench/<program>` as a process of its own, with the flags of `npm start`, and reads from /proc what it and the server used between
 * the sign to begin and its answer. Starting Node and connecting are not in the figures; they are not in a worker that runs for days.
 */
export async function measured<Answer>(
  scratch: Scratch,
  program: string,
  task: unknown,
  flags: readonly string[] = nodeFlags(),
): Promise<Measured<Answer>> {
  // What an earlier piece left to be written would be written, and paid for, by this one.
  await scratch.asAdmin('postgres', (client) => client.query('checkpoint'))
  const child = fork(join(PROJECT_ROOT, 'bench', program), { execArgv: [...flags], serialization: 'advanced' })
  const pid = child.pid ?? 0
  const exited = once(child, 'exit')
  const hear = async <K extends FromChild['kind']>(kind: K): Promise<Extract<FromChild, { kind: K }>> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      exited.then(() => [{ kind: 'failed', error: 'It ended' }]),
    ])) as [FromChild]
    if (message.kind === kind) return message as Extract<FromChild, { kind: K }>
    throw new Error(`${program}: ${message.kind === 'failed' ? message.error : `unexpected "${message.kind}"`}`)
  }
  const tell = (message: ToChild): void => void child.send(message)
  try {
    tell({ kind: 'task', task })
    await hear('ready')
    const walBefore = await walPosition(scratch)
    const before = { node: usageWithChildren(pid), server: usageWithChildren(scratch.serverPid) }
    tell({ kind: 'go' })
    const { seconds, received, sent, answer } = await hear('done')
    const node = usageSince(before.node, usageWithChildren(pid))
    const server = usageSince(before.server, usageWithChildren(scratch.serverPid))
    const wal = (await walPosition(scratch)) - walBefore
    const peak = peakMemory(pid)
    tell({ kind: 'end' })
    await exited
    return {
      answer: answer as Answer,
      seconds,
      nodeCpu: node.cpuSeconds,
      serverCpu: server.cpuSeconds,
      cpu: node.cpuSeconds + server.cpuSeconds,
      received,
      sent,
      wal,
      diskRead: node.diskRead + server.diskRead,
      diskWritten: node.diskWritten + server.diskWritten,
      peakMemory: peak,
    }
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL')
  }
}

function walPosition(scratch: Scratch): Promise<number> {
  return scratch.asAdmin('postgres', async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as bytes`,
    )
    return Number(rows[0]?.bytes)
  })
}
