import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { bearer } from 'better-auth/plugins/bearer'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type pg from 'pg'
import { LONGEST_PASSWORD, SESSION_SECONDS, SHORTEST_PASSWORD } from './password.contract.ts'

export type LibraryDeps = {
  /** As the role that may read and write the schema `auth`. */
  readonly pool: pg.Pool
  readonly secret: string
  readonly publicUrl: string
  /** Told whom a link to a new password is meant for, and the secret inside it. */
  readonly onForgotten: (identityId: string, token: string) => Promise<void>
  /** Told what the library thinks somebody should know. */
  readonly onTrouble: (words: string) => void
}

const RESET_SECONDS = 3_600

/** The library that keeps identities, credentials, second factors and sessions. Only its functions are used, never its addresses. */
export const signInLibrary = ({ pool, secret, publicUrl, onForgotten, onTrouble }: LibraryDeps) =>
  betterAuth({
    appName: 'Renubu',
    database: pool,
    baseURL: publicUrl,
    // A key of its own, so that what is signed with the secret elsewhere says nothing about it.
    secret: createHmac('sha256', secret).update('sign-in').digest('base64url'),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => onForgotten(user.id, token),
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    verification: { storeIdentifier: 'hashed' },
    plugins: [bearer(), twoFactor({ issuer: 'Renubu' })],
    advanced: { database: { generateId: 'uuid' } },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (level, message) => {
        if (level === 'error') onTrouble(message)
      },
    },
  })

export type SignInLibrary = ReturnType<typeof signInLibrary>
