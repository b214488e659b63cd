import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { UNKNOWN } from './problem.contract.ts'
import { refuse } from './problems.ts'

const ONE_YEAR_S = 31_536_000
const NOT_BUILT = 'The web app is not built yet. Run: npm run build:web'

/**
 * Serves the built web app as it is at the moment: one that is built anew is there without a restart. Names under /assets carry a hash of
 * their content and are kept for a year; any other address gets the page, which knows its own routes.
 */
export async function serveWebFiles(app: FastifyInstance, root: string): Promise<void> {
  const page = join(root, 'index.html')
  await app.register(fastifyStatic, {
    root,
    index: false,
    dotfiles: 'ignore',
    // A folder is an address of the page, or nothing.
    allowedPath: (path) => !path.endsWith('/'),
    // It may be built later.
    suppressWarning: true,
    setHeaders: (reply, path) => {
      const forever = path.startsWith(join(root, 'assets'))
      void reply.header('cache-control', forever ? `public, max-age=${String(ONE_YEAR_S)}, immutable` : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/'
    const asksForPage =
      request.method === 'GET' && !path.startsWith('/api') && !path.startsWith('/assets/') && !/\.\w+$/.test(path)
    if (!asksForPage) return refuse(request, reply, UNKNOWN)
    if (!existsSync(page)) return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').sendFile('index.html')
  })
}
