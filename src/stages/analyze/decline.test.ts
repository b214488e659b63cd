import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { givenContext, givenKnownFacts, usage } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { analyze, analyzed } from './analyze.ts'
import { analysisConfiguration } from './configuration.ts'
import type { CustomerFacts } from './facts.ts'

const THEN = TODAY - 28
const earlierOf = (facts: CustomerFacts) => ({
  asOf: THEN,
  inputs: analyzed(facts, givenContext({ today: THEN })).inputs,
})
const wellThen = givenKnownFacts({ usage: [usage(80, 80, 'active_users', THEN - 1)] })
const declineOf = (facts: CustomerFacts, then: CustomerFacts | null, configuration = analysisConfiguration()) =>
  analyze(facts, givenContext({ configuration, earlier: then && earlierOf(then) })).healthDecline

describe('the decline of health', () => {
  it('is unknown with nothing to compare', () => {
    expect(declineOf(givenKnownFacts(), null)).toBeNull()
  })

  it('is what was lost, and never below nothing', () => {
    const worse = givenKnownFacts({ usage: [usage(80, 48)] })
    // Trend from 70 to 0 (weight 12), utilization from 100 to 60 (15).
    expect(declineOf(worse, wellThen)).toBe(14.4)
    expect(declineOf(givenKnownFacts(), { ...worse, usage: [usage(80, 48, 'active_users', THEN - 1)] })).toBe(0)
  })

  it('compares only what was known at both dates', () => {
    const now = givenKnownFacts({ usage: [usage(80, 48)] })
    expect(declineOf(now, { ...wellThen, usage: [] })).toBe(0)
    const unknownThen = givenKnownFacts({
      usage: [],
      features: null,
      contacts: [],
      ticketsKnown: false,
      engagement: { lastTwoWayOn: null, lastQbrOn: null, threads: null },
      invoices: { paid: null, oldestOverdueSince: null, newestOn: null },
    })
    expect(declineOf(now, unknownThen)).toBeNull()
  })

  it('does not mistake a source that was connected since for a decline', () => {
    const withoutInvoices = { ...wellThen, invoices: { paid: null, oldestOverdueSince: null, newestOn: null } }
    const late = { paid: { count: 4, onTime: 0 }, oldestOverdueSince: TODAY - 80, newestOn: TODAY - 90 }
    expect(declineOf(givenKnownFacts({ invoices: late }), withoutInvoices)).toBe(0)
    expect(declineOf(givenKnownFacts({ invoices: late }), wellThen)).toBe(15)
  })

  it('replays the older analysis with the configuration of today', () => {
    const onlyTrend = analysisConfiguration({
      rules: {
        weights: Object.fromEntries(
          analyze(wellThen, givenContext({ today: THEN })).components.map(({ code }) => [
            code,
            code === 'usage.trend' ? 1 : 0,
          ]),
        ),
      },
    })
    expect(declineOf(givenKnownFacts({ usage: [usage(80, 48)] }), wellThen, onlyTrend)).toBe(70)
  })

  it('is nothing between a day and itself', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { inputs } = analyzed(facts, givenContext())
        const again = analyze(facts, givenContext({ earlier: { asOf: TODAY, inputs } }))
        expect(again.healthDecline ?? 0).toBe(0)
      }),
    )
  })
})
