import type pg from 'pg'
import { err, ok, type Result } from '../base/result.ts'
import { openPool } from '../platform/postgres.ts'
import * as store from './identities.store.ts'
import type { SignInLibrary } from './sign-in-library.ts'

export type IdentityDeps = {
  /** Address of the database for the role that keeps identities. */
  readonly authUrl: string
  readonly secret: string
  readonly publicUrl: string
  readonly onTrouble: (words: string) => void
}

/** A session that was opened, and whose it is. */
export type Opened = { readonly sessionId: string; readonly identityId: string }

export type SignInRefusal =
  | 'wrong'
  /** Tried so often that nobody is listened to for a while. */
  | 'too-often'
  /** The second factor was not given in time, or wrongly too often: one begins anew. */
  | 'over'

type SignedIn =
  | ({ readonly kind: 'in' } & Opened)
  /** The password was right; `challenge` goes with the second factor. */
  | { readonly kind: 'second-factor'; readonly challenge: string }

type Credentials = { readonly email: string; readonly password: string; readonly device: string }
type NewIdentity = { readonly email: string; readonly name: string; readonly password: string }
type Setup = { readonly uri: string; readonly backupCodes: readonly string[] }

export type Identities = ReturnType<typeof openIdentities>

// Signing in is rare beside everything else.
const MOST_CONNECTIONS = 4

type Parts = {
  readonly pool: pg.Pool
  readonly library: () => Promise<SignInLibrary>
  /** Where the secret of a link to a new password is found, by whose it is: the library tells it to a function, not to its caller. */
  readonly forgotten: Map<string, string>
}

/**
 * Who can sign in: identities with their passwords, second factors and sessions. Nothing here knows a company. The library is loaded with
 * the first use: whoever only reads with a key never waits for it.
 */
export function openIdentities({ authUrl, secret, publicUrl, onTrouble }: IdentityDeps) {
  const pool = openPool({ url: authUrl, schema: 'auth', max: MOST_CONNECTIONS, applicationName: 'renubu sign-in' })
  const forgotten = new Map<string, string>()
  const onForgotten = (identityId: string, token: string): Promise<void> =>
    Promise.resolve(void forgotten.set(identityId, token))
  let loaded: Promise<SignInLibrary> | undefined
  const library = (): Promise<SignInLibrary> =>
    (loaded ??= import('./sign-in-library.ts').then(({ signInLibrary }) =>
      signInLibrary({ pool, secret, publicUrl, onForgotten, onTrouble }),
    ))
  const parts: Parts = { pool, library, forgotten }
  return {
    close: (): Promise<void> => pool.end(),
    byEmail: (email: string) => store.identityByEmail(pool, email),
    byId: (id: string) => store.identityById(pool, id),
    withSecondFactor: (ids: readonly string[]) => store.withSecondFactor(pool, ids),
    removeSecondFactor: (identityId: string) => store.removeSecondFactor(pool, identityId),
    sessionsOf: (identityId: string) => store.sessionsOf(pool, identityId),
    endSession: (sessionId: string, identityId: string) => store.endSession(pool, sessionId, identityId),
    endSessions: (identityId: string, but: string | null) => store.endSessions(pool, identityId, but),
    ...entrances(parts),
    ...passwords(parts),
    ...secondFactors(parts),
  }
}

const entrances = ({ pool, library }: Parts) => ({
  /** Opens a session for an address and its password, or asks for the second factor. Whether somebody has the address is not told. */
  signIn: async ({ email, password, device }: Credentials): Promise<Result<SignedIn, SignInRefusal>> => {
    if (await store.isTriedTooOften(pool, email)) return err('too-often')
    const { api } = await library()
    const answer = await refusedAs('wrong', () =>
      api.signInEmail({ body: { email, password }, headers: of(device), returnHeaders: true }),
    )
    if (!answer.ok) {
      await store.countFailure(pool, email)
      return answer
    }
    await store.forgetFailures(pool, email)
    const { headers, response } = answer.value
    if (!('twoFactorRedirect' in response)) return ok({ kind: 'in', ...(await opened(pool, response.token)) })
    return ok({ kind: 'second-factor', challenge: challengeIn(headers) })
  },

  /** Opens the session that a challenge stands for: by the six digits of the moment, or by a backup code, which is then used up. */
  secondFactor: async (challenge: string, code: string, device: string): Promise<Result<Opened, SignInRefusal>> => {
    const { api } = await library()
    const headers = of(device)
    headers.set('cookie', challenge)
    const body = { code: code.trim() }
    const answer = await refusedAs('wrong', () =>
      /^\d{6}$/.test(body.code) ? api.verifyTOTP({ body, headers }) : api.verifyBackupCode({ body, headers }),
    )
    return answer.ok ? ok(await opened(pool, answer.value.token ?? '')) : answer
  },

  /** Opens a session without asking for anything: for who has just proved himself by a link, or has just been made. */
  openSession: async (identityId: string, device: string): Promise<Opened> => {
    const context = await (await library()).$context
    const session = await context.internalAdapter.createSession(identityId, false, { userAgent: device })
    return { sessionId: session.id, identityId }
  },
})

const passwords = ({ pool, library, forgotten }: Parts) => ({
  /** Makes an identity. Refused where the address has one already. */
  create: async ({ email, name, password }: NewIdentity): Promise<Result<string, 'taken'>> => {
    if (await store.identityByEmail(pool, email)) return err('taken')
    const { api } = await library()
    const { user, token } = await api.signUpEmail({ body: { email, name, password } })
    // The library opens a session with each new identity; whoever made it may be somebody else.
    if (token) await store.endSessions(pool, user.id, null)
    return ok(user.id)
  },

  /** Gives an identity another password; whoever is signed in with the old one stays in. */
  setPassword: async (identityId: string, password: string): Promise<void> => {
    const context = await (await library()).$context
    await context.internalAdapter.updatePassword(identityId, await context.password.hash(password))
  },

  /** Whether this is the password of whoever has the session. */
  isPassword: async (sessionId: string, password: string): Promise<boolean> => {
    const { api } = await library()
    const headers = await asSession(pool, sessionId)
    return (await refusedAs('wrong', () => api.verifyPassword({ body: { password }, headers }))).ok
  },

  /** The secret of a link to a new password; undefined: nobody has the address. */
  forgot: async (email: string): Promise<string | undefined> => {
    const { api } = await library()
    await api.requestPasswordReset({ body: { email } })
    const identity = await store.identityByEmail(pool, email)
    const token = identity && forgotten.get(identity.id)
    if (identity) forgotten.delete(identity.id)
    return token
  },

  /** Whose link to a new password it is; undefined: nobody's (any more). */
  forgottenBy: async (token: string): Promise<string | undefined> => {
    const context = await (await library()).$context
    const found = await context.internalAdapter.findVerificationValue(`reset-password:${token}`)
    return found && found.expiresAt > new Date() ? found.value : undefined
  },

  /** Sets a new password by the secret of a link, which is used up, and ends all sessions; false: the link does not hold. */
  resetPassword: async (token: string, password: string): Promise<boolean> => {
    const { api } = await library()
    return (await refusedAs('wrong', () => api.resetPassword({ body: { token, newPassword: password } }))).ok
  },
})

const secondFactors = ({ pool, library }: Parts) => ({
  /** Begins a second factor; it counts once a code has been given. `undefined`: the password was wrong, or it is on already. */
  beginSecondFactor: async (sessionId: string, password: string): Promise<Setup | undefined> => {
    const { api } = await library()
    const headers = await asSession(pool, sessionId)
    const begun = await refusedAs('wrong', () => api.enableTwoFactor({ body: { password, method: 'totp' }, headers }))
    if (!begun.ok || begun.value.method !== 'totp') return undefined
    return { uri: begun.value.totpURI, backupCodes: begun.value.backupCodes }
  },

  /** Switches the second factor on. The session goes on under another id, which is answered; undefined: the code was wrong. */
  confirmSecondFactor: async (sessionId: string, code: string): Promise<string | undefined> => {
    const { api } = await library()
    const headers = await asSession(pool, sessionId)
    const done = await refusedAs('wrong', () => api.verifyTOTP({ body: { code }, headers, returnHeaders: true }))
    return done.ok ? sessionIn(pool, done.value.headers) : undefined
  },

  /** Puts new backup codes in the place of the old ones, which open nothing from then on; undefined: the password was wrong. */
  renewBackupCodes: async (sessionId: string, password: string): Promise<readonly string[] | undefined> => {
    const { api } = await library()
    const headers = await asSession(pool, sessionId)
    const made = await refusedAs('wrong', () => api.generateBackupCodes({ body: { password }, headers }))
    return made.ok ? made.value.backupCodes : undefined
  },

  /** Switches it off, in the same manner; undefined: the password was wrong. */
  endSecondFactor: async (sessionId: string, password: string): Promise<string | undefined> => {
    const { api } = await library()
    const headers = await asSession(pool, sessionId)
    const done = await refusedAs('wrong', () =>
      api.disableTwoFactor({ body: { password }, headers, returnHeaders: true }),
    )
    return done.ok ? sessionIn(pool, done.value.headers) : undefined
  },
})

async function opened(pool: pg.Pool, token: string): Promise<Opened> {
  const session = await store.sessionOfToken(pool, token)
  if (!session) throw new Error('The session that was just opened cannot be read')
  return { sessionId: session.id, identityId: session.identityId }
}

/** The session that the library has put in another one's place; its secret is signed, and the signature is of no use here. */
async function sessionIn(pool: pg.Pool, headers: Headers): Promise<string> {
  const [token = ''] = decodeURIComponent(headers.get('set-auth-token') ?? '').split('.')
  return (await opened(pool, token)).sessionId
}

async function asSession(pool: pg.Pool, sessionId: string): Promise<Headers> {
  const token = await store.tokenOfSession(pool, sessionId)
  return new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` })
}

/** What a browser says of itself goes with the session, so that its owner knows which one he ends. */
const of = (device: string): Headers => new Headers(device === '' ? {} : { 'user-agent': device })

/** The cookie of a challenge as `name=value`; it is handed on as a text, for the session's cookie is ours. */
function challengeIn(headers: Headers): string {
  const found = headers.getSetCookie().find((cookie) => /two_factor=[^;]/.test(cookie))
  if (found === undefined) throw new Error('A second factor is asked for, and its challenge is missing')
  return found.split(';', 1)[0] ?? ''
}

type LibraryError = { readonly statusCode: number; readonly body?: { readonly code?: string } }

const isLibraryError = (error: unknown): error is LibraryError =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500

/** What the library throws because of what somebody typed is a refusal; everything else is a surprise. */
async function refusedAs<T>(usual: SignInRefusal, work: () => Promise<T>): Promise<Result<T, SignInRefusal>> {
  try {
    return ok(await work())
  } catch (error) {
    if (!isLibraryError(error)) throw error
    if (error.statusCode === 429) return err('too-often')
    const code = error.body?.code ?? ''
    return err(/TOO_MANY_ATTEMPTS|INVALID_TWO_FACTOR_COOKIE|CHALLENGE/.test(code) ? 'over' : usual)
  }
}
