import type { Reason } from '../../spine/open-execution.ts'

const days = (value: Reason['value']): string => {
  const count = Number(value)
  return Math.abs(count) === 1 ? '1 day' : `${String(Math.abs(count))} days`
}

const when = (value: Reason['value']): string => {
  if (value === null) return 'on an unknown date'
  if (value === 0) return 'today'
  return Number(value) < 0 ? `${days(value)} ago` : `in ${days(value)}`
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
  'days-to-renewal': (value) => (value === null ? 'the renewal date is not known' : `the renewal is ${when(value)}`),
  'days-to-decision': (value) => `the last day to give notice is ${when(value)}`,
  'days-past-renewal': (value) => `the renewal date passed ${days(value)} ago and nothing newer is known`,
  'renewal-date': (value) => (value === null ? 'no renewal date is known' : `the renewal date was ${String(value)}`),
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
  'customer-since': (value) => (value === null ? 'onboarding has begun' : `they are a customer since ${String(value)}`),
  'usage-now': (value) => (value === null ? 'no usage is known' : `usage stands at ${String(value)}`),
  'ticket-priority': (value) => `a ticket of priority ${String(value)} was opened`,
  'usage-change-percent': (value) => `usage changed by ${String(value)}%`,
  'contact-left': (value) => `the ${CONTACT_WORDS[String(value)] ?? String(value)} left`,
  on: (value) => `on ${String(value)}`,
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
  'cadence-kept': () => 'contact was made',
  'onboarding-moves': () => 'onboarding is moving again',
}

const CONTACT_WORDS: Readonly<Record<string, string>> = {
  champion: 'champion',
  'exec-sponsor': 'executive sponsor',
  primary: 'primary contact',
  'economic-buyer': 'economic buyer',
}

/** A reason as part of a sentence, without capital and full stop. */
export const reasonWords = ({ code, value }: Reason): string =>
  WORDS[code]?.(value) ?? (value === null ? code : `${code} ${String(value)}`)

/** Several reasons as one sentence: "Risk is 72 and the renewal is in 3 days." */
export function becauseSentence(because: readonly Reason[]): string {
  if (because.length === 0) return ''
  const parts = because.map(reasonWords)
  const text = parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
