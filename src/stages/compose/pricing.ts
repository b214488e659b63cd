import { roundHundredth } from '../../base/round.ts'
import { dayOrNull } from './facts.ts'
import { PRICING, type PricingRules } from './pricing.defaults.ts'
import type { ExecutionContext } from './context.contract.ts'
import type { SourceKey } from './sources.ts'

/** One reason of a price: percents added or taken away. */
export type PriceReason = {
  readonly key: string
  readonly label: string
  readonly note: string
  readonly value: number
  readonly from: SourceKey | null
}

export type Recommendation = {
  /** Percent of the price of today; the reasons add up to it exactly. */
  readonly percent: number
  readonly reasons: readonly PriceReason[]
  /** The most that a contract allows; null: none says. */
  readonly limit: { readonly percent: number; readonly text: string } | null
}

/** By how much the price may rise: the usual step, what speaks for more, what speaks against it, and what was agreed. */
export function recommendIncrease(
  context: ExecutionContext,
  today: number,
  rules: PricingRules = PRICING,
): Recommendation {
  const reasons = [...speaksFor(context, rules)]
  const wanted = sumOf(reasons)
  const { riskScore } = context.intelligence
  if (riskScore !== null && riskScore >= rules.risky.from && wanted !== 0) {
    reasons.push({
      key: 'risk',
      label: `Risk is ${String(Math.round(riskScore))}`,
      note: 'first they have to stay',
      value: -wanted,
      from: 'analysis',
    })
  } else if (wanted < 0) {
    reasons.push({
      key: 'floor',
      label: 'Not below today',
      note: 'a discount is a decision of its own',
      value: -wanted,
      from: null,
    })
  }
  const limit = agreedLimit(context, today)
  const before = sumOf(reasons)
  if (limit !== null && before > limit.percent) {
    reasons.push({
      key: 'limit',
      label: 'The contract allows no more',
      note: limit.text,
      value: roundHundredth(limit.percent - before),
      from: 'contract',
    })
  }
  return { percent: sumOf(reasons), reasons, limit }
}

const sumOf = (reasons: readonly PriceReason[]): number =>
  roundHundredth(reasons.reduce((sum, { value }) => sum + value, 0))

function speaksFor({ intelligence, data }: ExecutionContext, rules: PricingRules): readonly PriceReason[] {
  const { healthScore: health } = intelligence
  const { changePercent: change, utilizationRate: seats, trend } = data.usage
  const reasons: PriceReason[] = [
    { key: 'usual', label: 'The usual step of a year', note: 'our rule', value: rules.usual, from: null },
  ]
  if (health !== null && health >= rules.healthy.from)
    reasons.push({
      key: 'health',
      label: `Health is ${String(Math.round(health))}`,
      note: `${String(rules.healthy.from)} or more`,
      value: rules.healthy.adds,
      from: 'analysis',
    })
  if (health !== null && health < rules.weak.below)
    reasons.push({
      key: 'health',
      label: `Health is ${String(Math.round(health))}`,
      note: `below ${String(rules.weak.below)}`,
      value: -rules.weak.takes,
      from: 'analysis',
    })
  if (change !== null && trend === 'up' && change >= rules.growing.from)
    reasons.push({
      key: 'growth',
      label: `Usage grew ${String(Math.round(change))}%`,
      note: '28 days against the 28 before',
      value: rules.growing.adds,
      from: 'usage',
    })
  if (seats !== null && seats >= rules.full.from)
    reasons.push({
      key: 'seats',
      label: `Seats ${String(Math.round(seats))}% used`,
      note: `${String(rules.full.from)}% or more`,
      value: rules.full.adds,
      from: 'usage',
    })
  return reasons
}

/** The tightest limit of those contracts that run. */
function agreedLimit({ contracts }: ExecutionContext, today: number): Recommendation['limit'] {
  const limits = contracts
    .filter(({ endDate }) => (dayOrNull(endDate) ?? today) >= today)
    .flatMap(({ terms }) => terms)
    .flatMap(({ kind, text, value }) =>
      kind === 'price' && value !== null && value >= 0 ? [{ percent: value, text }] : [],
    )
  return [...limits].sort((a, b) => a.percent - b.percent)[0] ?? null
}

/** Prices to hold beside each other: none, half way, the one that is recommended, and one beyond it. */
export function scenariosAround(percent: number, most: number): number[] {
  const beyond = percent + 4
  const all = [0, Math.round(percent / 2), percent, beyond].filter((each) => each >= 0 && each <= most)
  return [...new Set(all)].sort((a, b) => a - b)
}

/** A price after a step, in whole units of its currency: nobody writes cents into an annual price. */
export const priceAfter = (current: number, percent: number): number => Math.round(current * (1 + percent / 100))
