import { z } from 'zod'
import { ADMINS, endpoint, EVERYBODY_SIGNED_IN } from '../platform/http/endpoint.contract.ts'
import { PageQuery, pageOf } from '../platform/http/page.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { CompanyFields } from './company.contract.ts'
import { ROLES } from './role.ts'
import { NewUser } from './user.contract.ts'

const ById = z.object({ id: z.uuid() })

export const Member = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Null: cannot sign in. */
  email: z.string().nullable(),
  role: z.enum(ROLES),
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  leadId: z.uuid().nullable(),
  experience: z.number(),
  capacity: z.int(),
  /** Null: the company's. */
  timeZone: z.string().nullable(),
  workingDays: z.array(z.int()),
  active: z.boolean(),
  /** How the person comes in; `none`: has not been invited. */
  access: z.object({
    state: z.enum(['active', 'invited', 'lapsed', 'none', 'deactivated']),
    /** To a few minutes. */
    lastSeenAt: z.iso.datetime().nullable(),
    /** What became of the mail with the invitation; null: there is none. */
    mail: z.enum(['waiting', 'sending', 'sent', 'unknown', 'failed']).nullable(),
    /** Whether a code is asked for behind the password; null: told to admins alone. */
    secondFactor: z.boolean().nullable(),
  }),
  can: z.array(z.string()),
})

export const GetMembers = endpoint('GET /api/members', {
  summary: 'The people of the company; who left too.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  query: PageQuery,
  replies: { 200: pageOf(Member), 422: Problem },
})

export const GetMember = endpoint('GET /api/members/:id', {
  summary: 'One of the people of the company.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  params: ById,
  replies: { 200: Member, 404: Problem },
})

const FIELDS = NewUser.omit({ companyId: true })

export const AddMember = endpoint('POST /api/members', {
  summary: 'Adds somebody; a team that is new is made.',
  area: 'members',
  roles: ADMINS,
  body: FIELDS,
  replies: { 201: Member, 409: Problem, 422: Problem },
})

// Not `FIELDS.partial()`: a default would write what was left out.
const bare = <T extends z.ZodType>(field: z.ZodDefault<T>) => field.unwrap().optional()
const ChangedMember = z.object({
  name: FIELDS.shape.name.optional(),
  email: bare(FIELDS.shape.email),
  role: FIELDS.shape.role.optional(),
  team: bare(FIELDS.shape.team),
  leadId: bare(FIELDS.shape.leadId),
  experience: bare(FIELDS.shape.experience),
  capacity: bare(FIELDS.shape.capacity),
  timeZone: bare(FIELDS.shape.timeZone),
  workingDays: bare(FIELDS.shape.workingDays),
})
export type ChangedMember = z.output<typeof ChangedMember>

export const ChangeMember = endpoint('PATCH /api/members/:id', {
  summary:
    'Changes what is named of a person; the rest stays. A role that is taken away is gone with the next request.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  body: ChangedMember,
  replies: { 200: Member, 404: Problem, 409: Problem, 422: Problem },
})

export const DeactivateMember = endpoint('POST /api/members/:id/deactivate', {
  summary:
    'Ends a person’s sessions at once and gives nothing new to him; answers what he still owns, to be given to others.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: {
    200: z.object({
      member: Member,
      owns: z.object({ customers: z.int(), openExecutions: z.int(), openTasks: z.int() }),
    }),
    404: Problem,
    409: Problem,
  },
})

export const ReactivateMember = endpoint('POST /api/members/:id/reactivate', {
  summary: 'Lets somebody in again who was deactivated.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: { 200: Member, 404: Problem, 409: Problem },
})

export const ResetSecondFactor = endpoint('POST /api/members/:id/reset-second-factor', {
  summary:
    'Takes somebody else’s second factor away, for who has lost it: all sessions of that person end, the password alone lets in, and a mail tells of it.',
  area: 'members',
  roles: ADMINS,
  params: ById,
  replies: { 200: z.object({ member: Member, mailed: z.boolean() }), 403: Problem, 404: Problem, 409: Problem },
})

const Company = z.object({
  id: z.uuid(),
  name: z.string(),
  timeZone: z.string(),
  locale: z.string(),
  currency: z.string(),
  sample: z.boolean(),
  can: z.array(z.string()),
})

export const GetCompany = endpoint('GET /api/company', {
  summary: 'The company, and what the caller may do in it.',
  area: 'members',
  roles: EVERYBODY_SIGNED_IN,
  replies: { 200: Company },
})

export const ChangeCompany = endpoint('PATCH /api/company', {
  summary: 'Changes what is named of the company; its days, amounts and numbers follow with the next run.',
  area: 'members',
  roles: ADMINS,
  body: CompanyFields.partial(),
  replies: { 200: Company, 409: Problem },
})
