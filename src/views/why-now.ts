import { weekdayName } from './calendar-words.ts'
import type { Day } from '../base/day.ts'
import type { Factor } from '../spine/factor.ts'
import type { Reason } from '../spine/open-execution.ts'
import type { Family, RenewalProgress } from '../spine/words.ts'
import { capital, counted, spoken } from '../stages/analyze/phrasing.ts'
import { reasonWords } from '../stages/determine/because.ts'

/** What the sentence “why now” is made from. */
export type WhyNowFacts = {
  readonly family: Family
  readonly trigger: string
  readonly because: readonly Reason[]
  /** Whole days to the date that counts, and which date that is; null: unknown. */
  readonly days: number | null
  readonly kind: 'renewal' | 'decision'
  /** ISO weekday of that date, Monday 1. */
  readonly weekday: number | null
  readonly progress: RenewalProgress | null
  readonly risk: number
  readonly riskFactors: readonly Factor[]
  readonly opportunityFactors: readonly Factor[]
  readonly usageChange: number | null
  readonly health: number
  /** Tickets open now; null: unknown. */
  readonly openTickets: number | null
  readonly today: Day
}

export type WhyNow = { readonly first: string; readonly rest: string; readonly short: string }

const inDays = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${String(days)} days`)
const numberOf = (value: Factor['value']): number => (typeof value === 'number' ? Math.abs(Math.round(value)) : 0)

const STATE: Readonly<Record<RenewalProgress, string>> = {
  none: 'nothing is agreed',
  contacted: 'the talk has only begun',
  proposed: 'the offer is not answered',
  verbal: 'it is agreed, but not signed',
  signed: 'it is signed',
  lost: 'it is lost',
}

/** Each returns a clause without capital and full stop, or null when the factor says nothing to a person. */
const CLAUSES: Readonly<Record<string, (factor: Factor, facts: WhyNowFacts) => string | null>> = {
  'risk.usage': ({ value }) => `usage fell ${String(numberOf(value))}% in four weeks`,
  'risk.urgent-tickets': ({ value }, { openTickets }) => tickets(numberOf(value), openTickets),
  'risk.sponsor-left': ({ value }) => (value === 'champion' ? 'their champion left' : 'their sponsor left'),
  // The value is how long silence may be; how long it is, is counted from the day of the contact.
  'risk.silence': ({ value, on }, { today }) =>
    value === null
      ? 'no contact is on record'
      : `nobody has spoken with them for ${String(on === null ? numberOf(value) : today - on)} days`,
  'risk.sentiment': () => 'their tickets sound unhappy',
  'risk.leaving': () => 'they speak of leaving',
  'risk.invoice-late': ({ value }) => `an invoice is more than ${String(numberOf(value))} days late`,
  'risk.notice': () => 'they have given notice',
  'opportunity.utilization': ({ value }) => `${String(numberOf(value))}% of their seats are used`,
  'opportunity.growth': ({ value }) => `usage grew ${String(numberOf(value))}%`,
  'opportunity.expansion': () => 'an expansion is on the table',
  'opportunity.products': ({ value }) => `${counted(numberOf(value), 'product is', 'products are')} still open to them`,
}

function tickets(urgent: number, open: number | null): string {
  if (open !== null && open > urgent)
    return `${counted(open, 'ticket is', 'tickets are')} open, ${spoken(urgent)} of them urgent`
  return `${counted(urgent, 'urgent ticket is', 'urgent tickets are')} open`
}

/** What a reason says already, so that the factor behind it need not say it again. */
const SAID: Readonly<Record<string, string>> = {
  'days-without-contact': 'risk.silence',
  'contact-left': 'risk.sponsor-left',
  'ticket-priority': 'risk.urgent-tickets',
}

function clausesOf(facts: WhyNowFacts): readonly string[] {
  const factors = facts.family === 'opportunity' ? facts.opportunityFactors : facts.riskFactors
  const said = facts.family === 'cadence' || facts.family === 'event' ? SAID[facts.because[0]?.code ?? ''] : undefined
  const told = [...factors]
    .filter((factor) => factor.contribution > 0 && factor.code !== said)
    .sort((a, b) => b.contribution - a.contribution)
    .flatMap((factor) => CLAUSES[factor.code]?.(factor, facts) ?? [])
  const urgentTold = factors.some((factor) => factor.code === 'risk.urgent-tickets')
  const many = facts.openTickets !== null && facts.openTickets > 1 && !urgentTold && facts.family !== 'opportunity'
  return many ? [...told, `${counted(facts.openTickets, 'ticket is', 'tickets are')} open`] : told
}

function joined(clauses: readonly string[]): string {
  if (clauses.length < 2) return clauses[0] ?? ''
  return `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1) ?? ''}`
}

/** At most two sentences: the finding, and what stands behind it. `short` is the finding in a few words, for a row. */
export function whyNow(facts: WhyNowFacts): WhyNow {
  const clauses = clausesOf(facts)
  const { first, short } = findingOf(facts, clauses)
  const rest = restOf(facts, clauses, first)
  return { first, rest, short }
}

function restOf(facts: WhyNowFacts, clauses: readonly string[], first: string): string {
  const unsaid = clauses.filter((clause) => !first.toLowerCase().includes(clause.toLowerCase())).slice(0, 3)
  if (unsaid.length > 0) return `${capital(joined(unsaid))}.`
  // Where something stands still, good health is no comfort.
  if (facts.trigger === 'onboarding') return ''
  const good = [
    ...(facts.usageChange !== null && facts.usageChange >= 5
      ? [`usage grew ${String(Math.round(facts.usageChange))}%`]
      : []),
    ...(facts.health >= 70 ? [`health is ${String(Math.round(facts.health))}`] : []),
  ]
  return good.length > 0 ? `${capital(joined(good))}, and nothing is burning.` : ''
}

type Finding = Pick<WhyNow, 'first' | 'short'>

function findingOf(facts: WhyNowFacts, clauses: readonly string[]): Finding {
  if (facts.trigger === 'question') return questionOf(facts)
  if (facts.trigger === 'by-hand') {
    return { first: `${capital(facts.because.map(reasonWords).join(', '))}.`, short: 'Opened by hand' }
  }
  switch (facts.family) {
    case 'renewal':
      return renewalFinding(facts, clauses)
    case 'risk':
      return {
        first: clauses[0] ? `${capital(clauses[0])}.` : `Risk has reached ${String(Math.round(facts.risk))}.`,
        short: capital(clauses[0] ?? 'risk is high'),
      }
    case 'opportunity':
      return {
        first: clauses[0] ? `${capital(clauses[0])}.` : 'There is room to grow.',
        short: capital(clauses[0] ?? 'room to grow'),
      }
    case 'strategic':
      return { first: 'A good time to plan the next year.', short: 'Plan the next year together' }
    case 'cadence':
    case 'event': {
      const [reason] = facts.because
      const said = reason ? capital(reasonWords(reason)) : 'A conversation is due'
      return { first: `${said}.`, short: said }
    }
  }
}

function questionOf({ days }: WhyNowFacts): Finding {
  if (days === null) return { first: 'Nobody knows when they renew.', short: 'Renewal date is unknown' }
  return { first: 'The renewal date has passed and nobody said how it ended.', short: 'How did the renewal end?' }
}

function renewalFinding({ days, kind, weekday, progress }: WhyNowFacts, clauses: readonly string[]): Finding {
  const state = STATE[progress ?? 'none']
  if (days === null) return { first: 'The renewal date is not known.', short: 'Renewal date is unknown' }
  if (days < 0) {
    const what = kind === 'decision' ? 'The notice day' : 'The renewal date'
    return {
      first: `${what} passed ${days === -1 ? 'yesterday' : `${String(-days)} days ago`} and ${state}.`,
      short: `Overdue, ${state}`,
    }
  }
  const when = days > 1 && days < 7 && weekday !== null ? `on ${weekdayName(weekday)}` : inDays(days)
  if (kind === 'decision')
    return {
      first: `Notice is possible ${weekdayWhen(days, weekday)}, and ${state}.`,
      short: `Notice day ${when}`,
    }
  const first = days <= 30 ? `The contract ends ${when} and ${state}.` : `The contract ends ${when}; ${state}.`
  return { first, short: shortOf({ days, progress, clauses }) }
}

const weekdayWhen = (days: number, weekday: number | null): string =>
  days > 1 && days < 7 && weekday !== null
    ? `until ${weekdayName(weekday)}`
    : days <= 1
      ? `until ${inDays(days)}`
      : `for ${String(days)} more days`

type Short = Pick<WhyNowFacts, 'progress'> & { readonly days: number; readonly clauses: readonly string[] }

// In a row the date stands beside it already, so the words say what is the matter or what is next.
function shortOf({ days, progress, clauses }: Short): string {
  if (progress !== null && progress !== 'none') return capital(STATE[progress])
  if (days <= 14) return capital(STATE.none)
  if (clauses[0]) return capital(clauses[0])
  if (days <= 30) return 'Nothing is agreed'
  if (days <= 60) return 'Time to put it on paper'
  if (days <= 90) return 'Time to agree on terms'
  return days <= 120 ? 'Time to open the talk' : 'Time to prepare'
}
