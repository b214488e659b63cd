import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, type Day } from '../base/day.ts'
import { hourIn, partOfDay } from '../base/hour.ts'
import { err, ok } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type Route } from '../platform/http/route.ts'
import { dayOf } from './day-order.store.ts'
import {
  companyOf,
  hasNoCustomers,
  lastRead,
  peopleWithDays,
  timeZoneOf,
  sourceAges,
  upcomingOf,
  type Company,
} from './day.store.ts'
import { doneForYou } from './done-for-you.ts'
import { GetToday, type Today } from './today.contract.ts'
import { doneOn, runsOf, shownCards, stepsBack } from './today.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock }

const NOT_YOURS: Refusal = {
  kind: 'forbidden',
  says: 'Your own day is the one you can open. Managers can open everybody’s.',
}

/** A person's day. CSMs open their own; those who lead or read choose one. */
export function todayRoutes({ database, clock }: Deps): readonly Route[] {
  return [
    route(GetToday, ({ caller, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const company = await companyOf(tx)
        const now = clock.now()
        const today = dayIn(company.time_zone, now)
        const people = await peopleWithDays(tx, today)
        const chosen = choose(caller, query.person, people)
        if (chosen === 'not-yours') return err(NOT_YOURS)
        if (chosen === 'unknown') return err(UNKNOWN)
        return ok(await readDay(tx, { caller, company, people, person: chosen, today, now }))
      }),
    ),
  ]
}

type Person = { readonly id: string; readonly name: string; readonly cards: number }

function choose(
  caller: Caller,
  asked: string | undefined,
  people: readonly Person[],
): Person | 'not-yours' | 'unknown' {
  const busiest = people.find(({ cards }) => cards > 0)
  // A program has no day of its own.
  if (caller.userId === null)
    return (asked === undefined ? busiest : people.find(({ id }) => id === asked)) ?? 'unknown'
  const own: Person = people.find(({ id }) => id === caller.userId) ?? {
    id: caller.userId,
    name: caller.name,
    cards: 0,
  }
  if (asked !== undefined && asked !== caller.userId) {
    const other = people.find(({ id }) => id === asked)
    if (!other) return 'unknown'
    return caller.role === 'csm' ? 'not-yours' : other
  }
  if (caller.role === 'csm' || asked !== undefined) return own
  return own.cards > 0 ? own : (busiest ?? own)
}

type Reading = {
  readonly caller: Caller
  readonly company: Company
  readonly people: readonly Person[]
  readonly person: Person
  readonly today: Day
  readonly now: Date
}

async function readDay(tx: Tx, { caller, company, people, person, today, now }: Reading): Promise<Today> {
  const day = await dayOf(tx, person.id, today)
  const calendarDay = { day: today, timeZone: company.time_zone }
  const runs = await runsOf(tx, person.id)
  const readAt = await lastRead(tx)
  const [one = null, ...next] = await shownCards(tx, day.cards, today)
  return {
    company: { name: company.name, currency: company.currency },
    day: isoDay(today),
    partOfDay: partOfDay(hourIn((await timeZoneOf(tx, person.id)) ?? company.time_zone, now)),
    person: { id: person.id, name: person.name },
    mine: person.id === caller.userId,
    people: caller.role === 'csm' ? [] : people.map(({ id, name, cards: count }) => ({ id, name, cards: count })),
    readAt: readAt?.toISOString() ?? null,
    isEmpty: await hasNoCustomers(tx),
    one,
    next,
    total: day.cards.length,
    back: await stepsBack(tx, person.id, calendarDay),
    active: [...runs.active],
    snoozed: [...runs.snoozed],
    escalated: [...runs.escalated],
    doneToday: await doneOn(tx, person.id, calendarDay),
    doneForYou: [...doneForYou(day.doneForYou)],
    sources: await sourceAges(tx, person.id, calendarDay),
    upcoming: one ? null : await upcomingOf(tx, person.id, { now, timeZone: company.time_zone }),
  }
}
