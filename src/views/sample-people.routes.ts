import type { Clock } from '../base/clock.ts'
import { dayIn, type Day } from '../base/day.ts'
import { err, ok } from '../base/result.ts'
import type { Database, Tx } from '../platform/postgres.ts'
import { UNKNOWN } from '../platform/http/problem.contract.ts'
import { route, type Route } from '../platform/http/route.ts'
import { GetSamplePeople, type SampleCompany } from './sample-people.contract.ts'
import { dayOf } from './day-order.store.ts'
import { shownCards } from './today.store.ts'

type Deps = { readonly database: Database; readonly clock: Clock; readonly sample: boolean }

/** Whom one may sign in as while the sample portfolio is on, with what stands on top of their day. */
export function samplePeopleRoutes({ database, clock, sample }: Deps): readonly Route[] {
  return [
    route(GetSamplePeople, async () => {
      if (!sample) return err(UNKNOWN)
      const companies = await database.platform((tx) =>
        tx.rows<{ id: string; name: string; time_zone: string }>(
          `select id, name, time_zone from companies where sample order by created_at, name`,
        ),
      )
      const read: SampleCompany[] = []
      for (const { id, name, time_zone } of companies) {
        const today = dayIn(time_zone, clock.now())
        read.push({ id, name, ...(await database.withCompany(id, (tx) => peopleOf(tx, today))) })
      }
      return ok({ companies: read })
    }),
  ]
}

type PersonRow = { readonly id: string; readonly name: string; readonly role: 'csm' | 'manager' | 'admin' | 'viewer' }

async function peopleOf(tx: Tx, today: Day): Promise<Pick<SampleCompany, 'customers' | 'people'>> {
  const count = await tx.row<{ customers: number }>(
    `select count(*) as customers from customers where archived_at is null`,
  )
  const people = await tx.rows<PersonRow>(
    `select id, name, role from users where active
      order by array_position(array['csm', 'manager', 'admin', 'viewer'], role), name limit 12`,
  )
  const read: SampleCompany['people'] = []
  for (const person of people) {
    const { cards } = await dayOf(tx, person.id, today)
    const [top] = await shownCards(tx, cards.slice(0, 1), today)
    read.push({
      ...person,
      cards: cards.length,
      top: top ? { customer: top.customer.name, days: top.renewal?.days ?? null } : null,
    })
  }
  return { customers: count?.customers ?? 0, people: read }
}
