/**
 * Rounds to 1/100, half away from zero, decided on the decimal value that the number prints as:
 * 1.005 gives 1.01 although the binary value lies a hair below.
 */
export function roundHundredth(value: number): number {
  return toHundredths(value) / 100
}

/** The same, as a whole number of hundredths. Throws for NaN and infinities. */
export function toHundredths(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`Cannot round ${String(value)}`)
  const magnitude = Math.abs(value)
  const binary = magnitude * 100
  // Only near a half can the binary and the decimal value round differently; elsewhere the short way is ten times faster.
  const certain = binary < 1e8 && Math.abs(binary - Math.floor(binary) - 0.5) > 1e-6
  return (value < 0 ? -1 : 1) * Math.round(certain ? binary : shiftDecimal(magnitude, 2)) || 0
}

// Moving the point in the shortest decimal form avoids the binary error of a multiplication.
function shiftDecimal(value: number, places: number): number {
  const [mantissa = '0', exponent = '0'] = value.toString().split('e')
  return Number(`${mantissa}e${String(Number(exponent) + places)}`)
}

/**
 * Contributions in whole hundredths that add up exactly to the rounded total.
 * The difference that rounding leaves (at most one hundredth a row) goes to the rows with the largest rounding error, ties to the first.
 */
export function reconcileHundredths(exact: readonly number[], total: number): number[] {
  const rounded = exact.map(toHundredths)
  const target = toHundredths(total)
  let difference = target - rounded.reduce((sum, part) => sum + part, 0)
  if (difference === 0) return rounded.map((part) => part / 100)
  const step = Math.sign(difference)
  const byError = exact
    .map((value, index) => ({ index, error: step * (value * 100 - (rounded[index] ?? 0)) }))
    .sort((a, b) => b.error - a.error || a.index - b.index)
  for (let turn = 0; difference !== 0 && byError.length > 0; turn += 1) {
    const row = byError[turn % byError.length]
    if (row) rounded[row.index] = (rounded[row.index] ?? 0) + step
    difference -= step
  }
  return rounded.map((part) => part / 100)
}
