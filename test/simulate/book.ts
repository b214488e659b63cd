import { chanceOf, type Chance } from '../../sample/chance.ts'
import { fill, type Life, type NamedCompany } from '../../sample/fill.ts'
import { contract, open, person } from '../../sample/shapes.ts'
import { TROUBLED_TICKETS } from '../../sample/ticket-texts.ts'
import type { CompanyStory, PersonStory, Story } from '../../sample/story.ts'

const FIRST =
  'Alder,Amber,Basalt,Beacon,Birch,Boulder,Cinder,Clover,Comet,Coral,Dune,Elm,Falcon,Fern,Flint,Harbor,Hazel,Indigo,Ivory,Jade,Kelp,Laurel,Linden,Mason,Mesa,Nickel,Opal,Orchid,Pebble,Poplar'
const SECOND =
  'Freight,Foods,Clinics,Software,Energy,Insurance,Retail,Tools,Media,Travel,Schools,Motors,Textiles,Pharma,Hotels,Telecom,Mining,Paper,Farms,Design'

export const FEATURES = [
  'boards',
  'reports',
  'alerts',
  'mobile',
  'api',
  'exports',
  'forms',
  'roles',
  'archive',
  'search',
] as const

/** A year of 150 accounts: mostly quiet, with every oddity that a book of that size has. */
const LIVES: readonly (readonly [Life, number])[] = [
  ['steady', 74],
  ['self-renewing', 22],
  ['growing', 11],
  ['slipping', 7],
  ['strained', 3],
  ['quiet', 6],
  ['long', 6],
  ['onboarding', 5],
  ['digital', 5],
  ['trial', 2],
  ['patchy', 2],
]

/** The shares of the lives scaled to the size of a book, most of them spread over it. */
function livesFor(count: number, chance: Chance): Life[] {
  const whole = LIVES.reduce((sum, [, share]) => sum + share, 0)
  const lives = LIVES.flatMap(([life, share]) =>
    Array.from({ length: Math.max(1, Math.round((share * count) / whole)) }, () => life),
  )
  while (lives.length < count) lives.push('steady')
  return chance.shuffled(lives.slice(0, count))
}

const companyNames = (seed: string): NamedCompany[] =>
  chanceOf(seed).shuffled(
    FIRST.split(',').flatMap((first) =>
      SECOND.split(',').map((second) => ({ name: `${first} ${second}`, industry: second })),
    ),
  )

export type Size = { readonly csms: number; readonly accountsEach: number; readonly seed: string }

const CSMS = ['Ada', 'Boris', 'Clara'] as const

/** A company whose CSMs have large books. */
export function simulatedCompany({ csms, accountsEach, seed }: Size): CompanyStory {
  const chance = chanceOf(seed)
  const owners = CSMS.slice(0, csms)
  const people: PersonStory[] = [
    { name: 'Max Manager', email: 'max@simulated.example', role: 'manager', team: 'Success' },
    ...owners.map((owner, index): PersonStory => ({
      name: `${owner} Example`,
      email: `${owner.toLowerCase()}@simulated.example`,
      role: 'csm',
      team: 'Success',
      lead: 'Max',
      // The first one is away for a week while the others are there.
      absence: index === 0 && owners[1] ? { fromInDays: 43, toInDays: 49, cover: owners[1] } : undefined,
    })),
  ]
  const oddEach = owners.map((owner) => oddities(owner))
  const books = owners.map((owner, index) => ({
    owner,
    firstRenewalInDays: 4 + index,
    yearDays: 361,
    lives: livesFor(accountsEach - (oddEach[index]?.length ?? 0), chance),
  }))
  return {
    name: 'Simulated',
    timeZone: 'Europe/Berlin',
    locale: 'en-US',
    currency: 'USD',
    domain: 'simulated.example',
    people,
    products: ['Core', 'Insight', 'Connect'].map((name) => ({ name, listPrice: 400, unit: 'seat and year' })),
    rates: [{ currency: 'EUR', daysAgo: 400, rate: 1.08 }],
    stories: [...oddEach.flat(), ...fill(books, { seed, features: FEATURES, names: companyNames(seed) })],
  }
}

/** What each book has one of. */
function oddities(owner: string): Story[] {
  const base = (name: string) => ({
    name: `${owner}'s ${name}`,
    segment: 'Mid-market',
    touch: 'mid' as const,
    arr: 40_000,
    accountPlan: 'manage' as const,
    owner,
    licensedUsers: 90,
    sinceDaysAgo: 500,
    liveDaysAgo: 460,
    lifecycleStage: 'mature' as const,
  })
  const people = [person('Robin Gale, Head of Operations', 'champion'), person('Toni Marsh, CFO', 'economic-buyer')]
  const usual = {
    contacts: people,
    usage: { active: 62, change: 1 },
    rhythm: { every: 40, lastDaysAgo: 20, reviewEvery: 170, lastReviewDaysAgo: 90 },
  }
  const group = base('Group')
  const shared = `${owner.toLowerCase()}-group.example`
  return [
    {
      title: 'two contracts',
      customer: base('Two Contracts'),
      ...usual,
      contracts: [contract('a', { endsInDays: 75, value: 25_000 }), contract('b', { endsInDays: 200, value: 15_000 })],
    },
    {
      title: 'a small contract beside the main one',
      customer: base('Small Extra'),
      ...usual,
      contracts: [contract('a', { endsInDays: 150, value: 38_000 }), contract('b', { endsInDays: 70, value: 2_000 })],
    },
    {
      title: 'co-terms',
      customer: base('Co-Terms'),
      ...usual,
      contracts: [contract('a', { endsInDays: 65, value: 22_000 }), contract('b', { endsInDays: 77, value: 18_000 })],
    },
    {
      title: 'a group',
      customer: { ...group, domain: shared },
      ...usual,
      contracts: [contract('a', { endsInDays: 110, value: 40_000 })],
    },
    {
      title: 'a daughter',
      customer: { ...base('Daughter'), parent: group.name, domain: shared },
      ...usual,
      contracts: [contract('a', { endsInDays: 110, value: 40_000 })],
    },
    ...[
      { title: 'in trouble before a renewal', name: 'Burning House', endsInDays: 50 },
      { title: 'in trouble far from a renewal', name: 'Smouldering House', endsInDays: 240 },
    ].map(({ title, name, endsInDays }) => ({
      title,
      customer: { ...base(name), licensedUsers: 140 },
      contacts: [
        person('Kim Lowe, Head of Operations', 'champion', { leftDaysAgo: 25 }),
        person('Toni Marsh, CFO', 'economic-buyer'),
      ],
      contracts: [contract('a', { endsInDays, value: 40_000 })],
      usage: { active: 22, change: -44 },
      tickets: TROUBLED_TICKETS.slice(0, 4).map((text, index) =>
        open(2 + index * 4, { ...text, priority: 'urgent' as const }, { reopened: index === 1 }),
      ),
      rhythm: { every: 40, lastDaysAgo: 85, reviewEvery: 170, lastReviewDaysAgo: 230 },
      invoices: { every: 91, amount: 10_000, overdueDays: 44, late: 2 },
    })),
    {
      title: 'three weeks past the date',
      customer: base('Late Signer'),
      ...usual,
      contracts: [contract('a', { endsInDays: -20, value: 40_000 })],
    },
    {
      title: 'long past the date',
      customer: base('Forgotten Date'),
      ...usual,
      contracts: [contract('a', { endsInDays: -48, value: 40_000 })],
    },
    { title: 'no date at all', customer: base('No Date'), ...usual },
    {
      title: 'no rate for its currency',
      customer: { ...base('Without a Rate'), currency: 'NOK', arr: 420_000 },
      ...usual,
      contracts: [contract('a', { endsInDays: 95, value: 420_000 })],
    },
    {
      title: 'gone',
      customer: {
        ...base('Gone'),
        arr: 0,
        status: 'churned',
        lifecycleStage: 'churned',
        churned: { daysAgo: 25, reason: 'Price' },
      },
      contacts: people,
      contracts: [contract('a', { endsInDays: -25, value: 30_000, status: 'cancelled' })],
    },
    {
      title: 'a test account',
      customer: { ...base('Sandbox'), status: 'test' },
      ...usual,
      contracts: [contract('a', { endsInDays: 40, value: 1 })],
    },
    { title: 'ourselves', customer: { ...base('Own House'), status: 'internal' }, ...usual },
  ]
}
