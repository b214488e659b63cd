import type { ArtifactOf } from '../artifacts.contract.ts'
import { dayOrNull } from '../facts.ts'
import type { Scene } from '../scene.ts'

const LONG_OVER_DAYS = 60

/** The contracts that count: those that run, or ended a short while ago; the one that ends next first. */
export function contractCard(scene: Scene): ArtifactOf<'contract'> {
  const { context, today } = scene
  const counted = context.contracts
    .filter(({ endDate }) => {
      const end = dayOrNull(endDate)
      return end === null || end >= today - LONG_OVER_DAYS
    })
    .sort((a, b) => ((a.endDate ?? '9') < (b.endDate ?? '9') ? -1 : 1))
  return {
    type: 'contract',
    id: 'contract',
    title: counted.length > 1 ? 'Their contracts' : 'The contract',
    contracts: counted.map((each) => ({
      id: each.id,
      startDate: each.startDate,
      endDate: each.endDate,
      termMonths: each.termMonths,
      value: each.value,
      currency: each.currency ?? context.customer.currency,
      autoRenew: each.autoRenew,
      noticeDays: each.noticeDays,
      terms: each.terms.map(({ kind, text }) => ({ kind, text })),
    })),
    decisionDate: context.renewal?.decisionDate ?? null,
    source: scene.cite('contract'),
  }
}
