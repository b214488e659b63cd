import { z } from 'zod'
import { TimeZone } from './company.contract.ts'
import { ROLES, type Role } from './role.ts'

/** What it takes to make a member by hand; imported people come by the import of users. */
export const NewUser = z.object({
  companyId: z.uuid(),
  name: z.string().trim().min(1, 'The person needs a name').max(200),
  email: z.email('This is no e-mail address').max(320).nullable().default(null),
  role: z.enum(ROLES),
  /** The team's name; made when it is new. */
  team: z.string().trim().min(1).max(200).nullable().default(null),
  leadId: z.uuid().nullable().default(null),
  experience: z.number().min(0.9).max(1.2).default(1),
  /** Executions in progress and due this week that the person can carry. */
  capacity: z.int().min(0).max(10_000).default(15),
  timeZone: TimeZone.nullable().default(null),
  /** Monday 1 … Sunday 7. */
  workingDays: z.array(z.int().min(1).max(7)).max(7).default([1, 2, 3, 4, 5]),
})

export type User = {
  readonly id: string
  readonly name: string
  /** Null: an imported person who cannot sign in. */
  readonly email: string | null
  readonly role: Role
  readonly teamId: string | null
  readonly team: string | null
  readonly leadId: string | null
  readonly experience: number
  readonly capacity: number
  /** Null: the company's. */
  readonly timeZone: string | null
  readonly workingDays: readonly number[]
  readonly active: boolean
}
