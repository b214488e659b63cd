import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GetToday } from '../../views/today.contract.ts'
import { call } from '../api.ts'

/** `person` undefined: the reader's own day, or the first one that he may read. */
export const todayQuery = (person: string | undefined) =>
  queryOptions({
    queryKey: ['today', person ?? 'own'],
    queryFn: ({ signal }) => call(GetToday, { query: { person } }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 5 * 60_000,
  })
