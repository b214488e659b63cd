import { isoDay } from '../src/base/day.ts'
import { FIRST, morningOf } from './change.ts'
import type { TestDatabase } from './database.ts'
import type { GivenCompany } from './given-company.ts'
import { givenTwoWithUsage } from './lived-days.ts'

/** Two customers with a year before their renewal, both met yesterday, so that there is little to do at first. */
export async function givenTwoAtRest(db: TestDatabase): Promise<GivenCompany> {
  const company = await givenTwoWithUsage(db)
  const both = ['elm', 'oak']
  await company.import(
    'contracts',
    both.map((of) => ({
      externalId: `${of}-k0`,
      customerExternalId: of,
      startDate: isoDay(FIRST),
      endDate: isoDay(FIRST + 365),
    })),
  )
  await company.import(
    'engagements',
    both.map((of) => ({ externalId: `${of}-m`, customerExternalId: of, kind: 'qbr', at: morningOf(FIRST - 1) })),
  )
  return company
}
