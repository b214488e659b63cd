import { isoDay, type Day } from '../../src/base/day.ts'
import { chanceOf, type Chance } from '../../sample/chance.ts'
import { slugOf, type SampleRecord } from '../../sample/records.ts'
import { contactRecords } from '../../sample/contacts.ts'
import { storyRecords } from '../../sample/telling.ts'
import type { CompanyStory, Story } from '../../sample/story.ts'
import type { RenewalProgress } from '../../src/spine/words.ts'
import type { Account, Intent, LiveContract } from './account.ts'

/** What happened on a day, as the nightly exports of the other systems bring it. */
export type DayRecords = { readonly kind: string; readonly record: SampleRecord }[]

export type World = {
  readonly company: CompanyStory
  readonly accounts: readonly Account[]
  readonly byId: ReadonlyMap<string, Account>
  readonly chance: Chance
  /** Collects what today's exports will hold. */
  readonly tell: (kind: string, record: SampleRecord) => void
  readonly takeRecords: () => DayRecords
  /** Numbers for the ids of new records. */
  readonly number: () => number
}

export function beginWorld(company: CompanyStory, { today, seed }: { today: Day; seed: string }): World {
  const chance = chanceOf(`${seed} life`)
  const accounts = company.stories.map((story) => accountOf(story, { company, today, chance }))
  let told: DayRecords = []
  let count = 0
  return {
    company,
    accounts,
    byId: new Map(accounts.map((account) => [account.externalId, account])),
    chance,
    tell: (kind, record) => told.push({ kind, record }),
    takeRecords: () => {
      const taken = told
      told = []
      return taken
    },
    number: () => (count += 1),
  }
}

/** Two of three stay as a matter of course. */
function intentOf(story: Story, chance: Chance): Intent {
  const change = story.usage?.change ?? 0
  if (change <= -20) return chance.happens(0.4) ? 'leaves' : 'wavers'
  return chance.happens(0.06) ? 'leaves' : chance.happens(0.2) ? 'wavers' : 'stays'
}

/** How far the talk has come where somebody looked after it before. */
const progressOf = (left: number): RenewalProgress =>
  left > 180 ? 'none' : left > 120 ? 'contacted' : left > 60 ? 'proposed' : 'verbal'

function accountOf(
  story: Story,
  { company, today, chance }: { company: CompanyStory; today: Day; chance: Chance },
): Account {
  const { customer } = story
  const externalId = slugOf(customer.name)
  const intent = intentOf(story, chance)
  const doneBefore = chance.happens(0.65)
  const contacts = contactRecords(story, today).now
  return {
    externalId,
    story,
    currency: customer.currency ?? company.currency,
    owner: customer.owner ?? '',
    intent,
    status: customer.status ?? 'active',
    arr: customer.arr ?? 0,
    contracts: (story.contracts ?? []).map((contract): LiveContract => ({
      externalId: `${externalId}-${contract.key}`,
      start: today - contract.startedDaysAgo,
      end: today + contract.endsInDays,
      months: contract.termMonths,
      yearly: (contract.value * 12) / contract.termMonths,
      autoRenew: contract.autoRenew ?? false,
      noticeDays: contract.noticeDays,
      settled: contract.status === 'cancelled',
    })),
    progress: doneBefore
      ? progressOf(Math.min(...(story.contracts ?? []).map(({ endsInDays }) => endsInDays), 999))
      : 'none',
    renewalsInCrm: chance.happens(0.6),
    level: story.usage?.active ?? 0,
    trendPerDay: intent === 'leaves' ? -0.014 : intent === 'wavers' ? -0.003 : 0.0004,
    seats: customer.licensedUsers ?? 0,
    openTickets: openTicketsOf(story, { company, today, chance }),
    unpaid: [],
    people: contacts
      .filter(({ role, active }) => active === true && role !== 'user')
      .map((record) => ({
        externalId: record['externalId'] as string,
        name: record['name'] as string,
        role: (record['role'] ?? 'primary') as string,
        record,
      })),
    lastTouch: story.rhythm ? today - story.rhythm.lastDaysAgo : null,
    doneBefore,
    leavesOn: null,
    onboardingUntil: customer.lifecycleStage === 'onboarding' ? today + chance.between(10, 50) : null,
  }
}

/** What waits already is settled within the next days, too. */
function openTicketsOf(
  story: Story,
  { company, today, chance }: { company: CompanyStory; today: Day; chance: Chance },
): Account['openTickets'] {
  const { tickets = [] } = storyRecords({ ...story, usage: undefined }, { company, today })
  return tickets
    .filter(({ status }) => status === 'open')
    .map((record) => ({
      externalId: record['externalId'] as string,
      record,
      closesOn: today + chance.between(1, 10),
    }))
}

export const isAlive = ({ status }: Account): boolean => status === 'active'

/** An instant of a day at an hour of UTC that is the same day in the company's zone. */
export const instantAt = (day: Day, hour: number): string => `${isoDay(day)}T${String(hour).padStart(2, '0')}:00:00Z`

/** The customer's own record with what has changed. */
export const changed = (account: Account, day: Day, change: SampleRecord): SampleRecord => ({
  externalId: account.externalId,
  name: account.story.customer.name,
  ...change,
  updatedAt: instantAt(day, 16),
})
