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

/** The day's cards as other weights would order them. Nothing is saved. */
export const triedOrderQuery = (person: string, weights: Weights) =>
  queryOptions({
    queryKey: ['today', 'order', person, textOf(weights)],
    queryFn: ({ signal }) => call(GetTriedOrder, { query: { person, weights: textOf(weights) } }, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
