import { z } from 'zod'
import { endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'

const Role = z.enum(['csm', 'manager', 'admin', 'viewer'])

export const SignedIn = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), role: Role }),
  company: z.object({ id: z.uuid(), name: z.string(), sample: z.boolean() }),
})
export type SignedIn = z.output<typeof SignedIn>

/** `sampleSignIn`: one click per sample person is offered. */
export const SessionState = z.object({ signedIn: SignedIn.nullable(), sampleSignIn: z.boolean() })
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

export const SignOut = endpoint('DELETE /api/session', {
  area: 'session',
  summary: 'Signs this browser out.',
  roles: 'public',
  replies: { 200: SessionState, 403: Problem },
})
