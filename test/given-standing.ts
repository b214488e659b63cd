import type { StandingRow } from '../src/views/why.store.ts'

/** Where a customer stands of whom nothing is known but what a test says. */
export const givenStanding = (known: Partial<StandingRow>): StandingRow => ({
  customer: 'Larkspur',
  currency: 'USD',
  customer_currency: 'USD',
  arr: null,
  customer_since: null,
  customer_on: null,
  health: null,
  risk: null,
  opportunity: null,
  coverage: null,
  health_override: null,
  risk_override: null,
  usage_change: null,
  renewal_date: null,
  decision_date: null,
  stage_date: null,
  next_renewal_id: null,
  analysis: null,
  configuration_version: null,
  read_at: null,
  ...known,
})
