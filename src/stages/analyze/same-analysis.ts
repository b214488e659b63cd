import type { Factor, Score } from '../../spine/factor.ts'

export const sameFactor = (a: Factor, b: Factor): boolean =>
  a.code === b.code &&
  a.value === b.value &&
  a.contribution === b.contribution &&
  a.on === b.on &&
  a.source === b.source

const all = <T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean => {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index += 1) {
    const [one, other] = [a[index], b[index]]
    if (one === undefined || other === undefined || !same(one, other)) return false
  }
  return true
}

/** The same figure for the same reasons. */
export const sameScore = (a: Score, b: Score): boolean => a.value === b.value && all(a.factors, b.factors, sameFactor)
