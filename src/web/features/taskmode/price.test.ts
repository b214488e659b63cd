import { describe, expect, it } from 'vitest'
import { PERCENT_SIGN, PRICE_SIGN, type ArtifactOf } from '../../../stages/compose/artifacts.contract.ts'
import { EMPTY, type StepDraft } from './draft.ts'
import { percentIn, priceFromOf, priceOf, withPrice, type PriceFrom } from './price.ts'
import { quoteOf } from './quote-lines.ts'
import type { Step } from './steps.ts'

const FROM: PriceFrom = { stepId: 'pricing-strategy', artifactId: 'pricing', recommended: 8, current: 185_000 }

const aStep = (status: Step['status'], snoozedUntil: string | null = null): Step => ({
  id: 'pricing-strategy',
  name: 'Set the price',
  index: 0,
  required: true,
  status,
  snoozedUntil,
  assignedTo: null,
  result: null,
})

const run = (steps: readonly Step[]) => ({ execution: { steps } })
const drafts = (percent?: unknown) => ({
  read: (stepId: string): StepDraft =>
    stepId === FROM.stepId && percent !== undefined ? { ...EMPTY, panels: { pricing: { percent } } } : EMPTY,
})

describe('the price of a run', () => {
  it('is the proposed one until another is chosen', () => {
    const steps = run([aStep('not_started')])
    expect(priceOf(steps, drafts(), FROM)).toEqual({ percent: 8, amount: 199_800, settled: false, waiting: null })
    expect(priceOf(steps, drafts(6), FROM).amount).toBe(196_100)
    expect(priceOf(steps, drafts('much'), FROM).percent).toBe(8)
    expect(percentIn({ percent: Number.NaN }, 8)).toBe(8)
  })

  it.each([
    ['completed', true, false],
    ['snoozed', false, true],
    ['escalated', false, true],
    ['skipped', false, false],
  ] as const)('of a step that is %s is settled: %s, waits: %s', (status, settled, waits) => {
    const price = priceOf(run([aStep(status)]), drafts(), FROM)
    expect([price.settled, price.waiting !== null]).toEqual([settled, waits])
  })

  it('stands in texts where its signs are, and nowhere else', () => {
    const text = `Use ${PERCENT_SIGN}: ${PRICE_SIGN}, %price%, {{price}}`
    expect(withPrice(text, { amount: 199_800, percent: 8 }, 'USD')).toBe('Use 8%: $199,800, %price%, {{price}}')
    expect(withPrice(text, null, 'USD')).toBe(text)
  })

  it('is decided by the step that shows a pricing panel, if there is one', () => {
    const pricing: ArtifactOf<'pricing'> = {
      type: 'pricing',
      id: 'p',
      title: 'Our proposal',
      recommended: 3,
      current: 100,
      currency: 'EUR',
      most: 15,
      limit: null,
      reasons: [],
      scenarios: [],
      seats: { used: null, licensed: null },
    }
    const composition = (artifacts: readonly ArtifactOf<'pricing'>[]) => ({
      composition: {
        steps: [
          { id: 'other', artifacts: [] },
          { id: 'set', artifacts },
        ],
      },
    })
    expect(priceFromOf(composition([pricing]))).toEqual({
      stepId: 'set',
      artifactId: 'p',
      recommended: 3,
      current: 100,
      currency: 'EUR',
    })
    expect(priceFromOf(composition([]))).toBeNull()
  })
})

describe('a quote', () => {
  const artifact: ArtifactOf<'quote'> = {
    type: 'quote',
    id: 'quote',
    title: 'Quote Q-1',
    currency: 'USD',
    today: 185_000,
    priceFrom: FROM,
    line: { label: 'Subscription', note: '250 seats' },
    startsOn: null,
    months: 12,
    from: 'Ida Nord',
    to: { customer: 'Birch', person: null },
  }
  const read = (draft?: Record<string, unknown>, price = 199_800) => quoteOf(artifact, { draft, price })

  it('is one line at the price, paid once a year', () => {
    expect(read()).toEqual({
      lines: [{ label: 'Subscription', note: '250 seats', quantity: 1, each: 199_800, follows: true }],
      total: 199_800,
      months: 12,
      payments: 1,
    })
  })

  it('follows the price in the line that does, and keeps the others', () => {
    const lines = [
      { label: 'Subscription', note: '', quantity: 1, each: 1, follows: true },
      { label: 'Training', note: '', quantity: 2, each: 500, follows: false },
      { label: 'Discount', note: '', quantity: 1, each: -3_000, follows: false },
    ]
    expect(read({ lines }).total).toBe(197_800)
    expect(read({ lines }, 196_100).total).toBe(194_100)
  })

  it('takes what cannot be read for not entered', () => {
    const broken = { lines: [null, 'x', { label: 'no numbers' }], months: 'many', payments: Number.POSITIVE_INFINITY }
    expect(read(broken)).toEqual(read())
  })
})
