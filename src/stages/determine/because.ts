import { parseDay } from '../../base/day.ts'
import type { Reason } from '../../spine/open-execution.ts'
import { onDay } from '../analyze/phrasing.ts'

const days = (value: Reason['value']): string => {
  const count = Number(value)
  return Math.abs(count) === 1 ? '1 day' : `${String(Math.abs(count))} days`
}

/** "the renewal is in 3 days", "the renewal was 3 days ago". */
const countdown = (what: string, value: Reason['value']): string => {
  if (value === null) return `${what} is on an unknown date`
  if (value === 0) return `${what} is today`
  return Number(value) < 0 ? `${what} was ${days(value)} ago` : `${what} is in ${days(value)}`
}

/** Always with its year: who reads this later does not know when it was said. */
const dateWords = (value: Reason['value']): string => {
  const day = parseDay(String(value))
  return day === undefined ? String(value) : onDay(day, Number.NaN)
}

const change = (value: Reason['value']): string => {
  const percent = Number(value)
  return percent < 0 ? `usage fell ${String(-percent)}%` : `usage grew ${String(percent)}%`
}

const GATES: Readonly<Record<string, string>> = {
  churned: 'the customer has left',
  test: 'it is a test account',
  internal: 'it is an internal account',
  digital: 'it is looked after digitally',
  onboarding: 'the customer is being onboarded',
  'renewal-past': 'the renewal date has long passed',
  'renewal-unknown': 'the renewal date is not known',
}

const WORDS: Readonly<Record<string, (value: Reason['value']) => string>> = {
  'days-to-renewal': (value) => (value === null ? 'the renewal date is not known' : countdown('the renewal', value)),
  'days-to-decision': (value) => countdown('the last day to give notice', value),
  'days-past-renewal': (value) => `the renewal date passed ${days(value)} ago and nothing newer is known`,
  'renewal-date': (value) => (value === null ? 'no renewal date is known' : `the renewal date was ${dateWords(value)}`),
  stage: (value) => `the stage is ${String(value)}`,
  progress: (value) => `its progress is ${String(value)}`,
  risk: (value) => `risk is ${String(value)}`,
  opportunity: (value) => `the opportunity score is ${String(value)}`,
  plan: (value) => `the account plan is ${String(value)}`,
  'days-without-contact': (value) =>
    value === null ? 'no contact is on record' : `there was no two-way contact for ${days(value)}`,
  'days-without-qbr': (value) =>
    value === null ? 'no business review is on record' : `the last business review is ${days(value)} old`,
  'expected-every-days': (value) => (value === null ? 'none is expected' : `one is expected every ${days(value)}`),
  'days-since-start': (value) => `they started ${days(value)} ago`,
  'customer-since': (value) =>
    value === null ? 'onboarding has begun' : `they have been a customer since ${dateWords(value)}`,
  'usage-now': (value) =>
    value === null ? 'no usage is known' : `usage stands at ${String(Math.round(Number(value)))}`,
  'days-without-usage': (value) =>
    value === null ? 'nobody has used it yet' : `nobody has used it for ${days(value)}`,
  'ticket-priority': (value) =>
    value === 'high' ? 'a ticket of high priority was opened' : `an ${String(value)} ticket was opened`,
  'usage-change-percent': change,
  'contact-left': (value) => `the ${CONTACT_WORDS[String(value)] ?? String(value)} left`,
  on: (value) => `on ${dateWords(value)}`,
  'by-hand': (value) => `somebody opened it by hand (${String(value)})`,
  'held-by': () => 'something more urgent is open',
  gate: (value) => GATES[String(value)] ?? String(value),
  'renewal-closed': (value) => (value === 'lost' ? 'the renewal was lost' : 'the renewal was signed'),
  'renewal-gone': () => 'its renewal is gone or became small',
  'stage-without-workflow': (value) => `stage ${String(value)} asks for nothing`,
  'done-for-stage': (value) => `stage ${String(value)} has been dealt with`,
  'begun-already': () => 'another one for this renewal was begun already',
  'date-known': () => 'the renewal date is known now',
  'trigger-off-days': (value) => `its reason has been gone for ${days(value)}`,
  'bigger-open': () => 'something bigger is open',
  'tickets-settled': () => 'its tickets are settled',
  'cadence-kept': () => 'contact was made',
  'onboarding-moves': () => 'onboarding is moving again',
}

const CONTACT_WORDS: Readonly<Record<string, string>> = {
  champion: 'champion',
  'exec-sponsor': 'executive sponsor',
  primary: 'primary contact',
  'economic-buyer': 'economic buyer',
}

const GROWS = [
  'days-past-renewal',
  'days-without-contact',
  'days-without-qbr',
  'days-without-usage',
  'days-since-start',
]
const SHRINKS = ['days-to-renewal', 'days-to-decision']

/** A reason some days after it was given: a silence of 61 days is one of 64 three days later, as long as it lasts. */
export function aged(reason: Reason, days: number): Reason {
  if (typeof reason.value !== 'number') return reason
  if (GROWS.includes(reason.code)) return { ...reason, value: reason.value + days }
  return SHRINKS.includes(reason.code) ? { ...reason, value: reason.value - days } : reason
}

/** A reason as part of a sentence, without capital and full stop. */
export const reasonWords = ({ code, value }: Reason): string =>
  WORDS[code]?.(value) ?? (value === null ? code : `${code} ${String(value)}`)

/** Several reasons as one sentence: "Risk is 72 and the renewal is in 3 days.", "The champion left on 3 October 2027." */
export function becauseSentence(because: readonly Reason[]): string {
  if (because.length === 0) return ''
  const on = because.find(({ code }) => code === 'on')
  const said = because.filter((reason) => reason !== on).map(reasonWords)
  const last = said.pop()
  const parts = [...said, [last, on && reasonWords(on)].filter((part) => part !== undefined).join(' ')]
  const text = parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
