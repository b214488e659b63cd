import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../../../test/database.ts'
import { givenCompany, type GivenCompany } from '../../../../test/given-company.ts'
import { knownOf } from '../../../../test/known-facts.ts'
import { systemActor } from '../../../base/actor.ts'
import { day, isoDay, type Day } from '../../../base/day.ts'
import { ticketSignals } from '../../analyze/sentiment.ts'
import { undoImport } from './undo.job.ts'

// What was believed on a past day, after an import of a later day was taken back, where others have said something else since or have not.

const db = await testDatabase()
const TODAY = day('2027-03-15')
let company: GivenCompany

beforeEach(async () => {
  db.clock.set(new Date('2027-03-15T09:00:00Z'))
  company = await givenCompany({ ...db, readTicket: ticketSignals })
  await company.import('customers', [{ externalId: 'elm', name: 'Elm', arr: 100, currency: 'EUR' }])
})

type Kind = 'usage' | 'rates' | 'tickets' | 'engagements' | 'contacts'

/** A fact of the first day, with something in it that is told otherwise each time. */
const FACTS: Readonly<Record<Kind, (said: number) => object>> = {
  usage: (value) => ({ customerExternalId: 'elm', metric: 'logins', date: isoDay(TODAY), value }),
  rates: (rate) => ({ currency: 'EUR', day: isoDay(TODAY), rate }),
  tickets: (said) => ({
    externalId: 't',
    customerExternalId: 'elm',
    subject: ['Question', 'This is terrible', 'We will cancel our contract'][said - 1],
    priority: 'high',
    createdAt: `${isoDay(TODAY)}T08:00:00Z`,
  }),
  engagements: (said) => ({
    externalId: 'e',
    customerExternalId: 'elm',
    kind: 'meeting',
    at: `${isoDay(TODAY)}T08:00:00Z`,
    attendees: ['Noor', 'Noor;Bo', 'Noor;Bo;Cy'][said - 1],
  }),
  contacts: (said) => ({
    externalId: 'p',
    customerExternalId: 'elm',
    name: 'Noor',
    role: ['champion', 'primary', 'economic-buyer'][said - 1],
  }),
}
const KINDS = Object.keys(FACTS) as Kind[]

/** Tells a fact so many days after the first. */
async function tell(kind: Kind, said: number, after: number): Promise<string> {
  company.at(`${isoDay(TODAY + after)}T09:00:00Z`)
  return company.import(kind, [FACTS[kind](said)])
}

async function takeBack(importId: string): Promise<void> {
  company.at(`${isoDay(TODAY + 8)}T09:00:00Z`)
  const undone = await undoImport(db, { companyId: company.id, actor: systemActor('test'), importId })
  expect(undone.ok).toBe(true)
}

async function believedOn(on: Day): Promise<unknown> {
  const { customers } = await knownOf(db, company, { on, mode: 'then' })
  const facts = customers.get('elm')
  return { arr: facts?.arr, usage: facts?.usage, tickets: facts?.tickets, met: facts?.engagement, who: facts?.contacts }
}

describe.each(KINDS)('%s', (kind) => {
  it('of a day before the import are as they were believed, once it is taken back', async () => {
    await tell(kind, 1, 0)
    const first = await believedOn(TODAY)
    const mistaken = await tell(kind, 2, 3)
    expect(await believedOn(TODAY)).toEqual(first)
    expect(await believedOn(TODAY + 3)).not.toEqual(first)
    await takeBack(mistaken)
    expect(await believedOn(TODAY)).toEqual(first)
  })

  it('that somebody has told again since stay as they were believed on each day', async () => {
    await tell(kind, 1, 0)
    const mistaken = await tell(kind, 2, 3)
    await tell(kind, 3, 5)
    const days = [0, 1, 2, 3, 4, 5, 6].map((after) => TODAY + after)
    const before = await Promise.all(days.map(believedOn))
    expect(new Set(before.map((each) => JSON.stringify(each))).size).toBeGreaterThan(2)
    await takeBack(mistaken)
    expect(await Promise.all(days.map(believedOn))).toEqual(before)
  })
})
