import type { Score } from '../spine/factor.ts'
import { rescore, type Weights } from '../stages/prioritize/compare.ts'
import { MOST_TRIED, type TriedOrder } from './order.contract.ts'

/** `arr:1.5,plan:0` as weights; what was checked by the contract cannot be wrong here. */
export const weightsOf = (text: string): Weights =>
  Object.fromEntries(
    text.split(',').flatMap((part) => {
      const [code, weight] = part.split(':')
      return code && weight ? [[code, Number(weight)] as const] : []
    }),
  )

type DayCard = { readonly executionId: string; readonly customer: string; readonly priority: Score }

/**
 * The cards, given in the order of the day, as other weights would order them. Equal scores keep their order; with every weight as it
 * is the order of the day stands, which holds although scores have moved since the morning.
 */
export function triedOrder(cards: readonly DayCard[], weights: Weights): TriedOrder {
  const asItIs = Object.values(weights).every((weight) => weight === 1)
  const tried = cards
    .map(({ executionId, customer, priority }, index) => ({
      executionId,
      customer,
      score: rescore(priority, weights).value,
      from: index + 1,
    }))
    .sort((a, b) => (asItIs ? 0 : b.score - a.score) || a.from - b.from)
    .map((card, index) => ({ ...card, to: index + 1 }))
  return { cards: tried.slice(0, MOST_TRIED), moved: tried.filter(({ from, to }) => from !== to).length }
}
