import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anySignals } from '../../test/any-signals.ts'
import { toHundredths } from '../base/round.ts'
import { DEFAULT_PRIORITY } from '../stages/prioritize/prioritize.defaults.ts'
import { score } from '../stages/prioritize/score.ts'
import type { PrioritySettings } from '../stages/prioritize/settings.ts'
import type { PrioritySignals } from '../stages/prioritize/signals.ts'
import { WeightsText } from './order.contract.ts'
import { triedOrder, weightsOf } from './order.ts'
import { comparisonOf } from './why.ts'

const cardsOf = (signals: readonly PrioritySignals[], settings: PrioritySettings = DEFAULT_PRIORITY) =>
  signals.map((each, index) => ({
    executionId: `e${String(index)}`,
    customer: `customer ${String(index)}`,
    priority: score(each, settings),
  }))

/** The shipped configuration with some weights times as much, as the scorer itself would take them. */
function reweighted(times: { readonly arr: number; readonly risk: number; readonly usage: number }): PrioritySettings {
  const { weights } = DEFAULT_PRIORITY.weighted
  return {
    ...DEFAULT_PRIORITY,
    weighted: {
      ...DEFAULT_PRIORITY.weighted,
      weights: {
        ...weights,
        arr: weights.arr * times.arr,
        risk: weights.risk * times.risk,
        usage: weights.usage * times.usage,
      },
    },
  }
}

const many = fc.array(anySignals, { minLength: 1, maxLength: 12 })
const tenths = fc.integer({ min: 0, max: 20 }).map((value) => value / 10)

describe('the day in another order', () => {
  it('is the scorer’s own: the same sums, and the same places where the sums differ', () => {
    fc.assert(
      fc.property(many, fc.record({ arr: tenths, risk: tenths, usage: tenths }), (signals, times) => {
        const { cards: tried } = triedOrder(cardsOf(signals), times)
        const real = new Map(
          cardsOf(signals, reweighted(times)).map(({ executionId, priority }) => [executionId, priority.value]),
        )
        // Each row was rounded before it was weighed, and the plan may double what that left.
        for (const { executionId, score: value } of tried) {
          expect(Math.abs(value - (real.get(executionId) ?? Number.NaN))).toBeLessThanOrEqual(0.5)
        }
        const scores = tried.map(({ executionId }) => real.get(executionId) ?? 0)
        const asItIs = Object.values(times).every((weight) => weight === 1)
        if (!asItIs)
          scores.forEach((value, index) => expect(value).toBeGreaterThanOrEqual((scores[index + 1] ?? -Infinity) - 1))
      }),
    )
  })

  it('loses nobody, gives every place once, and keeps places where scores are equal', () => {
    fc.assert(
      fc.property(many, tenths, (signals, arr) => {
        const { cards: tried, moved } = triedOrder(cardsOf(signals), { arr })
        expect(moved).toBe(tried.filter(({ from, to }) => from !== to).length)
        expect(tried.map(({ to }) => to)).toEqual(signals.map((_, index) => index + 1))
        expect(tried.map(({ from }) => from).sort((a, b) => a - b)).toEqual(signals.map((_, index) => index + 1))
        tried.forEach((card, index) => {
          const next = tried[index + 1]
          if (next && next.score === card.score) expect(next.from).toBeGreaterThan(card.from)
        })
      }),
    )
  })

  it('stands as it is while nothing is weighed otherwise, although it is not the order of the scores', () => {
    const [low, high] = [
      { ...signalsOf(), arr: 0 },
      { ...signalsOf(), arr: 900_000 },
    ]
    const places = (weights: Record<string, number>) =>
      triedOrder(cardsOf([low, high]), weights).cards.map(({ from, to }) => `${String(from)}→${String(to)}`)
    expect(places({})).toEqual(['1→1', '2→2'])
    expect(places({ arr: 1, urgency: 1 })).toEqual(['1→1', '2→2'])
    expect(places({ usage: 0 })).toEqual(['2→1', '1→2'])
  })
})

const signalsOf = (): PrioritySignals => ({
  workflowId: 'standard-renewal',
  family: 'renewal',
  stage: null,
  arr: 0,
  daysUntilRenewal: 100,
  healthDecline: null,
  usageChangePercent: null,
  accountPlan: null,
  riskScore: null,
  csmExperience: null,
  activeWorkflows: 0,
  dueSnoozedStep: false,
})

describe('weights as text', () => {
  it('read what the sliders write', () => {
    expect(weightsOf('arr:1.5,plan:0,due-step:2.0')).toEqual({ arr: 1.5, plan: 0, 'due-step': 2 })
    expect(weightsOf('')).toEqual({})
    expect(WeightsText.safeParse('arr:1.5,plan:0').success).toBe(true)
  })

  it('are bounded: nothing that passes makes a score that is no number', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^[a-z-]{1,9}:\d(\.\d)?(,[a-z-]{1,9}:\d)?$/))
    fc.assert(
      fc.property(text, many, (written, signals) => {
        if (!WeightsText.safeParse(written).success) return
        for (const card of triedOrder(cardsOf(signals), weightsOf(written)).cards)
          expect(Number.isFinite(card.score)).toBe(true)
      }),
    )
  })
})

describe('why not that one first', () => {
  it.each(['weighted', 'multiplicative'] as const)(
    'the gaps of two %s scores add up to what lies between them',
    (model) => {
      fc.assert(
        fc.property(anySignals, anySignals, (a, b) => {
          const [ours, theirs] = cardsOf([a, b], { ...DEFAULT_PRIORITY, model })
          if (!ours || !theirs) throw new Error('Two cards were asked for')
          const { rows, gap, total, customer } = comparisonOf(ours.priority, theirs)
          const sum = rows.reduce((all, row) => all + toHundredths(row.gap), 0)
          expect(sum).toBe(toHundredths(gap))
          expect(toHundredths(ours.priority.value) - toHundredths(total)).toBe(sum)
          expect(customer).toBe('customer 1')
          for (const { label, ours: mine, theirs: other, gap: between } of rows) {
            expect(label).toMatch(/^[A-Z][A-Za-z ]+$/)
            expect(toHundredths(mine) - toHundredths(other)).toBe(toHundredths(between))
            expect(mine !== 0 || other !== 0).toBe(true)
          }
        }),
      )
    },
  )
})
