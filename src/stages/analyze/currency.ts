import { roundHundredth } from '../../base/round.ts'

/** Units of the reporting currency that one unit of each currency is worth on the day of analysis. */
export type Rates = ReadonlyMap<string, number>

export type Conversion = { readonly reporting: string; readonly rates: Rates }

/**
 * An amount in the reporting currency. An amount without a currency is taken to be in `fallback`, else in the reporting one;
 * an amount whose currency has no rate is unknown (null), never taken as it is.
 */
export function converted(
  amount: number | null,
  currency: string | null,
  { conversion, fallback }: { readonly conversion: Conversion; readonly fallback?: string | null },
): number | null {
  if (amount === null) return null
  const given = currency ?? fallback ?? conversion.reporting
  if (given === conversion.reporting) return amount
  const rate = conversion.rates.get(given)
  return rate === undefined ? null : roundHundredth(amount * rate)
}
