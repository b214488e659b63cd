import type { Reason } from '../../spine/open-execution.ts'
import { isoDay } from '../../base/day.ts'
import type { Context } from './context.ts'
import type { Gate, GateReason } from './decision.ts'

const gate = (reason: GateReason, stops: Gate['stops'], because: readonly Reason[] = []): Gate => ({
  reason,
  stops,
  because,
})

/** What is in the way of the decision matrix, the strongest first; null: nothing is. */
export function gateOf(context: Context): Gate | null {
  const { facts, past, live } = context
  if (facts.status === 'churned' || facts.lifecycleStage === 'churned') return gate('churned', 'all')
  if (facts.status === 'test' || facts.status === 'internal') return gate(facts.status, 'all')
  if (facts.touch === 'digital') return gate('digital', 'all')
  if (isOnboarding(context)) {
    return gate('onboarding', 'all', [
      { code: 'customer-since', value: facts.customerSince === null ? null : isoDay(facts.customerSince) },
    ])
  }
  const oldest = past[0]
  if (oldest && live.length === 0) {
    return gate('renewal-past', 'all', [{ code: 'renewal-date', value: isoDay(oldest.date) }])
  }
  if (context.next === null) return gate('renewal-unknown', 'renewal')
  return null
}

// The lifecycle has the word where it says anything; else the first days as a customer are onboarding.
function isOnboarding({ facts, today, settings }: Context): boolean {
  if (facts.lifecycleStage !== null) return facts.lifecycleStage === 'onboarding'
  return facts.customerSince !== null && !today.hasCome(facts.customerSince + settings.onboardingDays)
}
