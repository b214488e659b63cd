import { isoDay, type Day } from '../src/base/day.ts'
import { slugOf, told, type SampleRecord } from './records.ts'
import type { CompanyStory, PersonStory } from './story.ts'

export const firstNameOf = (name: string): string => name.split(' ')[0] ?? name

/** The person that stories call by the first name. Throws where a story names somebody who does not work there. */
export function personNamed(company: CompanyStory, firstName: string): PersonStory {
  const found = company.people.find((person) => firstNameOf(person.name) === firstName)
  if (!found) throw new Error(`Nobody at ${company.name} is called ${firstName}`)
  return found
}

export function userRecords(company: CompanyStory, today: Day): SampleRecord[] {
  return company.people.map((person) =>
    told({
      externalId: person.email,
      email: person.email,
      name: person.name,
      role: person.role,
      experience: person.experience,
      capacity: person.capacity,
      team: person.team,
      leadEmail: person.lead === undefined ? undefined : personNamed(company, person.lead).email,
      timeZone: company.timeZone,
      absences: person.absence && [
        {
          from: isoDay(today + person.absence.fromInDays),
          to: isoDay(today + person.absence.toInDays),
          coverEmail: personNamed(company, person.absence.cover).email,
        },
      ],
    }),
  )
}

export function rateRecords(company: CompanyStory, today: Day): SampleRecord[] {
  return company.rates.map(({ currency, daysAgo, rate }) => ({ currency, day: isoDay(today - daysAgo), rate }))
}

export function productRecords(company: CompanyStory): SampleRecord[] {
  return company.products.map(({ name, listPrice, unit }) => ({
    externalId: slugOf(name),
    name,
    listPrice,
    currency: company.currency,
    unit,
  }))
}
