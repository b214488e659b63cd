import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { serveTask } from '../child-task.ts'
import { inTurn, loopsOf, type Loops, type Turn } from './closed-loop.ts'
import type { Script, Statement } from './record.ts'

/** The driver and nothing else: the statements of a request, on a pool of the same size. */
export type BareTask = Loops & {
  readonly url: string
  readonly pool: number
  readonly warm: number
  /** What each connection runs, in turns. */
  readonly scripts: readonly (readonly Script[])[]
}

serveTask<BareTask>(async ({ url, pool: size, warm, scripts, ...loop }) => {
  const pool = new pg.Pool({ connectionString: url, max: size, options: '-c timezone=UTC' })
  const ask = async ({ connection, turn }: Turn): Promise<void> => {
    const script = inTurn(inTurn(scripts, connection), turn)
    for (const transaction of script) await perform(pool, transaction)
  }
  const { ready, run } = loopsOf({ ...loop, warm }, ask)
  await ready()
  return { run, close: () => pool.end() }
})

async function perform(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect()
  try {
    for (const { text, name, values, copied } of statements) {
      if (copied !== undefined) await pipeline(Readable.from([copied]), client.query(copyFrom(text)))
      else if (name !== undefined) await client.query({ name, text, values: [...(values ?? [])] })
      else await client.query(text, values && [...values])
    }
  } finally {
    client.release()
  }
}
