import fc from 'fast-check'
import { BUILT_IN_WORKFLOWS } from '../src/spine/catalogue.defaults.ts'
import { ACCOUNT_PLANS, STAGES } from '../src/spine/words.ts'
import type { PrioritySignals } from '../src/stages/prioritize/signals.ts'

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })
const tenths = (min: number, max: number) => fc.integer({ min: min * 10, max: max * 10 }).map((value) => value / 10)
const hundredths = (min: number, max: number) =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100)

/** What a score may be made of: everything present or absent, in any mixture. */
export const anySignals: fc.Arbitrary<PrioritySignals> = fc
  .record({
    kind: fc.constantFrom(...BUILT_IN_WORKFLOWS),
    stage: maybe(fc.constantFrom(...STAGES)),
    arr: maybe(hundredths(0, 9_000_000)),
    daysUntilRenewal: maybe(fc.integer({ min: -400, max: 900 })),
    healthDecline: maybe(hundredths(0, 100)),
    usageChangePercent: maybe(tenths(-100, 999)),
    accountPlan: maybe(fc.constantFrom(...ACCOUNT_PLANS)),
    riskScore: maybe(hundredths(0, 100)),
    csmExperience: maybe(hundredths(0, 2)),
    activeWorkflows: fc.nat(30),
    dueSnoozedStep: fc.boolean(),
  })
  .map(({ kind, ...known }) => ({ workflowId: kind.id, family: kind.family, ...known }))
