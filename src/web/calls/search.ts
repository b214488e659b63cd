import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Search } from '../../views/search.contract.ts'
import { call } from '../api.ts'

/** Customers by words of their names. */
export const searchQuery = (words: string) =>
  queryOptions({
    queryKey: ['search', words],
    queryFn: ({ signal }) => call(Search, { query: { q: words } }, signal),
    enabled: words !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
