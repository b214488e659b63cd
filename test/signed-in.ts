import type { LightMyRequestResponse } from 'fastify'
import { SESSION_COOKIE } from '../src/platform/http/guard.ts'
import type { TestApp } from './app.ts'

/** What a browser is given to keep; undefined: nothing. */
export const cookieIn = (reply: LightMyRequestResponse): string | undefined => {
  const value = reply.cookies.find(({ name }) => name === SESSION_COOKIE)?.value
  return value ? `${SESSION_COOKIE}=${value}` : undefined
}

type Asked = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly url: string
  readonly body?: object
  readonly device?: string
}

/**
 * A browser: it keeps the cookie that it is given, and sends it with whatever it asks next. `from` is its address on the network, for
 * those who try more than one address may.
 */
export function browserOf(app: TestApp, from = '127.0.0.1') {
  let cookie: string | undefined
  return {
    cookie: () => cookie,
    ask: async <T>({ method = 'GET', url, body, device }: Asked): Promise<{ status: number; body: T }> => {
      const reply = await app.inject({
        method,
        url,
        remoteAddress: from,
        headers: { ...(cookie ? { cookie } : {}), ...(device ? { 'user-agent': device } : {}) },
        ...(body ? { payload: body } : {}),
      })
      if (reply.cookies.some(({ name }) => name === SESSION_COOKIE)) cookie = cookieIn(reply)
      return { status: reply.statusCode, body: reply.json<T>() }
    },
  }
}
