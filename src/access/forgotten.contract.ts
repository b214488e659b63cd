import { z } from 'zod'
import { endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { NewPassword, SignInAddress } from './password.contract.ts'
import { ATTEMPTS_PER_MINUTE } from './session.contract.ts'

export const ForgotPassword = endpoint('POST /api/password/forgot', {
  summary:
    'Sends a link to a new password, where somebody has the address; the answer is the same where nobody has it.',
  area: 'session',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ email: SignInAddress }),
  replies: { 202: z.object({ asked: z.literal(true) }), 409: Problem },
})

export const ResetPassword = endpoint('POST /api/password/reset', {
  summary: 'Sets a new password by the link of a mail; all sessions end.',
  area: 'session',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ token: z.string().min(1).max(200), password: NewPassword }),
  replies: { 200: z.object({ done: z.literal(true) }), 404: Problem },
})
