import { z } from 'zod'
import { endpoint } from '../platform/http/endpoint.contract.ts'
import { Problem } from '../platform/http/problem.contract.ts'
import { OPEN_STATUSES, STAGES } from '../spine/words.ts'
import { IsoDate } from './card.contract.ts'

const Named = z.object({ id: z.uuid(), name: z.string() })

/** An open execution as the team's page shows it. */
export const TeamCard = z.object({
  executionId: z.uuid(),
  customer: Named,
  workflow: z.object({ id: z.string(), title: z.string() }),
  stage: z.enum(STAGES).nullable(),
  status: z.enum(OPEN_STATUSES),
  score: z.number(),
  arr: z.object({ amount: z.number().nullable(), currency: z.string() }),
  /** To the renewal or the last day to give notice; null: no date known. */
  days: z.int().nullable(),
  dueOn: IsoDate.nullable(),
  late: z.boolean(),
  /** Whether it counts into its owner's load: in progress, or due within the week and not begun. */
  counts: z.boolean(),
  can: z.array(z.string()),
})
export type TeamCard = z.output<typeof TeamCard>

export const TeamPerson = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Executions in progress and due this week that were agreed; 0: takes none by itself. */
  capacity: z.int(),
  inProgress: z.int(),
  dueThisWeek: z.int(),
  open: z.int(),
  late: z.int(),
  escalated: z.int(),
  /** When the oldest open one was opened; null: nothing is open. */
  oldestOn: IsoDate.nullable(),
  completedToday: z.int(),
  minutesToday: z.int(),
  /** Away today or within the week: from when to when, and who takes what cannot wait. */
  away: z.object({ from: IsoDate, to: IsoDate, now: z.boolean(), cover: Named.nullable() }).nullable(),
  /** Late ones first, then by points: the first ten, or more where they are asked for. All are counted in `open`. */
  cards: z.array(TeamCard),
})
export type TeamPerson = z.output<typeof TeamPerson>

export const Escalation = z.object({
  executionId: z.uuid(),
  /** Null: the whole execution was handed up. */
  step: z.object({ id: z.string(), name: z.string() }).nullable(),
  customer: Named,
  workflow: z.string(),
  owner: Named.nullable(),
  /** To whom; null: to nobody by name. */
  to: Named.nullable(),
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  can: z.array(z.string()),
})
export type Escalation = z.output<typeof Escalation>

/** Everything that the page needs, in one reply. */
export const Team = z.object({
  day: IsoDate,
  /** Whose team is shown; null: the whole company. */
  team: Named.nullable(),
  teams: z.array(Named),
  people: z.array(TeamPerson),
  /** What nobody has. */
  unowned: z.object({ open: z.int(), cards: z.array(TeamCard) }),
  escalations: z.array(Escalation),
  /** Why things were put off in the last 28 days, the most frequent first. */
  snoozes: z.object({ total: z.int(), reasons: z.array(z.object({ reason: z.string(), count: z.int() })) }),
  proposals: z.array(z.object({ from: Named, over: z.int(), to: Named.nullable(), executionIds: z.array(z.uuid()) })),
})
export type Team = z.output<typeof Team>

export const GetTeam = endpoint('GET /api/team', {
  area: 'team',
  summary:
    'A team: load against capacity, what is late, what was handed up and put off, who is away, and who could give what to whom.',
  roles: ['manager', 'admin', 'viewer'],
  query: z.object({
    team: z
      .union([z.uuid(), z.literal('all')])
      .optional()
      .describe('A team, or `all`. Left out: the caller’s own, or the whole company where there is none.'),
    whole: z
      .string()
      .regex(/^(?:[\da-f-]{36}|nobody)(?:,(?:[\da-f-]{36}|nobody))*$/)
      .max(400)
      .optional()
      .describe(
        'Of whom up to 500 cards are wanted and not ten: ids of people with commas between; `nobody`: what nobody has.',
      ),
  }),
  replies: { 200: Team, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
})
