import { reconcileHundredths, roundHundredth } from '../../base/round.ts'
import { unreachable } from '../../base/unreachable.ts'
import { workflowNamed } from '../../spine/catalogue.ts'
import type { Factor, Score } from '../../spine/factor.ts'
import type { Family } from '../../spine/words.ts'
import type { PrioritySettings } from './settings.ts'
import type { PrioritySignals } from './signals.ts'

type Row = { readonly code: string; readonly value: Factor['value']; readonly points: number; readonly source: string }

/**
 * How important an execution is, with the factors that add up to it exactly. No bound; may be negative.
 * `weighted`: strategic × (1.5·arr + urgency + 1.5·decline + 1.2·usage + 1.5·max(0, risk − 50)) − penalty·active.
 * `multiplicative`: base × arr × plan × experience − 2·active. Each multiplier's row shows what it adds at its turn.
 */
export function score(signals: PrioritySignals, settings: PrioritySettings): Score {
  const rows = [...modelRows(signals, settings), ...dueStep(signals, settings)]
  const value = roundHundredth(clean(rows.reduce((sum, row) => sum + row.points, 0)))
  const contributions = reconcileHundredths(
    rows.map((row) => clean(row.points)),
    value,
  )
  return {
    value,
    factors: rows.map(({ code, value: input, source }, index) => ({
      code,
      value: input,
      contribution: contributions[index] ?? 0,
      source,
      on: null,
    })),
  }
}

// 1.2 × 11.5 is 13.799999999999999 in binary; twelve digits are more than any input has, and whole numbers of fewer are as they should be.
const clean = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 1e12 ? value : Number(value.toPrecision(12))

function modelRows(signals: PrioritySignals, settings: PrioritySettings): readonly Row[] {
  switch (settings.model) {
    case 'weighted':
      return weightedRows(signals, settings)
    case 'multiplicative':
      return multiplicativeRows(signals, settings)
    default:
      return unreachable(settings.model)
  }
}

const FUTURE: readonly (Family | null)[] = ['strategic', 'opportunity']
const PRESENT: readonly (Family | null)[] = ['renewal', 'risk', 'event', 'cadence']

function weightedRows(signals: PrioritySignals, settings: PrioritySettings): readonly Row[] {
  const { weighted } = settings
  const { weights } = weighted
  const cap = FUTURE.includes(signals.family) ? weighted.arrCapFuture : weighted.arrCap
  const rows: Row[] = [
    {
      code: 'arr',
      value: signals.arr,
      points: weights.arr * Math.min((signals.arr ?? 0) / weighted.arrUnit, cap),
      source: 'customer',
    },
    { code: 'urgency', value: signals.daysUntilRenewal, points: urgencyOf(signals, settings), source: 'contract' },
    {
      code: 'health',
      value: signals.healthDecline,
      points: weights.health * Math.max(0, signals.healthDecline ?? 0),
      source: 'health',
    },
    {
      code: 'usage',
      value: signals.usageChangePercent,
      points: weights.usage * usagePoints(signals, settings),
      source: 'usage',
    },
    {
      code: 'risk',
      value: signals.riskScore,
      points: weights.risk * Math.max(0, (signals.riskScore ?? 0) - weighted.riskFrom),
      source: 'risk',
    },
  ]
  const sum = rows.reduce((total, row) => total + row.points, 0)
  const strategic = signals.accountPlan !== null && weighted.strategicPlans.includes(signals.accountPlan)
  const times = strategic ? weighted.strategicTimes : 1
  rows.push({ code: 'plan', value: signals.accountPlan, points: sum * (times - 1), source: 'customer' })
  return [...rows, ...workload(signals.activeWorkflows, weighted.penalty)]
}

function urgencyOf(signals: PrioritySignals, { weighted, halfUrgency }: PrioritySettings): number {
  const { daysUntilRenewal: days, workflowId, stage } = signals
  const row = days === null ? undefined : weighted.urgency.find((step) => days <= step.untilDays)
  const points = row?.points ?? weighted.urgencyElse
  const half = halfUrgency.some(
    (rule) =>
      rule.workflowId === workflowId && (rule.stages === null || (stage !== null && rule.stages.includes(stage))),
  )
  return half ? points / 2 : points
}

function usagePoints({ family, usageChangePercent }: PrioritySignals, { weighted }: PrioritySettings): number {
  const change = usageChangePercent ?? 0
  if (PRESENT.includes(family) && change > 0) return 0
  if (FUTURE.includes(family) && change < 0) return 0
  return Math.min(Math.abs(change) / weighted.usageDivisor, weighted.usageCap)
}

function multiplicativeRows(signals: PrioritySignals, { multiplicative }: PrioritySettings): readonly Row[] {
  const base = multiplicative.base[signals.workflowId] ?? workflowNamed(signals.workflowId)?.baseScore ?? 0
  const { arr, accountPlan, csmExperience } = signals
  const multipliers = [
    {
      code: 'arr',
      value: arr,
      times: multiplicative.arr.find((row) => arr !== null && arr > row.above)?.times ?? 1,
      source: 'customer',
    },
    {
      code: 'plan',
      value: accountPlan,
      times: accountPlan === null ? 1 : (multiplicative.plans[accountPlan] ?? 1),
      source: 'customer',
    },
    { code: 'experience', value: csmExperience, times: csmExperience ?? 1, source: 'member' },
  ]
  const rows: Row[] = [{ code: 'base', value: signals.workflowId, points: base, source: 'configuration' }]
  let running = base
  for (const { times, ...row } of multipliers) {
    rows.push({ ...row, points: running * (times - 1) })
    running *= times
  }
  return [...rows, ...workload(signals.activeWorkflows, multiplicative.penalty)]
}

function workload(active: number, penalty: number): readonly Row[] {
  return penalty === 0 ? [] : [{ code: 'workload', value: active, points: -penalty * active, source: 'queue' }]
}

function dueStep({ dueSnoozedStep }: PrioritySignals, { dueStepPoints }: PrioritySettings): readonly Row[] {
  return dueSnoozedStep ? [{ code: 'due-step', value: null, points: dueStepPoints, source: 'queue' }] : []
}

const OF_THE_PERSON = ['experience', 'workload']

/** The score in a list over several people: what belongs to the person and not to the matter is left out. */
export function teamScore(priority: Score): Score {
  const factors = priority.factors.filter((factor) => !OF_THE_PERSON.includes(factor.code))
  return { value: roundHundredth(clean(factors.reduce((sum, factor) => sum + factor.contribution, 0))), factors }
}
