import { isoDay, type Day } from '../src/base/day.ts'
import { configurationVersion } from '../src/spine/configuration.store.ts'
import { analysisConfiguration, type AnalysisConfiguration } from '../src/stages/analyze/configuration.ts'
import { analysisOn } from '../src/stages/analyze/history.store.ts'
import { replayed } from '../src/stages/analyze/replayed.ts'
import type { TestDatabase } from './database.ts'
import { givenCompany, ticketRow, usageRows, type GivenCompany } from './given-company.ts'

const START = '2027-03-01T09:00:00Z'

/** The same number between 0 and 1 for the same words, and another for others. */
function chance(...words: readonly (string | number)[]): number {
  let hash = 2166136261
  for (const letter of words.join(' ')) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619)
  // The last step of a hash by Fowler, Noll and Vo changes the low bits only; these spread them.
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507)
  hash = Math.imul(hash ^ (hash >>> 13), 3266489909)
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296
}

const pick = <T>(from: readonly [T, ...T[]], ...words: readonly (string | number)[]): T =>
  from[Math.floor(chance(...words) * from.length)] ?? from[0]

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `c${String(index)}`)

/** A company that lived through days on which something happens to most of its customers, with a run on each. */
export async function givenPastOf(
  db: TestDatabase,
  { customers, days }: { readonly customers: number; readonly days: number },
): Promise<GivenCompany> {
  db.clock.set(new Date(START))
  const company = await givenCompany(db, 'America/New_York')
  await begin(company, names(customers))
  for (let day = 0; day < days; day += 1) {
    company.at(new Date(new Date(START).getTime() + day * 86_400_000).toISOString())
    if (day > 0) await liveThrough(company, names(customers), day)
    // Half way the company changes its mind about what matters.
    if (day === Math.floor(days / 2)) {
      await company.query(
        `insert into configurations (company_id, version, settings, created_by, adopted_at)
         values (app.company_id(), 1, '{"analyze":{"rules":{"weights":{"support":25,"pulse":5},"risk":{"healthShare":0.6}}}}', 'test', app.now())`,
      )
    }
    await company.run('scheduled')
  }
  return company
}

async function begin(company: GivenCompany, all: readonly string[]): Promise<void> {
  const today = company.today()
  await company.import(
    'products',
    ['Core', 'Insight', 'Connect'].map((name) => ({ externalId: name, name, listPrice: 9 })),
  )
  await company.import(
    'customers',
    all.map((name) => ({
      externalId: name,
      name,
      arr: Math.round(chance(name, 'arr') * 300_000),
      touch: pick(['high', 'mid', 'low', 'digital'], name, 'touch'),
      accountPlan: pick(['invest', 'expand', 'manage', 'monitor'], name, 'plan'),
      ...(chance(name, 'seats') < 0.8 ? { licensedUsers: 20 + Math.round(chance(name, 'n') * 200) } : {}),
      status: chance(name, 'status') < 0.95 ? 'active' : 'trial',
      lifecycleStage: 'mature',
      customerSince: isoDay(today - 900),
    })),
  )
  await company.import(
    'contracts',
    all
      .filter((name) => chance(name, 'contract') < 0.9)
      .map((name) => ({
        externalId: `${name}-k`,
        customerExternalId: name,
        startDate: isoDay(today - 200),
        endDate: isoDay(today - 40 + Math.round(chance(name, 'end') * 400)),
        value: 1000,
        autoRenew: chance(name, 'auto') < 0.4,
        noticeDays: 30,
      })),
  )
  await company.import(
    'contacts',
    all.flatMap((name) =>
      (['champion', 'economic-buyer', 'exec-sponsor'] as const)
        .filter((role) => chance(name, role) < 0.6)
        .map((role) => ({ externalId: `${name}-${role}`, customerExternalId: name, name: role, role })),
    ),
  )
  await company.import(
    'usage',
    all.flatMap((name) => usageBefore(name, today)),
  )
  await company.import(
    'engagements',
    all.flatMap((name) => met(name, today - Math.round(chance(name, 'met') * 150))),
  )
  await company.import(
    'invoices',
    all
      .filter((name) => chance(name, 'invoice') < 0.7)
      .map((name) => ({
        externalId: `${name}-i`,
        customerExternalId: name,
        date: isoDay(today - 90),
        dueDate: isoDay(today - 60 + Math.round(chance(name, 'due') * 70)),
        amount: 500,
        status: chance(name, 'paid') < 0.5 ? 'paid' : 'open',
        ...(chance(name, 'paid') < 0.5 ? { paidAt: isoDay(today - 30) } : {}),
      })),
  )
}

function usageBefore(name: string, today: Day): object[] {
  if (chance(name, 'usage') < 0.15) return []
  const [before, now] = [10 + Math.round(chance(name, 'before') * 90), 10 + Math.round(chance(name, 'now') * 90)]
  return [
    ...usageRows(name, { from: today - 60, to: today - 29, value: before }),
    ...usageRows(name, { from: today - 28, to: today - 1, value: now }),
  ]
}

const met = (name: string, on: Day): object[] =>
  chance(name, on) < 0.2
    ? []
    : [
        {
          externalId: `${name}-e${String(on)}`,
          customerExternalId: name,
          kind: pick(['meeting', 'qbr', 'email', 'call'], name, on),
          at: `${isoDay(on)}T15:00:00Z`,
          direction: 'inbound',
          attendees: 'Noor;Bo;Cy',
        },
      ]

async function liveThrough(company: GivenCompany, all: readonly string[], nth: number): Promise<void> {
  const today = company.today()
  const some = (what: string, share: number): string[] => all.filter((name) => chance(name, what, nth) < share)
  await company.import(
    'usage',
    all
      .filter((name) => chance(name, 'usage') >= 0.15 && chance(name, 'silent', nth) < 0.9)
      .flatMap((name) =>
        usageRows(name, { from: today - 1, to: today - 1, value: Math.round(chance(name, 'used', nth) * 120) }),
      ),
  )
  await company.import(
    'tickets',
    some('ticket', 0.2).map((name) =>
      ticketRow(`${name}-t${String(nth)}`, name, {
        priority: pick(['low', 'normal', 'high', 'urgent'], name, nth),
        subject: pick(
          ['Question', 'This is terrible and we are unhappy', 'We will cancel', 'Great, thank you'],
          name,
          nth,
          's',
        ),
        createdAt: `${isoDay(today)}T10:00:00Z`,
      }),
    ),
  )
  await company.import(
    'engagements',
    some('meets', 0.1).flatMap((name) => met(name, today)),
  )
  await company.import(
    'contacts',
    some('leaves', 0.03).map((name) => ({
      externalId: `${name}-champion`,
      customerExternalId: name,
      name: 'champion',
      role: 'champion',
      active: false,
    })),
  )
  await company.import(
    'customers',
    some('grows', 0.05).map((name) => ({ externalId: name, name, licensedUsers: 10 + nth })),
  )
}

type Kept = { readonly customer: string; readonly asOf: Day; readonly version: number }

/** Replays analyses that were kept, all or so many by chance, and names those that come out otherwise. */
export async function replayAll(
  { database }: TestDatabase,
  company: GivenCompany,
  atMost: number | null = null,
): Promise<{ replays: number; different: string[] }> {
  return database.withCompany(company.id, async (tx) => {
    const kept = await tx.rows<Kept>(
      `select customer_id as customer, as_of as "asOf", configuration_version as version from customer_intelligence
        order by md5(customer_id::text || as_of) limit $1`,
      [atMost],
    )
    const configurations = new Map<number, AnalysisConfiguration>()
    for (const version of new Set(kept.map((each) => each.version))) {
      const settings = (await configurationVersion(tx, version))?.settings ?? {}
      configurations.set(version, analysisConfiguration(settings['analyze'] ?? {}))
    }
    const different: string[] = []
    for (const { customer, asOf, version } of kept) {
      const found = await analysisOn(tx, customer, asOf)
      const configuration = configurations.get(version)
      if (!found || !configuration || !replayed(found, configuration).same)
        different.push(`${customer} on ${isoDay(asOf)}`)
    }
    return { replays: kept.length, different }
  })
}
