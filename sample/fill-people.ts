import type { Chance } from './chance.ts'
import { FIRST_NAMES, LAST_NAMES } from './names.ts'
import { person } from './shapes.ts'
import type { ContactStory } from './story.ts'

const BUYERS = ['CFO', 'Managing Director', 'VP Operations', 'Finance Director', 'Owner'] as const
const CHAMPIONS = [
  'Head of Operations',
  'Process Manager',
  'Operations Lead',
  'Director of Services',
  'Programme Manager',
] as const
const USERS = ['Team Lead', 'Office Manager', 'Business Analyst', 'Shift Supervisor', 'IT Coordinator'] as const

/** The people of an everyday customer: who pays, who believes in it, who works with it. Small ones have two, large ones five. */
export function fillPeople(segment: string, chance: Chance): ContactStory[] {
  const first = chance.shuffled(FIRST_NAMES)
  const last = chance.shuffled(LAST_NAMES)
  const named = (index: number, title: string): string =>
    `${first[index] ?? 'Robin'} ${last[index] ?? 'Gray'}, ${title}`
  const count = segment === 'Enterprise' ? 5 : segment === 'Mid-market' ? 4 : 2
  const people = [
    person(named(0, chance.pick(CHAMPIONS)), 'champion'),
    person(named(1, chance.pick(BUYERS)), 'economic-buyer'),
    person(named(2, chance.pick(USERS)), 'primary'),
    person(named(3, chance.pick(USERS)), 'user'),
    person(named(4, chance.pick(USERS)), 'user', { optedOut: chance.happens(0.2) }),
  ]
  return people.slice(0, count)
}
