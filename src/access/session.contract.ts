import { z } from 'zod'
import { endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { CompanyFields } from './company.contract.ts'
import { NewPassword, Password, SignInAddress } from './password.contract.ts'

const Role = z.enum(['csm', 'manager', 'admin', 'viewer'])

// Somebody who mistypes needs a few; an office behind one address some more.
export const ATTEMPTS_PER_MINUTE = 30

export const SignedIn = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), role: Role }),
  company: z.object({ id: z.uuid(), name: z.string(), sample: z.boolean() }),
  /** Every company that the same person may go into, this one too. */
  companies: z.array(z.object({ id: z.uuid(), name: z.string() })),
})
export type SignedIn = z.output<typeof SignedIn>

/**
 * `sampleSignIn`: one click per sample person is offered. `firstAdmin`: nothing is here yet, and whoever comes first makes a company and
 * becomes its admin. `mail`: the server can send mails; without it links are handed on by people.
 */
export const SessionState = z.object({
  signedIn: SignedIn.nullable(),
  sampleSignIn: z.boolean(),
  firstAdmin: z.boolean(),
  mail: z.boolean(),
})
export type SessionState = z.output<typeof SessionState>

export const GetSession = endpoint('GET /api/session', {
  area: 'session',
  summary: 'Who is signed in, and how one may sign in.',
  roles: 'public',
  replies: { 200: SessionState },
})

export const SignInAsSamplePerson = endpoint('POST /api/session/sample', {
  area: 'session',
  summary: 'Signs in as a person of a sample company. Not there when RENUBU_SAMPLE=off.',
  roles: 'public',
  body: z.object({ companyId: z.uuid(), userId: z.uuid() }),
  replies: { 200: SessionState, 400: Problem, 403: Problem, 404: Problem, 429: Problem },
})

/** In, or one step before: `challenge` then goes with the second factor. */
export const SignInAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in'), session: SessionState }),
  z.object({ kind: z.literal('second-factor'), challenge: z.string() }),
])

export const SignIn = endpoint('POST /api/session', {
  area: 'session',
  summary: 'Signs in with an e-mail address and a password. Who has a second factor is asked for it next.',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ email: SignInAddress, password: Password }),
  replies: { 200: SignInAnswer, 401: Problem, 403: Problem },
})

export const GiveSecondFactor = endpoint('POST /api/session/second-factor', {
  area: 'session',
  summary: 'Finishes signing in: with the six digits of the moment, or with a backup code, which is then used up.',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({ challenge: z.string().min(1).max(1000), code: z.string().trim().min(6).max(40) }),
  replies: { 200: SessionState, 401: Problem, 403: Problem },
})

export const MakeFirstAdmin = endpoint('POST /api/session/first-admin', {
  area: 'session',
  summary: 'Makes the first company and its admin, and signs in. Works once, while there is no company but samples.',
  roles: 'public',
  attemptsPerMinute: ATTEMPTS_PER_MINUTE,
  body: z.object({
    company: CompanyFields.pick({ name: true, timeZone: true }),
    name: z.string().trim().min(1).max(200),
    email: SignInAddress,
    password: NewPassword,
  }),
  replies: { 201: SessionState, 409: Problem },
})

export const ChooseCompany = endpoint('POST /api/session/company', {
  area: 'session',
  summary: 'Goes on in another company of the same person.',
  roles: EVERYBODY_SIGNED_IN,
  body: z.object({ companyId: z.uuid() }),
  replies: { 200: SessionState, 404: Problem },
})

export const SignOut = endpoint('DELETE /api/session', {
  area: 'session',
  summary: 'Signs this browser out; its session opens nothing any more.',
  roles: 'public',
  replies: { 200: SessionState, 403: Problem },
})
