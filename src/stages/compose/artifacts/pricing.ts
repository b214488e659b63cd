import type { ArtifactOf } from '../artifacts.contract.ts'
import { PRICING } from '../pricing.defaults.ts'
import { recommendIncrease, scenariosAround } from '../pricing.ts'
import type { Scene } from '../scene.ts'

/** Where the price of a run is decided. */
export const PRICE_STEP = { stepId: 'pricing-strategy', artifactId: 'pricing' } as const

/** What is paid today, and by how much it may rise; null: nobody knows what is paid. */
export function pricing(scene: Scene): ArtifactOf<'pricing'> | null {
  const { context, today } = scene
  const current = context.renewal?.arrAtStake ?? context.customer.arr
  if (current === null || current <= 0) return null
  const { percent, reasons, limit } = recommendIncrease(context, today)
  const { activeUsers, licensedUsers } = context.data.usage
  return {
    type: 'pricing',
    id: 'pricing',
    title: 'Our proposal',
    currency: context.customer.currency,
    current,
    recommended: percent,
    most: PRICING.most,
    limit: limit && { ...limit, source: scene.cite('contract') },
    reasons: reasons.map(({ from, ...reason }) => ({ ...reason, source: from === null ? null : scene.cite(from) })),
    scenarios: scenariosAround(percent, PRICING.most),
    seats: { used: activeUsers, licensed: licensedUsers },
  }
}

/** What the customer gets back, from figures that a person puts in. */
export function worth({ context, today }: Scene): ArtifactOf<'worth'> {
  const current = context.renewal?.arrAtStake ?? context.customer.arr
  return {
    type: 'worth',
    id: 'worth',
    title: 'What they get back',
    users: context.data.usage.activeUsers,
    currency: context.customer.currency,
    priceFrom:
      current === null || current <= 0
        ? null
        : { ...PRICE_STEP, recommended: recommendIncrease(context, today).percent, current },
  }
}
