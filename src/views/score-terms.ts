import type { Factor } from '../spine/factor.ts'
import type { Term } from './card.contract.ts'

/** What a score is made of, as other weights can be tried on it. Empty when the factors are not known. */
export function termsOf(factors: readonly Factor[]): readonly Term[] {
  return factors.map(({ code, contribution }) => ({
    group: code,
    label: code,
    kind: 'add',
    value: contribution,
    neutral: 0,
  }))
}
