/** Rules of a price's step; percents of the price of today, but for `from` and `below`, which are figures of 0–100 (growth: percent). */
export type PricingRules = {
  readonly usual: number
  readonly healthy: { readonly from: number; readonly adds: number }
  readonly growing: { readonly from: number; readonly adds: number }
  readonly full: { readonly from: number; readonly adds: number }
  readonly weak: { readonly below: number; readonly takes: number }
  readonly risky: { readonly from: number }
  readonly most: number
}

/** What makes the step of a renewal's price. */
export const PRICING: PricingRules = {
  /** The step of a year in which nothing speaks for more or less. */
  usual: 4,
  healthy: { from: 80, adds: 2 },
  growing: { from: 15, adds: 2 },
  full: { from: 90, adds: 2 },
  weak: { below: 60, takes: 4 },
  /** From this risk on nothing is added at all: first they have to stay. */
  risky: { from: 60 },
  /** A slider goes no further. */
  most: 15,
}
