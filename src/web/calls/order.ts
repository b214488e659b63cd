import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GetTriedOrder } from '../../views/order.contract.ts'
import { call } from '../api.ts'

/** How much each factor counts; 1 is as it is. */
export type Weights = Readonly<Record<string, number>>

const textOf = (weights: Weights): string =>
  Object.entries(weights)
    .filter(([, weight]) => weight !== 1)
    .map(([code, weight]) => `${code}:${weight.toFixed(1)}`)
    .join(',')

/** A queue as other weights would order it; `csm` undefined: everybody's. Nothing is saved. */
export const triedOrderQuery = (csm: string | undefined, weights: Weights) =>
  queryOptions({
    queryKey: ['queue', 'order', csm ?? 'everybody', textOf(weights)],
    queryFn: ({ signal }) => call(GetTriedOrder, { query: { csm, weights: textOf(weights) } }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
