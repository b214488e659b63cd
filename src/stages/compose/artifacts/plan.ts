import { addWorkingDays, isoDay, lastWorkingDayUntil, type Day } from '../../../base/day.ts'
import type { ArtifactOf } from '../artifacts.contract.ts'
import { dayOrNull, partOf, whomToWrite } from '../facts.ts'
import type { Scene } from '../scene.ts'

type Item = ArtifactOf<'plan'>['items'][number]

const MOST = 6
// A plan that ends after the contract is none; before that, two working days between the steps leave room to answer.
const DAYS_BETWEEN = 2

function dueDays(count: number, today: Day, end: Day | null): Day[] {
  const spaced = Array.from({ length: count }, (_, index) => addWorkingDays(today, index * DAYS_BETWEEN))
  const last = spaced.at(-1)
  if (end === null || end < today || last === undefined || last <= end) return spaced
  const span = end - today
  return Array.from({ length: count }, (_, index) => {
    const spread = today + Math.round((span * index) / Math.max(1, count - 1))
    return Math.max(today, lastWorkingDayUntil(spread))
  })
}

/** What the analyst recommends, put on days that lie before the renewal, and who is to be heard first. */
export function plan(scene: Scene): ArtifactOf<'plan'> {
  const { context, today } = scene
  const person = whomToWrite(context)
  const call = person && {
    key: 'call',
    title: scene.fill('Call {{own.name}} and listen first', { name: person.name }),
    because: scene.fill('{{own.name}} {{own.part}}', { name: person.name, part: partOf(person) }),
  }
  const advised = context.intelligence.recommendations.map(({ text }, index) => ({
    key: `advice-${String(index)}`,
    title: text.replace(/\.$/, ''),
    because: '',
  }))
  const known = [...(call ? [call] : []), ...advised].slice(0, MOST)
  const items: readonly Omit<Item, 'dueOn'>[] =
    known.length > 0 ? known : [{ key: 'first', title: 'Agree on the next step with them', because: '' }]
  const days = dueDays(items.length, today, dayOrNull(context.renewal?.date ?? context.customer.renewalDate))
  return {
    type: 'plan',
    id: 'plan',
    title: 'The plan',
    items: items.map((item, index) => ({ ...item, dueOn: isoDay(days[index] ?? today) })),
  }
}
