import { listCompanies } from '../access/companies.store.ts'
import type { Company } from '../access/company.contract.ts'
import type { Clock } from '../base/clock.ts'
import { dayIn } from '../base/day.ts'
import type { Database } from '../platform/postgres.ts'
import type { Card } from '../views/card.contract.ts'
import { dayOf } from '../views/day-order.store.ts'
import { peopleWithDays } from '../views/day.store.ts'
import { shownCards } from '../views/today.store.ts'
import { table } from './output.ts'

export type TopOfQueue = {
  readonly company: string
  readonly person: string
  readonly cards: readonly Card[]
  readonly total: number
}

const CARDS_SHOWN = 3

/** The first cards of everybody in the sample companies, as their Today shows them. */
export async function topsOfQueues(database: Database, clock: Clock): Promise<readonly TopOfQueue[]> {
  const companies = await database.platform(listCompanies)
  const tops: TopOfQueue[] = []
  for (const company of companies.filter(({ sample }) => sample))
    tops.push(...(await topsOf(database, { company, clock })))
  return tops
}

type Place = { readonly company: Company; readonly clock: Clock }

async function topsOf(database: Database, { company, clock }: Place): Promise<readonly TopOfQueue[]> {
  const today = dayIn(company.timeZone, clock.now())
  return database.withCompany(company.id, async (tx) => {
    const tops: TopOfQueue[] = []
    for (const person of await peopleWithDays(tx, today)) {
      const { cards } = await dayOf(tx, person.id, today)
      const first = await shownCards(tx, cards.slice(0, CARDS_SHOWN), today)
      if (first.length > 0) tops.push({ company: company.name, person: person.name, cards: first, total: cards.length })
    }
    return tops
  })
}

/** What a person reads when everything is up: the address, how to sign in, and what awaits whom. */
export function greeting(address: string, tops: readonly TopOfQueue[]): string {
  const queues = tops.map(({ company, person, cards, total }) => {
    const rows = cards.map((card) => [
      card.score.toFixed(1),
      card.customer.name,
      card.workflow.title,
      card.renewal ? `${String(card.renewal.days)} days` : '–',
    ])
    const count = total === 1 ? '1 customer' : `${String(total)} customers`
    return `${person}, ${company} (${count})\n${indent(table(['score', 'customer', 'workflow', 'renewal in'], rows))}`
  })
  const signIn =
    tops.length > 0 ? 'Sign in: open it and choose a person of the sample portfolio.' : 'Sign in with your account.'
  return [...queues, `Renubu is ready: ${address}\n${signIn}`].join('\n\n')
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ')
