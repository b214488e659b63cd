import { actsIn } from './given-company-acts.ts'
import { givenBook } from './given-book.ts'
import { givenCompany } from './given-company.ts'
import type { TestDatabase } from './database.ts'

export const HOSTILE = `<img src=x onerror=alert(1)>'; drop table customers; -- \u202e{{x}}`

// Every test has a CSM of its own in one company, so that one import and one run serve them all.
export const CSMS = [
  'ada',
  'ben',
  'cleo',
  'dov',
  'eve',
  'finn',
  'gil',
  'hana',
  'ivo',
  'jo',
  'kit',
  'lea',
  'max',
  'nia',
  'kim',
  'oda',
]
/** A company in New York whose CSMs have customers, after the run of the day on which the clock stands. */
export async function givenDays(db: TestDatabase) {
  const company = await givenCompany(db, 'America/New_York')
  await company.import('users', [
    ...CSMS.map((name) => ({ externalId: name, name, email: `${name}@example.org`, role: 'csm' })),
    { externalId: 'mo', name: 'mo', email: 'mo@example.org', role: 'manager' },
    { externalId: 'vi', name: 'vi', email: 'vi@example.org', role: 'viewer' },
  ])
  await givenBook(company, {
    birch: { owner: 'ada', renewsIn: 100 },
    alder: { owner: 'ada', renewsIn: 5 },
    cedar: { owner: 'ada', renewsIn: 40 },
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`m${String(index)}`, { owner: 'ben', renewsIn: 20 + index }]),
    ),
    ...pairOf('cleo'),
    ...pairOf('dov'),
    ...pairOf('eve'),
    ...pairOf('finn'),
    ...pairOf('gil'),
    ...pairOf('hana'),
    larch: { owner: 'ivo', renewsIn: 40, usage: [90, 5], lastReview: 200, urgentTickets: 2 },
    ...pairOf('jo'),
    silent: { owner: 'kit', renewsIn: 40, silentFor: 5 },
    [HOSTILE]: { owner: 'lea', renewsIn: 40 },
    notice: { owner: 'lea', renewsIn: 60, autoRenew: true },
    ...pairOf('max'),
    ...pairOf('kim'),
  })
  await company.run('scheduled')
  return { ...company, ...actsIn(company, db) }
}

function pairOf(owner: string) {
  return { [`near ${owner}`]: { owner, renewsIn: 40 }, [`far ${owner}`]: { owner, renewsIn: 100 } }
}
