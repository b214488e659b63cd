const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

type Asked = {
  readonly method: string
  /** The host that the request was sent to, with its port. */
  readonly host: string
  readonly origin: string | undefined
  readonly fetchSite: string | undefined
}

/**
 * False for a change that another site's page asks for. A browser names the page's origin with every unsafe request;
 * a client without one is no browser, and has no cookie that somebody else could lend it.
 */
export function comesFromOurPages(asked: Asked, publicUrl: string): boolean {
  if (!UNSAFE.has(asked.method)) return true
  if (asked.origin === undefined) return asked.fetchSite === undefined || asked.fetchSite !== 'cross-site'
  const ours = [new URL(publicUrl).origin, `http://${asked.host}`, `https://${asked.host}`]
  return ours.includes(asked.origin)
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
// A proxy on this machine speaks for the whole world, and says so.
const OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

type Connected = {
  readonly socket: { readonly remoteAddress?: string | undefined }
  readonly headers: Readonly<Record<string, unknown>>
}

/**
 * True when a program on this machine asks, itself and not for somebody else. A proxy that keeps silent about itself cannot be told from
 * such a program, so where browsers come by a name that is not this machine's, nobody counts as local.
 */
export const isLocal = ({ socket, headers }: Connected, publicUrl: string): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  OF_PROXIES.every((name) => headers[name] === undefined) &&
  isThisMachine(new URL(publicUrl).hostname)

const isThisMachine = (host: string): boolean => host === 'localhost' || LOOPBACK.test(host.replace(/^\[|\]$/g, ''))
