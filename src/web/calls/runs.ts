import { queryOptions } from '@tanstack/react-query'
import { GetRun, StartRun } from '../../operate/runs.contract.ts'
import { call, type OutputOf } from '../api.ts'

export type RunState = OutputOf<typeof GetRun>

const AT_WORK_MS = 700

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => call(GetRun, { params: { id } }, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'running' || !state.data ? AT_WORK_MS : false),
  })

/** Looks at every customer now; one that is on its way already is the answer. */
export const startDailyRun = (key: string) => call(StartRun, { body: { kind: 'daily' }, key })
