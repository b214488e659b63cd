import { isoDay, type Day } from '../base/day.ts'
import type { Tx } from '../platform/postgres.ts'
import { endOfDay, liesOnDay } from '../spine/day-end.store.ts'
import { OPEN } from '../spine/execution.store.ts'
import type { Stage } from '../spine/words.ts'
import { completedByPeople, type CalendarDay } from './day.store.ts'

/** From so many of each person it is seen what could be given to others. */
const CARDS_READ = 50
const ALL_CARDS_READ = 3000
/** As many as can be looked through, where somebody wants to see all. */
const WHOLE_CARDS = 500
const PEOPLE_SENT = 200

export const teamNames = (tx: Tx): Promise<{ id: string; name: string }[]> =>
  tx.rows('select id, name from teams order by lower(name), id limit 500')

export type PersonRow = {
  readonly id: string
  readonly name: string
  readonly teamId: string | null
  readonly capacity: number
  readonly workingDays: readonly number[]
  readonly inProgress: number
  readonly dueThisWeek: number
  readonly open: number
  readonly late: number
  readonly escalated: number
  readonly oldestOn: Day | null
}

/** CSMs of a team (null: of the company), and whoever else there has open work. `weekEnd` is the day up to which the load counts. */
export const peopleOf = (
  tx: Tx,
  teamId: string | null,
  { today, weekEnd }: { readonly today: Day; readonly weekEnd: Day },
): Promise<PersonRow[]> =>
  tx.rows<PersonRow>(
    `select u.id, u.name, u.team_id as "teamId", case when u.role = 'csm' then u.capacity else 0 end as capacity,
            u.working_days as "workingDays", w.active as "inProgress", w.due as "dueThisWeek", w.open, w.late, w.escalated, w.oldest as "oldestOn"
       from users u
       cross join lateral (
         select count(*)::int as open, count(*) filter (where e.status = 'in_progress')::int as active,
                count(*) filter (where e.status = 'pending' and e.due_at <= $3::date)::int as due,
                count(*) filter (where e.due_at < $2::date)::int as late,
                count(*) filter (where e.status = 'escalated')::int as escalated, min(e.opened_on) as oldest
           from workflow_executions e where e.company_id = u.company_id and e.assigned_to = u.id and e.${OPEN}) w
      where u.active and (u.role = 'csm' or w.open > 0) and ($1::uuid is null or u.team_id = $1)
      order by lower(u.name), u.id limit ${String(PEOPLE_SENT)}`,
    [teamId, isoDay(today), isoDay(weekEnd)],
  )

export type CardOfTeam = {
  readonly executionId: string
  readonly ownerId: string | null
  readonly ownerTeamId: string | null
  readonly customerId: string
  readonly customer: string
  readonly workflowId: string
  readonly title: string
  readonly stage: Stage | null
  readonly status: 'pending' | 'in_progress' | 'snoozed' | 'escalated'
  readonly score: number
  readonly arr: number | null
  readonly currency: string
  readonly days: number | null
  readonly dueOn: Day | null
  /** How many the same person has. */
  readonly ofOwner: number
}

export type Wanted = {
  readonly userIds: readonly string[]
  /** Of whom all are wanted; null: of what nobody has. */
  readonly whole: ReadonlySet<string | null>
}

/** What these people have open, and what nobody has: of each the late ones first, then those with most points. */
export const cardsOf = (tx: Tx, { userIds, whole }: Wanted, today: Day): Promise<CardOfTeam[]> =>
  tx.rows<CardOfTeam>(
    `select e.id as "executionId", e.assigned_to as "ownerId", u.team_id as "ownerTeamId", e.customer_id as "customerId", c.name as customer,
            e.workflow_id as "workflowId", d.title, case when e.renewal_id is not null then e.stage else coalesce(s.stage, e.stage) end as stage,
            e.status, coalesce(e.priority_score, 0) as score, c.arr, coalesce(c.currency, co.currency) as currency,
            case when r.id is null or r.id = s.next_renewal_id then s.stage_date else coalesce(r.decision_date, r.date) end - $2::date as days,
            e.due_at as "dueOn", e.of_owner::int as "ofOwner"
       from (select e.* from (
               select e.*, case when e.assigned_to is null then $4::boolean else e.assigned_to = any($3::uuid[]) end as whole,
                      count(*) over owner as of_owner,
                      row_number() over (partition by e.assigned_to order by e.due_at < $2::date desc nulls last, e.priority_score desc nulls last, e.id) as place
                 from workflow_executions e where e.${OPEN} and (e.assigned_to = any($1::uuid[]) or e.assigned_to is null)
               window owner as (partition by e.assigned_to)) e
              where e.place <= case when e.whole then ${String(WHOLE_CARDS)} else ${String(CARDS_READ)} end
              order by e.whole desc, e.place, e.id limit ${String(ALL_CARDS_READ)}) e
       join companies co on co.id = e.company_id
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
       left join customer_standings s on s.company_id = e.company_id and s.customer_id = e.customer_id
       left join renewals r on r.company_id = e.company_id and r.id = e.renewal_id
      order by e.place, e.id`,
    [userIds, isoDay(today), [...whole].filter((id) => id !== null), whole.has(null)],
  )

export type Done = { readonly userId: string; readonly completed: number; readonly minutes: number }

/**
 * What these people finished on a day of the company's calendar, and the minutes that they told with the steps they completed. What the
 * rules closed is not theirs.
 */
export const doneBy = (tx: Tx, userIds: readonly string[], { day, timeZone }: CalendarDay): Promise<Done[]> =>
  tx.rows<Done>(
    `select u.id as "userId", coalesce(finished.count, 0)::int as completed, round(coalesce(worked.seconds, 0) / 60)::int as minutes
       from unnest($1::uuid[]) as u(id)
       left join (select e.assigned_to as id, count(*) from workflow_executions e
                   where e.assigned_to = any($1::uuid[]) and ${completedByPeople('$2', '$3')}
                   group by e.assigned_to) finished on finished.id = u.id
       left join (select a.performed_by as id, sum((a.detail -> 'result' ->> 'duration')::numeric) as seconds from workflow_step_actions a
                   where a.performed_by = any($1::uuid[]) and a.action = 'complete' and a.step_index is not null
                     and ${liesOnDay('a.performed_at', '$2::date', '$3')}
                   group by a.performed_by) worked on worked.id = u.id`,
    [userIds, isoDay(day), timeZone],
  )

export type EscalationRow = {
  readonly executionId: string
  readonly stepId: string | null
  readonly customerId: string
  readonly customer: string
  readonly workflow: string
  readonly ownerId: string | null
  readonly owner: string | null
  readonly ownerTeamId: string | null
  readonly toId: string | null
  readonly to: string | null
  readonly reason: string | null
  readonly by: string | null
  readonly at: Date
}

/** What these people, and nobody, handed up and have not taken up again: whole executions and single steps, the longest waiting first. */
export const escalationsOf = (tx: Tx, userIds: readonly string[]): Promise<EscalationRow[]> =>
  tx.rows<EscalationRow>(
    `select e.id as "executionId", st.step_id as "stepId", e.customer_id as "customerId", c.name as customer, d.title as workflow,
            e.assigned_to as "ownerId", u.name as owner, u.team_id as "ownerTeamId", up.id as "toId", up.name as to, last.reason,
            last.performed_by_name as by, coalesce(last.performed_at, e.updated_at) as at
       from workflow_executions e
       left join workflow_step_states st on st.company_id = e.company_id and st.execution_id = e.id and st.status = 'escalated'
       join customers c on c.company_id = e.company_id and c.id = e.customer_id
       join workflow_definitions d on d.company_id = e.company_id and d.workflow_id = e.workflow_id and d.version = e.workflow_version
       left join users u on u.company_id = e.company_id and u.id = e.assigned_to
       left join lateral (select a.reason, a.performed_by_name, a.performed_at, a.detail ->> 'to' as to_id from workflow_step_actions a
                           where a.company_id = e.company_id and a.execution_id = e.id and a.action = 'escalate'
                             and a.step_index is not distinct from st.step_index order by a.id desc limit 1) last on true
       left join users up on up.company_id = e.company_id and up.id::text = last.to_id
      where e.${OPEN} and (e.status = 'escalated' or st.step_id is not null)
        and (e.assigned_to = any($1::uuid[]) or e.assigned_to is null)
      order by at, e.id, st.step_id limit 200`,
    [userIds],
  )

export type SnoozeReason = { readonly reason: string; readonly count: number; readonly total: number }

const REASONS_SHOWN = 8

/** Why these people put things off since a day of the company's calendar: executions and steps, each time counted. */
export const snoozeReasons = (tx: Tx, userIds: readonly string[], since: CalendarDay): Promise<SnoozeReason[]> =>
  tx.rows<SnoozeReason>(
    `select min(trim(a.reason)) as reason, count(*)::int as count, (sum(count(*)) over ())::int as total
       from workflow_step_actions a
      where a.action = 'snooze' and a.performed_by = any($1::uuid[]) and a.performed_at >= ${endOfDay('($2::date - 1)', '$3')}
        and trim(a.reason) <> ''
      group by lower(trim(a.reason)) order by count(*) desc, 1 limit ${String(REASONS_SHOWN)}`,
    [userIds, isoDay(since.day), since.timeZone],
  )

export type Away = {
  readonly userId: string
  readonly from: Day
  readonly to: Day
  readonly coverId: string | null
  readonly cover: string | null
}

/** Who of these people is away on some day of a span, the next absence first. */
export const awayBetween = (
  tx: Tx,
  userIds: readonly string[],
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<Away[]> =>
  tx.rows<Away>(
    `select distinct on (a.user_id) a.user_id as "userId", a.from_day as "from", a.to_day as "to", a.cover_id as "coverId", u.name as cover
       from absences a left join users u on u.company_id = a.company_id and u.id = a.cover_id
      where a.user_id = any($1::uuid[]) and a.from_day <= $3::date and a.to_day >= $2::date
      order by a.user_id, a.from_day, a.id`,
    [userIds, isoDay(from), isoDay(to)],
  )
