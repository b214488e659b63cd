import { askerOf } from '../access/asker.store.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import type { Database } from '../platform/postgres.ts'
import { companyOf } from './day.store.ts'
import { GetTeam } from './team.contract.ts'
import { awayBetween, cardsOf, doneBy, escalationsOf, peopleOf, snoozeReasons, teamNames } from './team.store.ts'
import { teamOf } from './team.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const DAYS_A_WEEK = 7
// Four whole weeks, so that every weekday counts as often as the others.
const SNOOZES_OF_DAYS = 28

/** A team as whoever leads it sees it. */
export function teamRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    route(GetTeam, ({ caller, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const { time_zone: timeZone } = await companyOf(tx)
        const today = dayIn(timeZone, clock.now())
        const weekEnd = today + DAYS_A_WEEK
        const asker = await askerOf(tx, caller, today)
        const teams = await teamNames(tx)
        const asked = query.team ?? asker.teamId
        const team = teams.find(({ id }) => id === asked) ?? null
        if (query.team !== undefined && query.team !== 'all' && !team) return err(UNKNOWN)
        const people = await peopleOf(tx, team?.id ?? null, { today, weekEnd })
        const ids = people.map(({ id }) => id)
        const whole = new Set(query.whole?.split(',').map((id) => (id === 'nobody' ? null : id)))
        return ok(
          teamOf({
            asker,
            today,
            weekEnd,
            team,
            teams,
            people,
            whole,
            cards: await cardsOf(tx, { userIds: ids, whole }, today),
            done: await doneBy(tx, ids, { day: today, timeZone }),
            escalations: await escalationsOf(tx, ids),
            snoozes: await snoozeReasons(tx, ids, { day: today - SNOOZES_OF_DAYS, timeZone }),
            away: await awayBetween(tx, ids, { from: today, to: weekEnd }),
          }),
        )
      }),
    ),
  ]
}
