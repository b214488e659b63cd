import { Agent, request } from 'node:http'
import { serveTask } from '../child-task.ts'
import { inTurn, loopsOf, type Loops, type Turn } from './closed-loop.ts'

export type HttpRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** Asks a server over connections that stay open. */
export type LoadTask = Loops & {
  readonly port: number
  readonly warm: number
  /** What each connection asks, in turns; `once`: what all of them ask together, each request by whoever comes to it. */
  readonly asked: readonly (readonly HttpRequest[])[] | { readonly once: readonly HttpRequest[] }
}

serveTask<LoadTask>(({ port, warm, asked, ...loop }) => {
  const agents = Array.from({ length: loop.connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
  const ask = ({ connection, turn, nth }: Turn): Promise<void> => {
    const next = 'once' in asked ? inTurn(asked.once, nth) : inTurn(inTurn(asked, connection), turn)
    return answered(next, { port, agent: inTurn(agents, connection) })
  }
  const close = (): Promise<void> => {
    for (const agent of agents) agent.destroy()
    return Promise.resolve()
  }
  const { ready, run } = loopsOf({ ...loop, warm }, ask)
  return ready().then(() => ({ run, close }))
})

type Where = { readonly port: number; readonly agent: Agent }

/** Sends a request and reads the whole answer; anything but a success is an error of the bench. */
function answered({ method, path, headers, body }: HttpRequest, { port, agent }: Where): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (reply) => {
      const { statusCode = 0 } = reply
      let said = ''
      reply.on('data', (piece: Buffer) => {
        if (statusCode >= 300) said += piece.toString()
      })
      reply.on('end', () => {
        if (statusCode < 300) resolve()
        else reject(new Error(`${method} ${path}: ${String(statusCode)} ${said}`))
      })
      reply.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
