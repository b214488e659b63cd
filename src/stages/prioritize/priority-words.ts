import { money } from '../../base/money.ts'
import { roundHundredth } from '../../base/round.ts'
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
  /** The row as one sentence: "ARR over $150,000 ($185,000 × 2) adds 90." */
  readonly sentence: string
}

type Words = {
  readonly label: string
  readonly note: string
  /** How the row is spoken of in a sentence, where its label is no subject of one; `said` stands for label and note. */
  readonly subject?: string
  readonly said?: string
  /** The finding as a clause of its own: "usage grew 20%". */
  readonly finding?: string
}

/** The rows of a score in words. `settings` are those that it was made with. */
export function ledgerOf(priority: Score, settings: PrioritySettings, reader: Reader): readonly LedgerRow[] {
  let before = 0
  return priority.factors.map((factor) => {
    const words = wordsOf(factor, { before, settings, reader })
    before += factor.contribution
    const { label, note } = words
    return {
      code: factor.code,
      label,
      note,
      contribution: factor.contribution,
      sentence: sentenceOf(words, factor.contribution),
    }
  })
}

/** A noun adds; a finding is said first, and then what it adds. */
function sentenceOf({ label, note, subject, said, finding }: Words, contribution: number): string {
  const spoken = finding ?? subject ?? label
  const does =
    contribution === 0 ? 'adds nothing' : `${contribution > 0 ? 'adds' : 'takes away'} ${plain(Math.abs(contribution))}`
  return `${said ?? (note === '' ? spoken : `${spoken} (${note})`)}${finding === undefined ? '' : ', which'} ${does}.`
}

type Place = { readonly before: number; readonly settings: PrioritySettings; readonly reader: Reader }

function wordsOf(factor: Factor, place: Place): Words {
  switch (factor.code) {
    case 'base':
      return baseWords(factor)
    case 'arr':
      return arrWords(factor, place)
    case 'urgency':
      return timeWords(factor, place.settings)
    case 'health':
      return healthWords(factor, place.settings)
    case 'usage':
      return usageWords(factor, place.settings)
    case 'risk':
      return riskWords(factor, place.settings)
    case 'plan':
      return planWords(factor, place)
    case 'experience':
      return { label: 'Experience', note: times(factor, place.before) }
    case 'workload':
      return workloadWords(factor)
    case 'due-step':
      return { label: 'A snoozed step is back', note: 'until it is resumed', finding: 'A snoozed step is back' }
    default:
      return { label: factor.code.replaceAll(/[-._]/g, ' '), note: '' }
  }
}

const number = (factor: Factor): number | null => (typeof factor.value === 'number' ? factor.value : null)

const plain = (value: number): string => String(value).replace('-', '−')

const times = (factor: Factor, before: number): string =>
  before === 0 ? '× 1' : `× ${plain(Number((1 + factor.contribution / before).toFixed(2)))}`

const moneyOf = (amount: number, { locale, currency }: Reader): string => money(amount, currency, locale)

function baseWords(factor: Factor): Words {
  const kind = workflowNamed(String(factor.value))
  if (!kind) return { label: 'Starting value', note: '' }
  const { stage, title } = kind
  const said = `The workflow “${title}” by itself`
  if (!stage) return { label: title, note: '', said }
  return { label: stage.charAt(0).toUpperCase() + stage.slice(1), note: title, said }
}

const planWords = (factor: Factor, { before }: Place): Words => ({
  label: `Plan: ${factor.value ?? 'not known'}`,
  note: times(factor, before),
  subject: factor.value === null ? 'An account plan that is not known' : `The plan to ${factor.value}`,
})

function arrWords(factor: Factor, { before, settings, reader }: Place): Words {
  const arr = number(factor)
  if (arr === null) return { label: 'ARR', note: 'not known' }
  if (settings.model === 'multiplicative') {
    const row = settings.multiplicative.arr.find((each) => arr > each.above)
    return {
      label: row ? `ARR over ${moneyOf(row.above, reader)}` : 'ARR',
      note: `${moneyOf(arr, reader)} ${times(factor, before)}`,
    }
  }
  const { arrUnit, weights } = settings.weighted
  const counted = weights.arr === 0 ? 0 : (factor.contribution / weights.arr) * arrUnit
  const sum = `${moneyOf(Math.min(arr, Math.round(counted)), reader)} ÷ ${arrUnit.toLocaleString(reader.locale)} × ${plain(weights.arr)}`
  return { label: 'ARR', note: counted < arr - 1 ? `${moneyOf(arr, reader)}, counted up to ${sum}` : sum }
}

function timeWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const days = number(factor)
  if (days === null) return { label: 'Time left', note: 'no date known' }
  const full = weighted.urgency.find((step) => days <= step.untilDays)?.points ?? weighted.urgencyElse
  // Not "other than full": the points may be of yesterday, when the days stood in another band.
  const half = full !== 0 && factor.contribution === full / 2 ? 'at half' : ''
  const note = (text: string): string => [text, half].filter((part) => part !== '').join(', ')
  if (days > 0) return { label: 'Time left', note: note(daysWords(days)) }
  if (days === 0) return { label: 'Time left', note: note('today'), finding: 'The day has come' }
  return { label: 'Past its date', note: note(daysWords(days)), subject: 'Being past its date' }
}

const daysWords = (days: number): string => (Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`)

const dayWords = (days: number): string => {
  if (days === 0) return 'today'
  return days < 0 ? `${daysWords(days)} past` : daysWords(days)
}

function healthWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const lost = number(factor)
  if (lost === null) return { label: 'Health', note: 'no comparison yet' }
  if (lost <= 0) return { label: 'Health', note: 'no points lost' }
  const points = lost === 1 ? 'point' : 'points'
  const note = `${plain(lost)} ${points} lost × ${plain(weighted.weights.health)}`
  return { label: 'Health fell', note, finding: 'Health fell' }
}

function usageWords(factor: Factor, { weighted }: PrioritySettings): Words {
  const change = number(factor)
  if (change === null) return { label: 'Usage', note: 'not known' }
  if (change === 0) return { label: 'Usage', note: 'unchanged' }
  const label = change > 0 ? `Usage grew ${plain(change)}%` : `Usage fell ${plain(-change)}%`
  if (factor.contribution === 0)
    return { label, note: change > 0 ? 'growth does not count here' : 'a fall does not count here', finding: label }
  const capped = Math.abs(change) / weighted.usageDivisor > weighted.usageCap
  const points = capped
    ? `at most ${plain(weighted.usageCap)}`
    : `${plain(Math.abs(change))} ÷ ${plain(weighted.usageDivisor)}`
  return { label, note: `${points} × ${plain(weighted.weights.usage)}`, finding: label }
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
  const runs = `${count} other ${active === 1 ? 'run' : 'runs'}`
  const finding = `${runs} ${active === 1 ? 'is' : 'are'} open`
  const each = active < 2 ? '' : `${plain(Math.abs(roundHundredth(factor.contribution / active)))} each`
  return { label: `${runs} open`, note: each, finding }
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
  if (code === 'arr') return moneyOf(value, reader)
  if (code === 'urgency') return dayWords(value)
  if (code === 'usage') return `${value > 0 ? '+' : ''}${plain(value)}%`
  return plain(value)
}

const NOTHING: Factor = { code: '', value: null, contribution: 0, source: '', on: null }
