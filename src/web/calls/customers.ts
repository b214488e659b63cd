import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { GetCustomerList } from '../../views/customer-list.contract.ts'
import { call, type InputOf, type OutputOf } from '../api.ts'

export type CustomerPage = OutputOf<typeof GetCustomerList>
export type Listed = CustomerPage['items'][number]
export type CustomersAsked = Omit<NonNullable<InputOf<typeof GetCustomerList>['query']>, 'cursor' | 'limit'>

const PAGE = 100

/** The customers, a page after the other; the first one says how many fit. */
export const customersQuery = (asked: CustomersAsked) =>
  infiniteQueryOptions({
    queryKey: ['customers', asked],
    queryFn: ({ pageParam, signal }) =>
      call(GetCustomerList, { query: { ...asked, limit: PAGE, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
