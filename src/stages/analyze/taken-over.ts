import type { CustomerFacts } from './facts.ts'
import { isSameMatter } from './renewal-groups.ts'
import type { RenewalEffect } from './renewals.ts'
import type { Rules } from './rules.contract.ts'

const NOTHING: ReadonlyMap<string, string> = new Map()

/**
 * Derived renewals that these effects withdraw, each with the renewal that speaks of the same matter from now on: a source's own before
 * a derived one. What was begun and done for the one goes on for the other.
 */
export function takenOver(
  facts: CustomerFacts,
  effects: readonly RenewalEffect[],
  { coTermDays }: Pick<Rules['renewals'], 'coTermDays'>,
): ReadonlyMap<string, string> {
  if (!effects.some(({ kind }) => kind === 'withdraw')) return NOTHING
  const gone = new Set(effects.flatMap((effect) => (effect.kind === 'withdraw' ? [effect.renewalId] : [])))
  const staying = facts.renewals
    .filter(({ id }) => !gone.has(id))
    .sort((a, b) => Number(a.derived) - Number(b.derived) || (a.id < b.id ? -1 : 1))
  return new Map(
    facts.renewals.flatMap((renewal) => {
      const by = gone.has(renewal.id) && staying.find((other) => isSameMatter(other, renewal, coTermDays))
      return by ? [[renewal.id, by.id] as const] : []
    }),
  )
}
