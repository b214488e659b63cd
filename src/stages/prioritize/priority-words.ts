import { workflowNamed } from '../../spine/catalogue.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import type { GapRow } from './compare.ts'
import type { PrioritySettings } from './settings.ts'

/** How figures are written for a reader. */
export type Reader = { readonly locale: string; readonly currency: string }

/** One row of the ledger: a label, how its points come about, and the points. */
export type LedgerRow = {
  readonly code: string
  readonly label: string
  readonly note: string
  readonly contribution: number
}

type Words = { readonly label: string; readonly note: string }

/** The rows of a score in words. `settings` are those that it was made with. */
export function ledgerOf(priority: Score, settings: PrioritySettings, reader: Reader): readonly LedgerRow[] {
  let before = 0
  return priority.factors.map((factor) => {
    const words = wordsOf(factor, { before, settings, reader })
    before += factor.contribution
    return { code: factor.code, ...words, contribution: factor.contribution }
  })
}

/** A factor as one sentence: "ARR over $150,000 ($185,000 × 2) adds 90." */
export function sentenceOf(row: LedgerRow): string {
  const subject = row.note === '' ? row.label : `${row.label} (${row.note})`
  if (row.contribution === 0) return `${subject} adds nothing.`
  return `${subject} ${row.contribution > 0 ? 'adds' : 'takes away'} ${plain(Math.abs(row.contribution))}.`
}

type Place = { readonly before: number; readonly settings: PrioritySettings; readonly reader: Reader }

function wordsOf(factor: Factor, place: Place): Words {
  switch (factor.code) {
    case 'base':
      return baseWords(factor)
    case 'arr':
      return arrWords(factor, place)
    case 'urgency':
      return { label: 'Time left', note: timeWords(factor, place.settings) }
    case 'health':
      return healthWords(factor, place.settings)
    case 'usage':
      return usageWords(factor, place.settings)
    case 'risk':
      return riskWords(factor, place.settings)
    case 'plan':
      return { label: `Plan: ${factor.value ?? 'not known'}`, note: times(factor, place.before) }
    case 'experience':
      return { label: 'Experience', note: times(factor, place.before) }
    case 'workload':
      return workloadWords(factor)
    case 'due-step':
      return { label: 'A snoozed step is back', note: 'until it is resumed' }
    default:
      return { label: factor.code, note: '' }
  }
}

const number = (factor: Factor): number | null => (typeof factor.value === 'number' ? factor.value : null)

const plain = (value: number): string => String(value).replace('-', '−')

const times = (factor: Factor, before: number): string =>
  before === 0 ? '× 1' : `× ${plain(Number((1 + factor.contribution / before).toFixed(2)))}`

const money = (amount: number, { locale, currency }: Reader): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount)

function baseWords(factor: Factor): Words {
  const kind = workflowNamed(String(factor.value))
  const stage = kind?.stage
  return {
    label: stage ? stage.charAt(0).toUpperCase() + stage.slice(1) : (kind?.title ?? 'Base'),
    note: kind?.title ?? '',
  }
}

function arrWords(factor: Factor, { before, settings, reader }: Place): Words {
  const arr = number(factor)
  if (arr === null) return { label: 'ARR', note: 'not known' }
  if (settings.model === 'multiplicative') {
    const row = settings.multiplicative.arr.find((each) => arr > each.above)
    return {
      label: row ? `ARR over ${money(row.above, reader)}` : 'ARR',
      note: `${money(arr, reader)} ${times(factor, before)}`,
    }
  }
  const { arrUnit, weights } = settings.weighted
  const counted = weights.arr === 0 ? 0 : (factor.contribution / weights.arr) * arrUnit
  const sum = `${money(Math.min(arr, Math.round(counted)), reader)} ÷ ${arrUnit.toLocaleString(reader.locale)} × ${plain(weights.arr)}`
  return { label: 'ARR', note: counted < arr - 1 ? `${money(arr, reader)}, counted up to ${sum}` : sum }
}

function timeWords(factor: Factor, { weighted }: PrioritySettings): string {
  const days = number(factor)
  if (days === null) return 'no date known'
  const full = weighted.urgency.find((step) => days <= step.untilDays)?.points ?? weighted.urgencyElse
  const half = factor.contribution !== full ? ', at half' : ''
  return `${dayWords(days)}${half}`
}

const dayWords = (days: number): string => {
  if (days === 0) return 'today'
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  return days < 0 ? `${count} past` : count
}

function healthWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const lost = number(factor)
  if (lost === null) return { label: 'Health', note: 'no comparison yet' }
  if (lost <= 0) return { label: 'Health', note: 'no points lost' }
  return { label: 'Health fell', note: `${plain(lost)} points lost × ${plain(weighted.weights.health)}` }
}

function usageWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const change = number(factor)
  if (change === null) return { label: 'Usage', note: 'not known' }
  if (change === 0) return { label: 'Usage', note: 'unchanged' }
  const label = change > 0 ? `Usage grew ${plain(change)}%` : `Usage fell ${plain(-change)}%`
  if (factor.contribution === 0)
    return { label, note: change > 0 ? 'growth does not count here' : 'a fall does not count here' }
  const capped = Math.abs(change) / weighted.usageDivisor > weighted.usageCap
  const points = capped
    ? `at most ${plain(weighted.usageCap)}`
    : `${plain(Math.abs(change))} ÷ ${plain(weighted.usageDivisor)}`
  return { label, note: `${points} × ${plain(weighted.weights.usage)}` }
}

function riskWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const risk = number(factor)
  if (risk === null) return { label: 'Risk', note: 'not known' }
  const above = Number((risk - weighted.riskFrom).toFixed(2))
  if (above <= 0) return { label: `Risk ${plain(risk)}`, note: `counts from ${plain(weighted.riskFrom)} on` }
  return {
    label: `Risk ${plain(risk)}`,
    note: `${plain(above)} above ${plain(weighted.riskFrom)} × ${plain(weighted.weights.risk)}`,
  }
}

const COUNTS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']

function workloadWords(factor: Factor): Words {
  const active = number(factor) ?? 0
  const count = COUNTS[active] ?? String(active)
  const label = `${count} other ${active === 1 ? 'run' : 'runs'} open`
  return { label, note: active === 0 ? '' : `${plain(Math.abs(factor.contribution / active))} each` }
}

const SUBJECTS: Readonly<Record<string, string>> = {
  base: 'Stage',
  arr: 'ARR',
  urgency: 'Time left',
  health: 'Health',
  usage: 'Usage',
  risk: 'Risk',
  plan: 'Plan',
  experience: 'Experience',
  workload: 'Other runs open',
  'due-step': 'Snoozed step back',
}

/** One row of a comparison in words: "Plan: invest against manage". */
export function gapLabel({ code, ours, theirs }: GapRow, reader: Reader): string {
  const subject = SUBJECTS[code] ?? code
  const ourValue = valueWords(code, ours, reader)
  const theirValue = valueWords(code, theirs, reader)
  return ourValue === theirValue ? subject : `${subject}: ${ourValue} against ${theirValue}`
}

function valueWords(code: string, factor: Factor | null, reader: Reader): string {
  const value = factor?.value ?? null
  if (value === null) return factor === null ? 'none' : 'not known'
  if (typeof value === 'string') return code === 'base' ? baseWords({ ...(factor ?? NOTHING), value }).label : value
  if (code === 'arr') return money(value, reader)
  if (code === 'urgency') return dayWords(value)
  if (code === 'usage') return `${value > 0 ? '+' : ''}${plain(value)}%`
  return plain(value)
}

const NOTHING: Factor = { code: '', value: null, contribution: 0, source: '', on: null }
