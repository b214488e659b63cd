import { z } from 'zod'
import { endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { TimeZone } from './company.contract.ts'
import { NewPassword, Password } from './password.contract.ts'
import { ROLES } from './role.ts'
import { ATTEMPTS_PER_MINUTE } from './session.contract.ts'

const Done = z.object({ done: z.literal(true) })

const Profile = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ROLES),
  /** Null: the company's. */
  timeZone: z.string().nullable(),
  /** What one signs in with; null: one came by one click into the sample. */
  account: z.object({ email: z.string(), secondFactor: z.boolean() }).nullable(),
})

export const GetProfile = endpoint('GET /api/me', {
  summary: 'Who asks, and what he signs in with.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  replies: { 200: Profile, 403: Problem },
})

export const ChangeProfile = endpoint('PATCH /api/me', {
  summary: 'Changes one’s own name or time zone; what is left out stays.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  body: z.object({
    name: z.string().trim().min(1).max(200).optional(),
    timeZone: TimeZone.nullable().optional(),
  }),
  replies: { 200: Profile, 403: Problem },
})

export const ChangePassword = endpoint('POST /api/me/password', {
  summary: 'Changes one’s own password; all other sessions end.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ current: Password, next: NewPassword }),
  replies: { 200: Done, 403: Problem, 409: Problem, 422: Problem },
})

export const GetSessions = endpoint('GET /api/me/sessions', {
  summary: 'Where one is signed in, the latest first.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  replies: {
    200: z.object({
      items: z.array(z.object({ id: z.uuid(), startedAt: z.iso.datetime(), device: z.string(), current: z.boolean() })),
    }),
    403: Problem,
  },
})

export const EndSession = endpoint('DELETE /api/me/sessions/:id', {
  summary: 'Ends one of one’s own sessions; it opens nothing from now on.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  params: z.object({ id: z.uuid() }),
  replies: { 200: Done, 403: Problem, 404: Problem },
})

export const BeginSecondFactor = endpoint('POST /api/me/second-factor', {
  summary:
    'Begins a second factor: the secret for an app that shows codes, and backup codes. It counts once a code was given.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ password: Password }),
  replies: {
    200: z.object({ uri: z.string(), backupCodes: z.array(z.string()) }),
    403: Problem,
    409: Problem,
    422: Problem,
  },
})

export const ConfirmSecondFactor = endpoint('POST /api/me/second-factor/confirm', {
  summary: 'Switches the second factor on, with a code that the app shows.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({
    code: z
      .string()
      .trim()
      .regex(/^\d{6}$/, 'A code has six digits')
      .meta({ examples: ['123456'] }),
  }),
  replies: { 200: Done, 403: Problem, 409: Problem, 422: Problem },
})

export const RenewBackupCodes = endpoint('POST /api/me/second-factor/backup-codes', {
  summary:
    'Makes new backup codes; the old ones open nothing any more. The answer is the only time that they can be read.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ password: Password }),
  replies: { 200: z.object({ backupCodes: z.array(z.string()) }), 403: Problem, 409: Problem, 422: Problem },
})

export const EndSecondFactor = endpoint('POST /api/me/second-factor/off', {
  summary: 'Switches the second factor off.',
  area: 'session',
  roles: EVERYBODY_SIGNED_IN,
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ password: Password }),
  replies: { 200: Done, 403: Problem, 409: Problem, 422: Problem },
})
