import { chanceOf, type Chance } from './chance.ts'
import { fillPeople } from './fill-people.ts'
import { COMPANY_NAMES } from './names.ts'
import { contract, open, solved, using } from './shapes.ts'
import type { ContractStory, CustomerStory, RhythmStory, Story, TicketStory, UsageStory } from './story.ts'
import { EVERYDAY_TICKETS, TROUBLED_TICKETS } from './ticket-texts.ts'

/** What kind of life a customer of the quiet part of a book leads. */
export type Life =
  | 'steady'
  | 'growing'
  | 'slipping'
  | 'strained'
  | 'quiet'
  | 'self-renewing'
  | 'long'
  | 'onboarding'
  | 'digital'
  | 'trial'
  | 'patchy'

export type Book = {
  /** First name of the owner; absent: accounts that nobody owns yet. */
  readonly owner?: string
  readonly lives: readonly Life[]
  /** Days to the first renewal of the book; the others follow evenly over a year. */
  readonly firstRenewalInDays: number
  readonly currency?: string
  /** Over how many days the renewals spread; left out: eleven months. */
  readonly yearDays?: number
  /** Nothing big comes due soon, and no plan asks for more than a plan's usual care. */
  readonly calm?: true
}

type Size = { readonly segment: string; readonly tier: string; readonly low: number; readonly high: number }
const SMALL: Size = { segment: 'SMB', tier: 'Bronze', low: 9_000, high: 28_000 }
const MIDDLE: Size = { segment: 'Mid-market', tier: 'Silver', low: 30_000, high: 72_000 }
const LARGE: Size = { segment: 'Enterprise', tier: 'Gold', low: 76_000, high: 128_000 }
const SIZES = [SMALL, MIDDLE, SMALL, MIDDLE, LARGE, MIDDLE, SMALL] as const

const TOUCH_OF = { SMB: 'low', 'Mid-market': 'mid', Enterprise: 'high' } as const
const CADENCE_OF = { high: 30, mid: 60, low: 120, digital: 180 } as const
const REVIEW_OF = { high: 90, mid: 180, low: undefined, digital: undefined } as const

/** A whole year, so that a book has its renewals spread as they come in life. */
const YEAR = 330

type Account = {
  readonly book: Book
  readonly name: string
  readonly industry: string
  readonly size: Size
  readonly life: Life
  readonly endsInDays: number
  readonly features: readonly string[]
  readonly chance: Chance
}

export type NamedCompany = { readonly name: string; readonly industry: string }

/** The rest of the books: believable customers to whom nothing special happens. */
export function fill(
  books: readonly Book[],
  { seed, features, names }: { seed: string; features: readonly string[]; names: readonly NamedCompany[] },
): Story[] {
  const chance = chanceOf(seed)
  const shuffled = chance.shuffled(names)
  let next = 0
  return books.flatMap((book) =>
    book.lives.map((life, index) => {
      const named = shuffled[next]
      next += 1
      if (!named) throw new Error(`There are only ${shuffled.length} names for the books of ${seed}`)
      const spread = Math.round((index * (book.yearDays ?? YEAR)) / book.lives.length)
      const size = SIZES[index % SIZES.length] ?? MIDDLE
      return storyOf({ ...named, book, life, size, features, chance, endsInDays: book.firstRenewalInDays + spread })
    }),
  )
}

/** The invented companies whose number is of a kind, so that two books never have the same customer. */
export const inventedCompanies = (of: (index: number) => boolean): NamedCompany[] =>
  Object.entries(COMPANY_NAMES)
    .flatMap(([industry, names]) => names.map((name) => ({ name, industry })))
    .filter((_, index) => of(index))

function storyOf(account: Account): Story {
  const { name, life, chance } = account
  const customer = customerOf(account)
  const contacts = life === 'patchy' ? [] : fillPeople(account.size.segment, chance)
  const arr = customer.arr ?? 0
  return {
    title: `${name}: ${life}`,
    customer,
    contacts,
    contracts:
      life === 'trial' || life === 'patchy'
        ? []
        : [contractOf(account, { value: arr, since: customer.sinceDaysAgo ?? 0 })],
    usage: usageOf(account, customer.licensedUsers ?? 20),
    tickets:
      life === 'digital' || life === 'trial'
        ? []
        : ticketsOf(life, chance).filter(({ daysAgo }) => daysAgo < (customer.sinceDaysAgo ?? 0) - 2),
    rhythm: rhythmOf(account, customer),
    surveys: surveysOf(life, contacts[0]?.name, chance),
    invoices: arr > 0 && life !== 'patchy' ? { every: arr < 12_000 ? 30 : 91, amount: invoiceAmount(arr) } : undefined,
  }
}

const invoiceAmount = (arr: number): number => Math.round(arr / (arr < 12_000 ? 12 : 4))

function customerOf({ book, name, industry, size, life, endsInDays, chance }: Account): CustomerStory {
  const young = life === 'onboarding' ? chance.between(18, 62) : life === 'trial' ? chance.between(6, 24) : undefined
  const since = young ?? sinceOf(life, endsInDays, chance)
  const arr = life === 'digital' ? chance.between(20, 75) * 100 : chance.between(size.low / 500, size.high / 500) * 500
  const touch = life === 'digital' ? 'digital' : TOUCH_OF[size.segment as keyof typeof TOUCH_OF]
  return {
    name,
    industry,
    segment: size.segment,
    tier: size.tier,
    touch,
    arr: life === 'trial' ? undefined : arr,
    currency: book.currency,
    accountPlan: planOf(life, { endsInDays, calm: book.calm === true, size }),
    owner: book.owner,
    licensedUsers: Math.max(6, Math.round(arr / 480 / 5) * 5),
    sinceDaysAgo: since,
    liveDaysAgo: Math.max(1, since - (young === undefined ? 35 : 10)),
    renewalInDays: life === 'patchy' ? endsInDays : undefined,
    status: life === 'trial' ? 'trial' : 'active',
    lifecycleStage: young === undefined ? 'mature' : 'onboarding',
  }
}

const sinceOf = (life: Life, endsInDays: number, chance: Chance): number =>
  (life === 'long' ? 1096 : 366) - endsInDays + 365 * chance.between(life === 'long' ? 0 : 1, 3)

function planOf(
  life: Life,
  { endsInDays, calm, size }: { endsInDays: number; calm: boolean; size: Size },
): 'invest' | 'expand' | 'manage' | 'monitor' {
  if (life === 'digital' || life === 'patchy') return 'monitor'
  if (calm && endsInDays < 240) return 'manage'
  if (life === 'growing' || life === 'long') return 'expand'
  return size === LARGE && !calm ? 'invest' : 'manage'
}

function contractOf({ life, endsInDays }: Account, { value, since }: { value: number; since: number }): ContractStory {
  if (life === 'onboarding') return contract('platform', { endsInDays: 364 - since, value })
  if (life === 'long') return contract('frame', { endsInDays, value, months: 36 })
  if (life === 'self-renewing' || life === 'digital') {
    return contract('platform', { endsInDays: endsInDays + 60, value, autoRenew: true, noticeDays: 60 })
  }
  return contract('platform', { endsInDays, value })
}

function usageOf({ life, features, chance }: Account, seats: number): UsageStory {
  const filled =
    { slipping: 52, strained: 48, growing: 86, onboarding: 34, trial: 55 }[life as string] ?? chance.between(64, 84)
  const change =
    { slipping: -chance.between(21, 27), strained: -chance.between(10, 18), growing: chance.between(12, 18) }[
      life as string
    ] ?? chance.between(-4, 5)
  return {
    active: Math.max(3, Math.round((seats * filled) / 100)),
    change: seats < 25 ? 0 : change,
    drift: change / 12,
    features: using(features, life === 'slipping' ? 3 : chance.between(5, 8)),
    gap: chance.happens(0.15) ? { from: 44, to: 41 } : undefined,
  }
}

function ticketsOf(life: Life, chance: Chance): TicketStory[] {
  const everyday = chance.shuffled(EVERYDAY_TICKETS)
  const troubled = chance.shuffled(TROUBLED_TICKETS)
  const past = everyday.slice(0, chance.between(1, 4)).map((text, index) =>
    solved(20 + index * 55 + chance.between(0, 40), text, {
      reply: chance.between(1, 8),
      hours: chance.between(9, 70),
      satisfaction: chance.happens(0.5) ? chance.between(4, 5) : undefined,
    }),
  )
  const waiting = everyday
    .slice(4, 4 + (chance.happens(0.35) ? 1 : 0))
    .map((text) => open(chance.between(1, 9), text, { reply: 3 }))
  if (life === 'slipping') return [...past, open(chance.between(3, 12), troubled[0] ?? firstTrouble, { reply: 11 })]
  if (life === 'strained') {
    return [
      ...past,
      ...troubled.slice(0, 3).map((text, index) => open(4 + index * 6, text, { reply: 20, reopened: index === 0 })),
    ]
  }
  return [...past, ...waiting]
}

const firstTrouble = TROUBLED_TICKETS[0] ?? { subject: '', body: '', priority: 'normal' }

function rhythmOf({ life, chance }: Account, { touch = 'mid' }: CustomerStory): RhythmStory | undefined {
  if (life === 'digital' || life === 'patchy') return undefined
  if (life === 'onboarding' || life === 'trial') return { every: 8, lastDaysAgo: chance.between(2, 7) }
  const cadence = CADENCE_OF[touch]
  const review = REVIEW_OF[touch]
  return {
    every: Math.round(cadence * 0.75),
    lastDaysAgo: life === 'quiet' ? cadence + chance.between(6, 20) : chance.between(2, Math.round(cadence * 0.7)),
    reviewEvery: review && review - 4,
    lastReviewDaysAgo: review === undefined ? undefined : chance.between(Math.round(review * 0.3), review - 16),
  }
}

function surveysOf(life: Life, from: string | undefined, chance: Chance): Story['surveys'] {
  if (from === undefined || !chance.happens(0.4)) return []
  const unhappy = life === 'slipping' || life === 'strained'
  return [
    {
      daysAgo: chance.between(20, 150),
      kind: 'nps',
      score: unhappy ? chance.between(3, 6) : chance.between(7, 10),
      from,
    },
  ]
}
