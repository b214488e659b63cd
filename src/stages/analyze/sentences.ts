import type { Factor } from '../../spine/factor.ts'
import type { UsageTrend } from './analysis.ts'
import { whoLeft } from './headline.ts'
import { capital, counted, figure, inDays, percent, usageClause } from './phrasing.ts'

/** A factor in words: a short label for its row, and a note on what is behind it. */
export type FactorWords = { readonly label: string; readonly note: string }

type Teller = (factor: Factor, usage: UsageTrend | null) => FactorWords

const numberOf = ({ value }: Factor): number => (typeof value === 'number' ? value : 0)
const FOUR_WEEKS = '28 days against the 28 before'
const UNKNOWN_NOTE = 'not known, so it counts neutral at most'

const usage: Teller = (factor, trend) => {
  if (trend && trend.netChangePercent !== null && factor.value === trend.netChangePercent)
    return { label: capital(usageClause(trend)), note: FOUR_WEEKS }
  const change = numberOf(factor)
  const label = change === 0 ? 'Usage is steady' : `Usage ${change < 0 ? 'fell' : 'grew'} ${percent(change)}`
  return { label, note: FOUR_WEEKS }
}

const said =
  (label: string, note = ''): Teller =>
  () => ({ label, note })

const person =
  (who: string): Teller =>
  (factor) =>
    numberOf(factor) > 0
      ? { label: `${who} in place`, note: '' }
      : { label: `${who} left`, note: 'nobody has followed' }

/** What a component is called while nothing is known of it. */
const UNKNOWN: Readonly<Record<string, string>> = {
  'health.usage.utilization': 'Seats in use',
  'health.usage.trend': 'Usage trend',
  'health.usage.breadth': 'Features in use',
  'health.engagement.contact': 'Last two-way contact',
  'health.engagement.qbr': 'Last business review',
  'health.support': 'Support',
  'health.relationship.champion': 'Champion',
  'health.relationship.buyer': 'Economic buyer',
  'health.relationship.threads': 'People in touch',
  'health.financial': 'Payments',
  'health.pulse': 'CSM’s pulse',
}

const HEALTH: Readonly<Record<string, Teller>> = {
  'health.usage.utilization': (factor) => ({
    label: `Seats ${percent(numberOf(factor))} used`,
    note: 'busiest weekday of 28 days',
  }),
  'health.usage.trend': usage,
  'health.usage.breadth': (factor) => ({
    label: `${percent(numberOf(factor))} of features in use`,
    note: 'in the last 28 days of use',
  }),
  'health.engagement.contact': (factor) => ({
    label: 'Last two-way contact',
    note: `scores ${figure(numberOf(factor))} against the cadence`,
  }),
  'health.engagement.qbr': (factor) => ({
    label: 'Last business review',
    note: `scores ${figure(numberOf(factor))} against the cadence`,
  }),
  'health.support': (factor) => ({
    label: numberOf(factor) === 0 ? 'No open ticket' : capital(counted(numberOf(factor), 'open ticket')),
    note: 'number, priority, rise and tone of tickets',
  }),
  'health.relationship.champion': person('Champion'),
  'health.relationship.buyer': person('Economic buyer'),
  'health.relationship.threads': (factor) => ({
    label: capital(counted(numberOf(factor), 'person in touch', 'people in touch')),
    note: 'met or answered in 90 days',
  }),
  'health.financial': (factor) =>
    factor.value === 'overdue'
      ? { label: 'An invoice is overdue', note: 'less for each week that it is late' }
      : typeof factor.value === 'number'
        ? { label: `${percent(factor.value)} paid on time`, note: 'invoices of the last year' }
        : { label: 'Payments', note: 'nothing was due yet' },
  'health.pulse': ({ value }) => ({ label: `CSM’s pulse is ${String(value)}`, note: '' }),
  'health.neutral': said('Neutral', 'no component has a weight'),
}

/** The share of what health lacks that risk begins with, as it was configured. */
function shareOf(factor: Factor): string {
  const lacks = 100 - numberOf(factor)
  const share = lacks === 0 ? 0.5 : Math.round((factor.contribution / lacks) * 100) / 100
  return share === 0.5 ? 'half' : `${String(Math.round(share * 100))}%`
}

const RISK: Readonly<Record<string, Teller>> = {
  'risk.health': (factor) => ({
    label: `Health is ${figure(numberOf(factor))}`,
    note: `${shareOf(factor)} of 100 − ${String(numberOf(factor))}`,
  }),
  'risk.usage': usage,
  'risk.sponsor-left': ({ value }) => ({
    label: `${capital(whoLeft(value))} left`,
    note: 'within 90 days',
  }),
  'risk.urgent-tickets': (factor) => ({
    label: capital(counted(numberOf(factor), 'urgent ticket')),
    note: 'open, two count at most',
  }),
  'risk.sentiment': said('Tone of tickets', 'more bad words than good'),
  'risk.leaving': said('Words of leaving', 'within 60 days'),
  'risk.silence': ({ value }) =>
    value === null
      ? { label: 'No two-way contact known', note: 'none was ever recorded' }
      : { label: 'Nobody has talked', note: `no two-way contact for ${inDays(Number(value))} or longer` },
  'risk.invoice-late': (factor) => ({ label: 'Invoice late', note: `more than ${inDays(numberOf(factor))}` }),
  'risk.notice': said('Notice was given', 'the contract ends'),
  'risk.cap': said('Held at 100', 'risk goes no higher'),
}

const OPPORTUNITY: Readonly<Record<string, Teller>> = {
  'opportunity.utilization': (factor) => ({
    label: `Seats ${percent(numberOf(factor))} used`,
    note: 'busiest weekday of 28 days',
  }),
  'opportunity.growth': usage,
  'opportunity.health': (factor) => ({ label: `Health is ${figure(numberOf(factor))}`, note: 'a good time to ask' }),
  'opportunity.products': (factor) => ({
    label: `${capital(counted(numberOf(factor), 'product'))} not owned`,
    note: 'of those on the list',
  }),
  'opportunity.expansion': said('An expansion is open', 'in the CRM'),
  'opportunity.risk': (factor) => ({ label: `Risk is ${figure(numberOf(factor))}`, note: 'first things first' }),
  'opportunity.cap': (factor) => ({
    label: `Held at ${figure(numberOf(factor))}`,
    note: 'opportunity lies between 0 and 100',
  }),
}

const TELLERS = new Map<string, Teller>(Object.entries({ ...HEALTH, ...RISK, ...OPPORTUNITY }))

/** The codes that can be told here: every factor of health, risk and opportunity. */
export const TOLD_CODES: readonly string[] = [...TELLERS.keys()]

/** What a component of health is called, without its reading. */
export const nameOfComponent = (code: string): string => UNKNOWN[`health.${code}`] ?? code

/** A factor of health, risk or opportunity in words. `trend`: the analysis' own, to tell a change net of the book from a plain one. */
export function wordsOf(factor: Factor, trend: UsageTrend | null = null): FactorWords {
  const unknown = factor.value === null ? UNKNOWN[factor.code] : undefined
  if (unknown !== undefined && factor.on === null) return { label: unknown, note: UNKNOWN_NOTE }
  return TELLERS.get(factor.code)?.(factor, trend) ?? { label: factor.code, note: '' }
}

/** A factor as one sentence: "Usage fell 23% (28 days against the 28 before)." `trend` as in `wordsOf`. */
export function sentenceOf(factor: Factor, trend: UsageTrend | null): string {
  const { label, note } = wordsOf(factor, trend)
  return note === '' ? `${label}.` : `${label} (${note}).`
}
