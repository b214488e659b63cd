import type { Day } from '../src/base/day.ts'
import { chanceOf, type Chance } from './chance.ts'
import { domainOf, emailOf } from './contacts.ts'
import { CALL_NOTES, EMAIL_NOTES, MEETING_NOTES, REVIEW_NOTES } from './conversation-notes.ts'
import { instantOn, workingDayAgo } from './days.ts'
import { slugOf, told, type SampleRecord } from './records.ts'
import type { EngagementStory, RhythmStory, Story } from './story.ts'

/** Eighteen months. */
const DAYS_BACK = 540

const MINUTES = { meeting: 45, qbr: 60, call: 25, email: undefined, note: undefined } as const

/** What the story tells, and the regular rhythm between and before it. */
export function engagementRecords(story: Story, today: Day): SampleRecord[] {
  const customerExternalId = slugOf(story.customer.name)
  const chance = chanceOf(`conversations with ${customerExternalId}`)
  const spoken = [...(story.engagements ?? []), ...rhythmOf(story, chance)].sort((a, b) => b.daysAgo - a.daysAgo)
  return spoken.map((engagement, index) => {
    const minutes = engagement.minutes ?? MINUTES[engagement.kind]
    return told({
      externalId: `${customerExternalId}-talk-${String(index + 1)}`,
      customerExternalId,
      kind: engagement.kind,
      at: instantOn(workingDayAgo(today, engagement.daysAgo), chance.between(14, 19), chance.pick([0, 15, 30, 45])),
      durationMinutes: minutes,
      attendees: engagement.with?.map((name) => emailOf(name, domainOf(story))),
      direction: engagement.direction ?? (engagement.kind === 'email' ? 'inbound' : undefined),
      sentiment: engagement.sentiment,
      notes: engagement.notes,
    })
  })
}

function rhythmOf(story: Story, chance: Chance): EngagementStory[] {
  const { rhythm } = story
  if (!rhythm) return []
  const until = Math.min(DAYS_BACK, story.customer.sinceDaysAgo ?? DAYS_BACK)
  const told = (story.engagements ?? []).map(({ daysAgo }) => daysAgo)
  const people = (story.contacts ?? []).filter(({ role }) => role !== 'detractor')
  const talks: EngagementStory[] = []
  for (let ago = rhythm.lastDaysAgo; ago < until; ago += strayed(rhythm.every, chance)) {
    const present = people.filter(({ leftDaysAgo }) => leftDaysAgo === undefined || leftDaysAgo < ago)
    if (told.every((other) => Math.abs(other - ago) > 3)) talks.push(talk(ago, present, chance))
  }
  return [...talks, ...reviewsOf(rhythm, { until, people, chance })]
}

const strayed = (every: number, chance: Chance): number => Math.max(2, Math.round(every * (0.85 + 0.3 * chance.next())))

type People = readonly { readonly name: string; readonly leftDaysAgo?: number }[]

function talk(daysAgo: number, people: People, chance: Chance): EngagementStory {
  const kind = chance.pick(['call', 'meeting', 'email', 'call'] as const)
  const notes = { call: CALL_NOTES, meeting: MEETING_NOTES, email: EMAIL_NOTES }[kind]
  const present = chance.shuffled(people).slice(0, kind === 'meeting' ? 3 : 1)
  return { daysAgo, kind, notes: named(chance.pick(notes), present), with: present.map(({ name }) => name) }
}

function reviewsOf(
  rhythm: RhythmStory,
  { until, people, chance }: { until: number; people: People; chance: Chance },
): EngagementStory[] {
  if (rhythm.reviewEvery === undefined) return []
  const reviews: EngagementStory[] = []
  for (let ago = rhythm.lastReviewDaysAgo ?? 30; ago < until; ago += rhythm.reviewEvery) {
    const present = people.filter(({ leftDaysAgo }) => leftDaysAgo === undefined || leftDaysAgo < ago).slice(0, 4)
    const notes = named(chance.pick(REVIEW_NOTES), present)
    reviews.push({ daysAgo: ago, kind: 'qbr', notes, with: present.map(({ name }) => name) })
  }
  return reviews
}

const named = (note: string, people: People): string =>
  note.replaceAll('{who}', people[0]?.name.split(' ')[0] ?? 'They')
