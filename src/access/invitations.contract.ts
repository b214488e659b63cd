import { z } from 'zod'
import { ADMINS, endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { Member } from './members.contract.ts'
import { NewPassword, Password, SignInAddress } from './password.contract.ts'
import { ROLES } from './role.ts'
import { ATTEMPTS_PER_MINUTE, SignInAnswer } from './session.contract.ts'

const ById = z.object({ id: z.uuid() })

/** `link` is shown this once; `mailed`: it is also on its way by mail. */
const Sent = z.object({ link: z.string(), expiresAt: z.iso.datetime(), mailed: z.boolean() })

export const InviteMember = endpoint('POST /api/members/invite', {
  summary:
    'Adds somebody and invites him: by mail where the server can send it, and by a link that is shown this once.',
  area: 'members',
  roles: ADMINS,
  body: z.object({
    email: SignInAddress,
    /** Left out: what stands before the @; who accepts writes his own. */
    name: z.string().trim().min(1).max(200).optional(),
    role: z.enum(ROLES),
    team: z.string().trim().min(1).max(200).nullable().default(null),
  }),
  replies: { 201: z.object({ member: Member, invitation: Sent }), 409: Problem, 422: Problem },
})

export const SendInvitation = endpoint('POST /api/members/:id/invitation', {
  summary: 'Invites somebody who is a member already, or once more; a link that he had before is worth nothing then.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: { 201: Sent, 404: Problem, 409: Problem, 422: Problem },
})

export const TakeBackInvitation = endpoint('DELETE /api/members/:id/invitation', {
  summary: 'Takes back the link that somebody has.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: { 200: z.object({ deleted: z.literal(true) }), 404: Problem },
})

const Token = z.string().min(1).max(200)

export const LookAtInvitation = endpoint('POST /api/invitations/look', {
  summary: 'What an invitation leads to. `known`: the person has an account already, and accepts with its password.',
  area: 'session',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ token: Token }),
  replies: {
    200: z.object({ company: z.string(), email: z.string(), name: z.string(), known: z.boolean() }),
    404: Problem,
  },
})

export const AcceptInvitation = endpoint('POST /api/invitations/accept', {
  summary:
    'Accepts an invitation with a name and a new password, or with the password of the account that there is; and signs in.',
  area: 'session',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({
    token: Token,
    name: z.string().trim().min(1).max(200),
    password: z.union([NewPassword, Password]),
  }),
  replies: { 200: SignInAnswer, 401: Problem, 404: Problem, 409: Problem, 422: Problem },
})
