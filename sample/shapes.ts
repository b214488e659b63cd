import type { ContactRole } from '../src/spine/words.ts'
import type { ContactStory, ContractStory, TicketStory } from './story.ts'
import type { TicketText } from './ticket-texts.ts'

const DAYS_OF_MONTHS: Readonly<Record<number, number>> = { 1: 30, 3: 91, 6: 182, 12: 365, 24: 730, 36: 1095 }

const daysOf = (months: number): number => DAYS_OF_MONTHS[months] ?? Math.round(months * 30.44)

/** A contract whose current term ends in so many days; `value` is what a year of it is worth. */
export function contract(
  key: string,
  {
    endsInDays,
    value,
    months = 12,
    ...rest
  }: { endsInDays: number; value: number; months?: number } & Partial<ContractStory>,
): ContractStory {
  const whole = Math.round((value * months) / 12)
  return { key, startedDaysAgo: daysOf(months) - endsInDays - 1, endsInDays, termMonths: months, value: whole, ...rest }
}

/** `Maya Lindholm, VP Operations` and the part she plays. */
export function person(nameAndTitle: string, role?: ContactRole, more: Partial<ContactStory> = {}): ContactStory {
  const [name = nameAndTitle, title = ''] = nameAndTitle.split(', ')
  return { name, title, role, ...more }
}

/** A ticket that was answered and solved. */
export const solved = (
  daysAgo: number,
  text: TicketText,
  { reply = 3, hours = 20, satisfaction }: { reply?: number; hours?: number; satisfaction?: number } = {},
): TicketStory => ({ ...text, daysAgo, repliedAfterHours: reply, resolvedAfterHours: hours, satisfaction })

/** A ticket that still waits. */
export const open = (
  daysAgo: number,
  text: TicketText,
  { reply, reopened }: { reply?: number; reopened?: boolean } = {},
): TicketStory => ({ ...text, daysAgo, repliedAfterHours: reply, reopened })

/** The first `count` features, used within the last days. */
export const using = (features: readonly string[], count: number): Record<string, number> =>
  Object.fromEntries(features.slice(0, count).map((feature, index) => [feature, 1 + (index % 6)]))
