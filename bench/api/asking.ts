import { measured, type Measured } from '../measured.ts'
import { usageSince, usageWithChildren } from '../proc.ts'
import type { Scratch } from '../scratch.ts'
import { inApp, NOW } from './app.ts'
import type { BareTask } from './bare.child.ts'
import type { Looped, Loops } from './closed-loop.ts'
import type { HttpRequest, LoadTask } from './load.child.ts'
import { record, written, type Script } from './record.ts'
import { startApi } from './server.ts'

export const POOL = 10

/** What each connection asks in turns, and as the statements that it comes to. */
export type Asking = Loops & {
  readonly database: string
  readonly warm: number
  readonly asked: readonly (readonly HttpRequest[])[]
  readonly scripts: readonly (readonly Script[])[]
}

/** Asks an API in a process of its own. */
export async function askApi(
  scratch: Scratch,
  { database, connections, loops, warm, asked }: Asking,
): Promise<Measured<readonly Looped[]> & { readonly apiCpu: number }> {
  const { appUrl: url, authUrl } = scratch.urls(database)
  const api = await startApi({ url, authUrl, secret: scratch.secret, now: NOW, pool: POOL })
  try {
    const before = usageWithChildren(api.pid)
    const task: LoadTask = { connections, loops, warm, asked, port: api.port }
    const run = await measured<readonly Looped[]>(scratch, 'api/load.child.ts', task, [])
    return { ...run, apiCpu: usageSince(before, usageWithChildren(api.pid)).cpuSeconds }
  } finally {
    await api.stop()
  }
}

/** Runs the same statements on the driver alone. */
export function askBare(
  scratch: Scratch,
  { database, connections, loops, warm, scripts }: Asking,
): Promise<Measured<readonly Looped[]>> {
  const task: BareTask = { connections, loops, warm, scripts, url: scratch.urls(database).appUrl, pool: POOL }
  return measured<readonly Looped[]>(scratch, 'api/bare.child.ts', task, [])
}

/**
 * The statements of each request, after all of them have been asked once: what is made at the first time is there, and what is changed was the
 * other way before.
 */
export function recordAll(
  scratch: Scratch,
  { database, asked }: Pick<Asking, 'database' | 'asked'>,
): Promise<Asking['scripts']> {
  return inApp(scratch, database, async (ask) => {
    for (const request of asked.flat()) await ask(request)
    const scripts: Script[][] = []
    for (const requests of asked) {
      const each: Script[] = []
      for (const request of requests) each.push(written(await record(() => ask(request))))
      scripts.push(each)
    }
    return scripts
  })
}

/** What was measured, where it was one loop. */
export function onlyLoop<Run extends Measured<readonly Looped[]>>(
  run: Run,
): Omit<Run, 'answer'> & { readonly answer: Looped } {
  const [answer] = run.answer
  if (!answer) throw new Error('Nothing was asked')
  return { ...run, answer }
}
