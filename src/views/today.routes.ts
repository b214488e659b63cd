import type { Clock } from '../base/clock.ts'
import { dayIn, isoDay, type Day } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { UNKNOWN, type Refusal } from '../platform/http/problem.contract.ts'
import { route, type Caller, type Route } from '../platform/http/route.ts'
import { companyOf, lastRead, peopleWithDays, sourceAges, upcomingOf, type Company } from './day.store.ts'
import { doneForYou } from './done-for-you.ts'
import { GetTriedOrder } from './order.contract.ts'
import { triedOrder, weightsOf } from './order.ts'
import { GetToday, type Today } from './today.contract.ts'
import { dayCards, doneOn, openOrder, runsOf, stepsBack, summaryOf } from './today.store.ts'
import { scoredExecutions } from './why.store.ts'

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
    route(GetTriedOrder, ({ caller, query }) =>
      database.withCompany(caller.companyId, async (tx) => {
        const today = dayIn((await companyOf(tx)).time_zone, clock.now())
        const chosen = choose(caller, query.person, await peopleWithDays(tx, today))
        if (chosen === 'not-yours') return err(NOT_YOURS)
        if (chosen === 'unknown') return err(UNKNOWN)
        const ids = await openOrder(tx, await summaryOf(tx, chosen.id, today))
        const found = await scoredExecutions(tx, ids)
        const cards = ids.flatMap((id) => {
          const card = found.get(id)
          return card ? [{ executionId: id, customer: card.customer, priority: card.priority }] : []
        })
        return ok({ cards: triedOrder(cards, weightsOf(query.weights)) })
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
  if (caller.role === 'csm') return asked === undefined || asked === caller.userId ? own : 'not-yours'
  if (asked !== undefined) return asked === caller.userId ? own : (people.find(({ id }) => id === asked) ?? 'unknown')
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
  const summary = await summaryOf(tx, person.id, today)
  const { cards, total } = await dayCards(tx, summary, today)
  const runs = await runsOf(tx, person.id)
  const readAt = await lastRead(tx)
  const [one = null, ...next] = cards
  return {
    company: { name: company.name, currency: company.currency },
    day: isoDay(today),
    person: { id: person.id, name: person.name },
    mine: person.id === caller.userId,
    people: caller.role === 'csm' ? [] : people.map(({ id, name, cards: count }) => ({ id, name, cards: count })),
    readAt: readAt?.toISOString() ?? null,
    one,
    next,
    total,
    back: await stepsBack(tx, person.id, now),
    active: [...runs.active],
    snoozed: [...runs.snoozed],
    escalated: [...runs.escalated],
    doneToday: await doneOn(tx, person.id, { day: today, timeZone: company.time_zone }),
    doneForYou: [...doneForYou(summary?.day === today ? summary.done_for_you : [])],
    sources: await sourceAges(tx, person.id, today),
    upcoming: one ? null : await upcomingOf(tx, person.id, today),
  }
}
