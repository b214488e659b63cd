import { err, ok } from '../base/result.ts'
import type { Refusal } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import { queueMail } from '../platform/mails.store.ts'
import { enterCompany } from './companies.store.ts'
import { ForgotPassword, ResetPassword } from './forgotten.contract.ts'
import type { InvitationDeps } from './invitations.routes.ts'
import { passwordLetter } from './letters.ts'
import { auditOfIdentity, membershipsOf } from './memberships.store.ts'

const NO_MAIL: Refusal = {
  kind: 'conflict',
  says: 'This server sends no mails. Ask an admin; on the server, renubu user password sets a new one.',
}
const GONE: Refusal = { kind: 'unknown', says: 'This link does not hold any more. Ask for a new one.' }

/** The way to a new password for who has forgotten his. */
export function forgottenRoutes({ database, identities, mail, secret, publicUrl }: InvitationDeps): readonly Route[] {
  return [
    route(ForgotPassword, async ({ body }) => {
      if (!mail) return err(NO_MAIL)
      const identity = await identities.byEmail(body.email)
      // The same work for an address that nobody has, so that the time it takes tells nothing.
      const token = await identities.forgot(body.email)
      if (!identity || token === undefined) return ok({ asked: true as const })
      await database.platform(async (tx) => {
        const [last] = await membershipsOf(tx, identity.id)
        if (!last) return
        await auditOfIdentity(tx, identity.id, { action: 'forget-password' })
        await enterCompany(tx, last.companyId)
        await queueMail(tx, passwordLetter({ to: identity.email, link: `${publicUrl}/password#${token}` }), secret)
      })
      return ok({ asked: true as const })
    }),
    route(ResetPassword, async ({ body }) => {
      const identityId = await identities.forgottenBy(body.token)
      if (identityId === undefined) return err(GONE)
      return database.platform(async (tx) => {
        await auditOfIdentity(tx, identityId, { action: 'reset-password' })
        return (await identities.resetPassword(body.token, body.password)) ? ok({ done: true as const }) : err(GONE)
      })
    }),
  ]
}
