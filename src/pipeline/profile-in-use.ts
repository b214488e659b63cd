import type { Tx } from '../platform/postgres.ts'
import type { AnalysisConfiguration, Profile } from '../stages/analyze/configuration.ts'
import { profileOf } from '../stages/analyze/profile.ts'

const NOTHING_KNOWN = { status: 'active', segment: null, tier: null, touch: null, lifecycle: null, products: [] }

/** The profile that a customer's last analysis used; without one, that of a customer of whom nothing is known. */
export async function profileInUse(tx: Tx, customerId: string, configuration: AnalysisConfiguration): Promise<Profile> {
  const last = await tx.row<{ profile: string }>(
    `select profile from customer_intelligence where customer_id = $1 order by as_of desc, run_id desc limit 1`,
    [customerId],
  )
  return configuration.profiles.find(({ name }) => name === last?.profile) ?? profileOf(configuration, NOTHING_KNOWN)
}
