import { channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

// The inner half of measured.ts: what a process that is measured does with the task that it is sent.

/** What a measured process has made ready. */
export type Prepared = {
  /** The part that is measured. Its answer must survive being sent to another process. */
  run(): Promise<unknown>
  close(): Promise<void>
}

export type FromChild =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done'
      readonly seconds: number
      readonly received: number
      readonly sent: number
      readonly answer: unknown
    }
  | { readonly kind: 'failed'; readonly error: string }

export type ToChild =
  { readonly kind: 'task'; readonly task: unknown } | { readonly kind: 'go' } | { readonly kind: 'end' }

/** Takes the task, makes it ready, waits for the sign, runs it and tells how long it took and what went through its connections. */
export function serveTask<Task>(prepare: (task: Task) => Promise<Prepared>): void {
  const sockets = new Set<Socket>()
  channel('net.client.socket').subscribe((message) => sockets.add((message as { socket: Socket }).socket))
  const traffic = (): { readonly received: number; readonly sent: number } => ({
    received: [...sockets].reduce((total, socket) => total + socket.bytesRead, 0),
    sent: [...sockets].reduce((total, socket) => total + socket.bytesWritten, 0),
  })
  void work(prepare, traffic).catch((error: unknown) => {
    tell({ kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    process.exitCode = 1
    process.disconnect()
  })
}

async function work<Task>(
  prepare: (task: Task) => Promise<Prepared>,
  traffic: () => { readonly received: number; readonly sent: number },
): Promise<void> {
  const hear = listener()
  const given = await hear()
  if (given.kind !== 'task') throw new Error(`Expected a task and got "${given.kind}"`)
  const prepared = await prepare(given.task as Task)
  tell({ kind: 'ready' })
  await hear()
  const before = { ...traffic(), at: performance.now() }
  const answer = await prepared.run()
  const seconds = (performance.now() - before.at) / 1000
  const { received, sent } = traffic()
  tell({ kind: 'done', seconds, received: received - before.received, sent: sent - before.sent, answer })
  // Lives on until what it used has been read from outside.
  await hear()
  await prepared.close()
  process.disconnect()
}

const tell = (message: FromChild): void => void process.send?.(message)

/** Answers the messages of the other process one by one, also those that came before anybody asked. */
function listener(): () => Promise<ToChild> {
  const waiting: ToChild[] = []
  let asked: ((message: ToChild) => void) | undefined
  process.on('message', (message) => {
    if (asked) asked(message as ToChild)
    else waiting.push(message as ToChild)
    asked = undefined
  })
  return () =>
    new Promise((resolve) => {
      const next = waiting.shift()
      if (next) resolve(next)
      else asked = resolve
    })
}
