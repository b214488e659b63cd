import { isoDay } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import type { Factor } from '../spine/factor.ts'
import type { Value } from './why.contract.ts'

/** How a factor is told: a label, its input, and what was done with it. */
export type Told = { readonly label: string; readonly value: Value | null; readonly note: string }

/** What the words of a factor may lean on. */
export type Around = {
  readonly currency: string
  /** Sum of the contributions of the rows before this one; a multiplier's factor is what it adds over this. */
  readonly before: number
  readonly multiplies: boolean
}

const count = (value: number, one: string, many: string): string => `${String(value)} ${value === 1 ? one : many}`
const numberOf = (value: Factor['value']): number | null => (typeof value === 'number' ? value : null)
const wordOf = (value: Factor['value']): string => (typeof value === 'string' ? value : 'unknown')
const days = (value: Factor['value']): Value | null =>
  typeof value === 'number' ? { kind: 'days', days: Math.round(value) } : null
const percent = (value: Factor['value']): Value | null =>
  typeof value === 'number' ? { kind: 'percent', percent: value } : null

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const inWords = (value: number): string => SMALL[value] ?? String(value)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function timesNote({ contribution }: Factor, { before, multiplies }: Around): string {
  if (!multiplies || before === 0) return ''
  return `× ${String(roundHundredth(1 + contribution / before))}`
}

function usageLabel(value: Factor['value']): string {
  const change = numberOf(value)
  if (change === null) return 'Usage is not known'
  const size = Math.abs(change)
  // Below ten a whole percent would call a change that adds points "0%".
  const shown = size < 10 ? Math.round(size * 10) / 10 : Math.round(size)
  if (shown === 0) return 'Usage held still'
  return `Usage ${change < 0 ? 'fell' : 'grew'} ${String(shown)}%`
}

type Teller = (factor: Factor, around: Around) => Told

const plain =
  (label: string, note = ''): Teller =>
  () => ({ label, value: null, note })

const PRIORITY: Readonly<Record<string, Teller>> = {
  base: ({ value }) => ({
    label: workflowNamed(wordOf(value))?.title ?? 'Starting value',
    value: null,
    note: 'where this workflow starts',
  }),
  arr: (factor, around) => ({
    label: 'ARR',
    value:
      typeof factor.value === 'number'
        ? { kind: 'money', amount: factor.value, currency: around.currency }
        : { kind: 'words', words: 'unknown' },
    note: timesNote(factor, around),
  }),
  urgency: ({ value }) => ({
    label: typeof value === 'number' && value < 0 ? 'Past its date' : 'Time left',
    value: days(typeof value === 'number' ? Math.abs(value) : value) ?? { kind: 'words', words: 'no date known' },
    note: '',
  }),
  health: ({ value }) => ({
    label: 'Health lost',
    value: null,
    note:
      typeof value !== 'number'
        ? 'no comparison yet'
        : value > 0
          ? count(roundHundredth(value), 'point in four weeks', 'points in four weeks')
          : 'nothing in four weeks',
  }),
  usage: ({ value, contribution }) => ({
    label: usageLabel(value),
    value: null,
    note: contribution === 0 ? 'counts nothing here' : 'four weeks against four',
  }),
  risk: ({ value }) => ({
    label: 'Risk',
    value: typeof value === 'number' ? { kind: 'number', number: value } : { kind: 'words', words: 'unknown' },
    note: 'counts above 50',
  }),
  plan: (factor, around) => ({
    label: factor.value === null ? 'No account plan' : `Plan: ${wordOf(factor.value)}`,
    value: null,
    note: timesNote(factor, around),
  }),
  experience: (factor, around) => ({ label: 'Experience', value: null, note: timesNote(factor, around) }),
  workload: ({ value, contribution }) => {
    const runs = numberOf(value) ?? 0
    const each = runs === 0 ? '' : `${String(roundHundredth(-contribution / runs))} each`
    return { label: capital(`${inWords(runs)} other ${runs === 1 ? 'run' : 'runs'} open`), value: null, note: each }
  },
  'due-step': plain('A snoozed step is back'),
}

const HEALTH: Readonly<Record<string, Teller>> = {
  'health.usage.utilization': ({ value }) => ({ label: 'Seats in use', value: percent(value), note: '' }),
  'health.usage.trend': ({ value }) => ({
    label: value === null ? 'Usage trend' : usageLabel(value),
    value: null,
    note: '',
  }),
  'health.usage.breadth': ({ value }) => ({ label: 'Features in use', value: percent(value), note: '' }),
  'health.engagement.contact': plain('Last two-way contact'),
  'health.engagement.qbr': plain('Last business review'),
  'health.support': ({ value }) => ({
    label: 'Support',
    value: null,
    note: typeof value === 'number' ? count(value, 'ticket open', 'tickets open') : '',
  }),
  'health.relationship.champion': ({ value }) => ({
    label: value === 0 ? 'The champion left' : 'Champion',
    value: null,
    note: value === 0 ? '' : 'in place',
  }),
  'health.relationship.buyer': ({ value }) => ({
    label: value === 0 ? 'The economic buyer left' : 'Economic buyer',
    value: null,
    note: value === 0 ? '' : 'in place',
  }),
  'health.relationship.threads': ({ value }) => ({
    label: 'People in touch',
    value: typeof value === 'number' ? { kind: 'number', number: value } : null,
    note: '',
  }),
  'health.financial': ({ value }) => ({
    label: value === 'overdue' ? 'An invoice is overdue' : 'Paid on time',
    value: value === 'overdue' ? null : percent(value),
    note: '',
  }),
  'health.pulse': ({ value }) => ({ label: `The CSM’s pulse: ${wordOf(value)}`, value: null, note: '' }),
  'health.neutral': plain('Nothing is weighed', 'every weight is 0'),
}

const RISK: Readonly<Record<string, Teller>> = {
  'risk.health': ({ value, contribution }) => {
    const lacks = 100 - (numberOf(value) ?? 0)
    const share = lacks === 0 ? 0.5 : Math.round((contribution / lacks) * 100) / 100
    const part = share === 0.5 ? 'half' : `${String(Math.round(share * 100))}%`
    return { label: 'What health lacks', value: null, note: `${part} of 100 − ${String(numberOf(value) ?? 0)}` }
  },
  'risk.usage': ({ value }) => ({ label: usageLabel(value), value: null, note: 'four weeks against four' }),
  'risk.silence': ({ value }) => ({
    label: value === null ? 'No contact on record' : `No contact for ${String(numberOf(value) ?? 0)} days or more`,
    value: null,
    note: '',
  }),
  'risk.sponsor-left': ({ value }) => ({
    // A risk signal says that a sponsor left, not which one.
    label: value === 'champion' ? 'Their champion left' : 'Their sponsor left',
    value: null,
    note: '',
  }),
  'risk.urgent-tickets': ({ value }) => ({
    label: capital(`${inWords(numberOf(value) ?? 0)} urgent ${value === 1 ? 'ticket' : 'tickets'} open`),
    value: null,
    note: '',
  }),
  'risk.sentiment': plain('Unhappy tone'),
  'risk.invoice-late': ({ value }) => ({
    label: 'An invoice is late',
    value: null,
    note: `more than ${String(numberOf(value) ?? 0)} days`,
  }),
  'risk.leaving': plain('Talk of leaving'),
  'risk.notice': plain('Notice was given'),
  'risk.cap': plain('Held at 100', 'risk has no more than that'),
}

const OPPORTUNITY: Readonly<Record<string, Teller>> = {
  'opportunity.utilization': ({ value }) => ({ label: 'Seats in use', value: percent(value), note: '' }),
  'opportunity.growth': ({ value }) => ({ label: usageLabel(value), value: null, note: '' }),
  'opportunity.health': ({ value }) => ({
    label: 'Health',
    value: typeof value === 'number' ? { kind: 'number', number: value } : null,
    note: 'is high',
  }),
  'opportunity.products': ({ value }) => ({
    label: 'Products not owned',
    value: typeof value === 'number' ? { kind: 'number', number: value } : null,
    note: '',
  }),
  'opportunity.expansion': plain('An expansion is open'),
  'opportunity.risk': ({ value }) => ({
    label: 'Risk comes first',
    value: typeof value === 'number' ? { kind: 'number', number: value } : null,
    note: '',
  }),
  'opportunity.cap': plain('Held between 0 and 100'),
}

const TELLERS = new Map<string, Teller>(Object.entries({ ...PRIORITY, ...HEALTH, ...RISK, ...OPPORTUNITY }))

/** The codes that can be told here: every factor of a score and of health, risk and opportunity. */
export const TOLD_CODES: readonly string[] = [...TELLERS.keys()]

// A component that is unknown counts as the lower of neutral and the mean of the known ones; it must not look like a reading.
const isUnknown = ({ code, value }: Factor): boolean =>
  code.startsWith('health.') && code !== 'health.neutral' && value === null

/** A factor in words. A code without words of its own is told by its last part. */
export function tell(factor: Factor, around: Around): Told {
  const teller = TELLERS.get(factor.code)
  const told = teller
    ? teller(factor, around)
    : plain(capital((factor.code.split('.').at(-1) ?? factor.code).replaceAll(/[-_]/g, ' ')))(factor, around)
  return isUnknown(factor) && !factor.on
    ? { ...told, label: unknownLabel(told.label), value: null, note: 'not known, counts as neutral at most' }
    : told
}

const unknownLabel = (label: string): string =>
  label.endsWith('left') ? label.replace(/^The (.*) left$/, (_, who: string) => capital(who)) : label

const SOURCES: Readonly<Record<string, string>> = {
  customer: 'record',
  contract: 'contract',
  usage: 'usage',
  tickets: 'tickets',
  ticket: 'tickets',
  engagements: 'meetings and calls',
  contacts: 'contacts',
  invoices: 'invoices',
  products: 'products',
  opportunities: 'opportunities',
  signals: 'risk signals',
  pulse: 'pulse',
  health: 'analysis',
  risk: 'analysis',
  member: 'members',
}

/** Where a factor came from, in words; null for what the rules themselves give. */
export const sourceWord = (source: string): string | null => SOURCES[source] ?? null

export const isoOrNull = (value: number | null): string | null => (value === null ? null : isoDay(value))
