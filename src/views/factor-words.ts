import { isoDay } from '../base/day.ts'
import { roundHundredth } from '../base/round.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import type { Factor } from '../spine/factor.ts'
import type { UsageTrend } from '../stages/analyze/analysis.ts'
import { capital, spoken, usageClause } from '../stages/analyze/phrasing.ts'
import { TOLD_CODES as FIGURE_CODES, wordsOf } from '../stages/analyze/sentences.ts'
import type { Value } from '../spine/value.contract.ts'

/** How a factor is told: a label, its input, and what was done with it. */
export type Told = { readonly label: string; readonly value: Value | null; readonly note: string }

/** What the words of a factor may lean on. */
export type Around = {
  readonly currency: string
  /** Sum of the contributions of the rows before this one; a multiplier's factor is what it adds over this. */
  readonly before: number
  readonly multiplies: boolean
  /** How the customer's usage moved, to tell a change net of the book's from a plain one. */
  readonly trend?: UsageTrend | null
}

const count = (value: number, one: string, many: string): string => `${String(value)} ${value === 1 ? one : many}`
const numberOf = (value: Factor['value']): number | null => (typeof value === 'number' ? value : null)
const wordOf = (value: Factor['value']): string => (typeof value === 'string' ? value : 'unknown')
const days = (value: Factor['value']): Value | null =>
  typeof value === 'number' ? { kind: 'days', days: Math.round(value) } : null

function timesNote({ contribution }: Factor, { before, multiplies }: Around): string {
  if (!multiplies || before === 0) return ''
  return `× ${String(roundHundredth(1 + contribution / before))}`
}

function usageLabel(value: Factor['value'], trend: UsageTrend | null): string {
  const change = numberOf(value)
  if (change === null) return 'Usage is not known'
  if (trend && trend.netChangePercent !== null && change === trend.netChangePercent) return capital(usageClause(trend))
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
  usage: ({ value, contribution }, { trend }) => ({
    label: usageLabel(value, trend ?? null),
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
    return { label: capital(`${spoken(runs)} other ${runs === 1 ? 'run' : 'runs'} open`), value: null, note: each }
  },
  'due-step': plain('A snoozed step is back'),
}

/** The codes that can be told: every factor of a score, and of health, risk and opportunity, whose words stand beside their rules. */
export const TOLD_CODES: readonly string[] = [...Object.keys(PRIORITY), ...FIGURE_CODES]

const TELLERS = new Map<string, Teller>(Object.entries(PRIORITY))

/** A factor in words. A code without words of its own is told by its last part. */
export function tell(factor: Factor, around: Around): Told {
  const teller = TELLERS.get(factor.code)
  if (teller) return teller(factor, around)
  if (FIGURE_CODES.includes(factor.code)) return { ...wordsOf(factor, around.trend ?? null), value: null }
  return plain(capital((factor.code.split('.').at(-1) ?? factor.code).replaceAll(/[-_]/g, ' ')))(factor, around)
}

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
