import { parseDay, weekdayOf, type Day } from '../../base/day.ts'
import { inDays, onDay } from '../analyze/phrasing.ts'
import type { ExecutionContext } from './context.contract.ts'

type Person = ExecutionContext['contacts'][number]

export const dayOrNull = (iso: string | null): Day | null => (iso === null ? null : (parseDay(iso) ?? null))

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const NEAR_DAYS = 6

/** "today", "tomorrow", "on Thursday" within a week, else "on 3 October". */
export function whenWords(day: Day, today: Day): string {
  const left = day - today
  if (left === 0) return 'today'
  if (left === 1) return 'tomorrow'
  return left > 1 && left <= NEAR_DAYS ? `on ${WEEKDAYS[weekdayOf(day) - 1] ?? ''}` : `on ${onDay(day, today)}`
}

const PROGRESS: Readonly<Record<string, string>> = {
  none: 'nothing is agreed',
  contacted: 'they have been asked, and nothing is agreed',
  proposed: 'an offer is out, and nothing is agreed',
  verbal: 'it is agreed, but not signed',
  signed: 'it is signed',
  lost: 'it is lost',
}

/** Where the renewal stands, as a clause: "the contract ends on Thursday, in 3 days, and nothing is agreed". Null: no date is known. */
export function renewalClause({ renewal, customer }: ExecutionContext, today: Day): string | null {
  const day = dayOrNull(renewal?.date ?? customer.renewalDate)
  if (day === null) return null
  const left = day - today
  const state = PROGRESS[renewal?.progress ?? 'none'] ?? 'nothing is agreed'
  if (left < 0) return `the contract ended ${inDays(-left)} ago, and ${state}`
  const when = whenWords(day, today)
  return `the contract ends ${when}${left > 1 ? `, in ${inDays(left)},` : ''} and ${state}`
}

const WRITE_TO = ['economic-buyer', 'champion', 'exec-sponsor', 'primary'] as const

export const mayBeWrittenTo = ({ email, optedOut, role }: Person): boolean =>
  email !== null && !optedOut && role !== 'detractor'

/** Whom to write to: who decides, else who is for us, else whoever there is. Null: nobody may be written to. */
export function whomToWrite({ contacts }: ExecutionContext, order: readonly string[] = WRITE_TO): Person | null {
  const open = contacts.filter(mayBeWrittenTo)
  for (const role of order) {
    const found = open.find((person) => person.role === role)
    if (found) return found
  }
  return open[0] ?? null
}

const ROLES: Readonly<Record<string, string>> = {
  champion: 'is on our side',
  'economic-buyer': 'decides about the budget',
  'exec-sponsor': 'stands behind it',
  primary: 'is the one we talk to',
  user: 'works with it',
  detractor: 'is against us',
}

/** What somebody's part in it is, as a clause. */
export const partOf = ({ role }: Person): string => ROLES[role ?? ''] ?? 'is a contact of ours'

export const firstNameOf = (name: string | null): string => (name ?? '').trim().split(/\s+/)[0] ?? ''
