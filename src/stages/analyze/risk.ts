import type { Day } from '../../base/day.ts'
import { roundHundredth } from '../../base/round.ts'
import type { Today } from '../../base/today.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import { unpackSupport, type AnalysisInputs } from './analysis-inputs.ts'
import type { UsageTrend } from './analysis.ts'
import type { RISK_SIGNAL_RULES, Rules } from './rules.contract.ts'
import { usedChange } from './trend.ts'

type Row = Omit<Factor, 'contribution'> & { readonly points: number }
type Question = {
  readonly inputs: AnalysisInputs
  readonly today: Today
  readonly rules: Rules['risk']
}

const later = (a: Day | null, b: Day | null): Day | null => (a === null ? b : b === null ? a : Math.max(a, b))

/** The newest risk signal of a kind that counts as this rule. */
function signalOn({ inputs, rules }: Question, rule: (typeof RISK_SIGNAL_RULES)[number]): Day | null {
  let newest: Day | null = null
  for (const [kind, on] of inputs.signals) {
    if (Object.hasOwn(rules.signals, kind) && rules.signals[kind] === rule) newest = later(newest, on)
  }
  return newest
}

const within = (on: Day | null, today: Today, days: number): on is Day => on !== null && !today.hasCome(on + days + 1)

/** The largest of the falls that the change reaches, never two of them. */
function usageDrop({ rules }: Question, trend: UsageTrend | null): Row | null {
  if (!trend) return null
  const change = usedChange(trend)
  let points = 0
  for (const drop of rules.usageDrops) if (change <= drop.atMostPercent) points = Math.max(points, drop.points)
  return points === 0 ? null : { code: 'risk.usage', value: change, points, source: 'usage', on: trend.lastDay }
}

/**
 * No two-way contact for long. A contact that nobody recorded is no contact: unknown is not green.
 * A customer younger than the time allowed is not silent yet.
 */
function silence({ inputs, today, rules }: Question): Row | null {
  const { days, points } = rules.silence
  const { contact, since } = inputs
  const silent = contact === null ? since === null || today.hasCome(since + days) : today.hasCome(contact + days)
  const value = contact === null ? null : days
  return silent ? { code: 'risk.silence', value, points, source: 'engagements', on: contact } : null
}

function sponsorLeft(question: Question): Row | null {
  const { inputs, today, rules } = question
  const left = inputs.sponsorLeftOn
  const on = later(left, signalOn(question, 'sponsor-left'))
  if (!within(on, today, rules.sponsorLeft.days)) return null
  const value = left !== on ? 'signal' : inputs.champion.leftOn === left ? 'champion' : 'sponsor'
  return { code: 'risk.sponsor-left', value, points: rules.sponsorLeft.points, source: 'contacts', on }
}

/** Adds what the tickets say. */
function support(rows: Row[], question: Question): void {
  const { inputs, today, rules } = question
  const reading = inputs.support && unpackSupport(inputs.support)
  const source = 'tickets'
  const on = reading?.newestOn ?? null
  if (reading && reading.openUrgent > 0) {
    const points = Math.min(reading.openUrgent * rules.urgent.points, rules.urgent.atMost)
    rows.push({ code: 'risk.urgent-tickets', value: reading.openUrgent, points, source, on })
  }
  const tone = reading?.sentiment ?? null
  const signalled = signalOn(question, 'sentiment')
  if (tone !== null && tone <= rules.sentiment.atMost) {
    rows.push({ code: 'risk.sentiment', value: tone, points: rules.sentiment.points, source, on })
  } else if (within(signalled, today, rules.leaving.days)) {
    rows.push({
      code: 'risk.sentiment',
      value: 'signal',
      points: rules.sentiment.points,
      source: 'signals',
      on: signalled,
    })
  }
  const leavingOn = later(reading?.lastLeavingOn ?? null, signalOn(question, 'leaving'))
  if (within(leavingOn, today, rules.leaving.days)) {
    const spoken = leavingOn === reading?.lastLeavingOn
    rows.push({
      code: 'risk.leaving',
      value: spoken ? 'ticket' : 'signal',
      points: rules.leaving.points,
      source: spoken ? source : 'signals',
      on: leavingOn,
    })
  }
}

function late({ inputs, today, rules }: Question): Row | null {
  const since = inputs.overdueSince
  if (since === null || !today.hasCome(since + rules.late.days + 1)) return null
  return { code: 'risk.invoice-late', value: rules.late.days, points: rules.late.points, source: 'invoices', on: since }
}

function add(rows: Row[], row: Row | null): void {
  if (row) rows.push(row)
}

/** Rows of points become factors that add up exactly to the figure, which is held within 0–100; what is cut is a row of its own. */
export function boundedScore(rows: readonly Row[], cap: { readonly code: string }): Score {
  const factors: Factor[] = []
  let hundredths = 0
  for (const { code, value, points, source, on } of rows) {
    const contribution = roundHundredth(points)
    hundredths += Math.round(contribution * 100)
    factors.push({ code, value, contribution, source, on })
  }
  const value = Math.max(0, Math.min(10_000, hundredths)) / 100
  if (value * 100 !== hundredths) {
    const contribution = (Math.round(value * 100) - hundredths) / 100
    factors.push({ code: cap.code, value, contribution, source: 'configuration', on: null })
  }
  return { value, factors }
}

/** Risk 0–100: half of what health lacks, and points for what has happened. Notice given lifts it to 100. */
export function riskScore(
  inputs: AnalysisInputs,
  { today, rules, health, trend }: { today: Today; rules: Rules['risk']; health: number; trend: UsageTrend | null },
): Score {
  const question: Question = { inputs, today, rules }
  const lacking = roundHundredth(rules.healthShare * (100 - health))
  const rows: Row[] = [{ code: 'risk.health', value: health, points: lacking, source: 'health', on: null }]
  add(rows, usageDrop(question, trend))
  add(rows, sponsorLeft(question))
  support(rows, question)
  add(rows, silence(question))
  add(rows, late(question))
  let sum = 0
  for (const { points } of rows) sum += points
  if (inputs.noticeOn !== null && sum < rules.noticeGiven) {
    const points = roundHundredth(rules.noticeGiven - sum)
    rows.push({ code: 'risk.notice', value: 'given', points, source: 'contract', on: inputs.noticeOn })
  }
  return boundedScore(rows, { code: 'risk.cap' })
}
