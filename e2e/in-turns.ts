import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One address before several servers, which are asked in turns, request by request, as behind a load balancer that knows nobody. */
export async function inTurns(addresses: readonly string[]): Promise<{ readonly address: string; close(): void }> {
  let turn = 0
  const pass = (asked: IncomingMessage, reply: ServerResponse): void => {
    const to = addresses[turn++ % addresses.length] ?? ''
    const { method, headers, url = '/' } = asked
    const passed = request(new URL(url, to), { method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers)
      // The head of a stream goes out before anything happens in it.
      reply.flushHeaders()
      answer.pipe(reply)
    })
    passed.on('error', () => reply.destroy())
    reply.on('close', () => passed.destroy())
    asked.pipe(passed)
  }
  const server = createServer(pass).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${String(port)}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
