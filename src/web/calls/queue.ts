import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GetQueue } from '../../views/queue.contract.ts'
import { call, type OutputOf } from '../api.ts'

/** As many as one reply holds. */
export const MOST_QUEUED = 200

export type Queue = OutputOf<typeof GetQueue>
export type Queued = Queue['workflows'][number]

/** `csm` undefined: everybody's, by the matter alone. */
export const queueQuery = (csm: string | undefined) =>
  queryOptions({
    queryKey: ['queue', csm ?? 'everybody'],
    queryFn: ({ signal }) => call(GetQueue, { query: { csm, limit: MOST_QUEUED } }, signal),
    placeholderData: keepPreviousData,
  })
