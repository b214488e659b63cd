import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { serveTask } from './child-task.ts'

/** The least that could be done: what is read is counted and not parsed, what is written comes ready from a file. */
export type Step =
  | { readonly kind: 'run'; readonly sql: string }
  | { readonly kind: 'copy-out'; readonly sql: string }
  | { readonly kind: 'copy-in'; readonly sql: string; readonly file: string }

/** One list of steps per connection; the connections work at the same time, once the first has done what has to be there before. */
export type StepsTask = {
  readonly url: string
  readonly before?: readonly Step[]
  readonly connections: readonly (readonly Step[])[]
}

export type StepsAnswer = { readonly bytesOut: number; readonly bytesIn: number }

serveTask<StepsTask>(async ({ url, before = [], connections }) => {
  const open = await Promise.all(
    connections.map(async (steps) => {
      const client = new pg.Client({ connectionString: url, application_name: 'renubu bench floor' })
      await client.connect()
      return { client, steps }
    }),
  )
  return {
    run: async (): Promise<StepsAnswer> => {
      const [first] = open
      if (first) await perform(first.client, before)
      const each = await Promise.all(open.map(({ client, steps }) => perform(client, steps)))
      return {
        bytesOut: each.reduce((total, { bytesOut }) => total + bytesOut, 0),
        bytesIn: each.reduce((total, { bytesIn }) => total + bytesIn, 0),
      }
    },
    close: async () => {
      await Promise.all(open.map(({ client }) => client.end()))
    },
  }
})

async function perform(client: pg.Client, steps: readonly Step[]): Promise<StepsAnswer> {
  let bytesOut = 0
  let bytesIn = 0
  for (const step of steps) {
    switch (step.kind) {
      case 'run':
        await client.query(step.sql)
        break
      case 'copy-out':
        for await (const chunk of client.query(copyTo(step.sql))) bytesOut += (chunk as Buffer).length
        break
      case 'copy-in': {
        const file = createReadStream(step.file)
        await pipeline(file, client.query(copyFrom(step.sql)))
        bytesIn += file.bytesRead
        break
      }
    }
  }
  return { bytesOut, bytesIn }
}
