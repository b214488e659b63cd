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
  return (value < 0 ? -1 : 1) * hundredthsOf(magnitude) || 0
}

// Only just below a half can the binary and the decimal value round differently; elsewhere the short way is ten times faster. A half itself
// is what a quotient of whole numbers says: weights of 15 and 12.5 make many of them.
function hundredthsOf(magnitude: number): number {
  const binary = magnitude * 100
  if (binary >= 1e8) return Math.round(shiftDecimal(magnitude, 2))
  const whole = Math.floor(binary)
  if (Math.abs(binary - whole - 0.5) > 1e-6) return Math.round(binary)
  return magnitude >= (2 * whole + 1) / 200 ? whole + 1 : Math.round(shiftDecimal(magnitude, 2))
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
  let difference = toHundredths(total)
  for (const part of rounded) difference -= part
  if (difference !== 0 && exact.length > 0) distribute(difference, exact, rounded)
  for (let index = 0; index < rounded.length; index += 1) rounded[index] = (rounded[index] ?? 0) / 100
  return rounded
}

/** Gives hundredths one by one to the row that has the largest error left. */
function distribute(difference: number, exact: readonly number[], rounded: number[]): void {
  const step = Math.sign(difference)
  const errors = exact.map((value, index) => step * (value * 100 - (rounded[index] ?? 0)))
  for (let left = difference; left !== 0; left -= step) {
    const row = indexOfLargest(errors)
    rounded[row] = (rounded[row] ?? 0) + step
    errors[row] = (errors[row] ?? 0) - 1
  }
}

function indexOfLargest(values: readonly number[]): number {
  let largest = 0
  for (let index = 1; index < values.length; index += 1)
    if ((values[index] ?? 0) > (values[largest] ?? 0)) largest = index
  return largest
}
