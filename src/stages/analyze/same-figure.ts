import type { Factor, Score } from '../../spine/factor.ts'

export const sameFactor = (a: Factor, b: Factor | undefined): boolean =>
  a.code === b?.code &&
  a.value === b.value &&
  a.contribution === b.contribution &&
  a.on === b.on &&
  a.source === b.source

/** The same figure for the same reasons. */
export const sameFigure = (a: Score, b: Score): boolean =>
  a.value === b.value &&
  a.factors.length === b.factors.length &&
  a.factors.every((factor, index) => sameFactor(factor, b.factors[index]))
