import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { GiveBackMany, ReassignMany } from '../../stages/execute/acts.contract.ts'
import { GetTeam, type Escalation, type Team } from '../../views/team.contract.ts'
import { call, keyOfClick } from '../api.ts'
import { actOnExecution, actOnStep } from './execution-acts.ts'

export type TeamAsked = {
  /** Undefined: the reader's own; `all`: everybody. */
  readonly team: string | undefined
  /** Of whom all cards are wanted: ids of people, or `nobody`. */
  readonly whole: readonly string[]
}

export const teamQuery = ({ team, whole }: TeamAsked) =>
  queryOptions({
    queryKey: ['team', team ?? 'own', whole],
    queryFn: ({ signal }) =>
      call(GetTeam, { query: { team, whole: whole.length > 0 ? whole.join(',') : undefined } }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

type Moving = { readonly ids: readonly string[]; readonly to: string }
type Where = Pick<Escalation, 'executionId' | 'step'>

/** What whoever leads does on the team's page. Each act is shown at once and read anew when it is done or refused. */
export function useTeamActs(asked: TeamAsked) {
  const client = useQueryClient()
  const { queryKey } = teamQuery(asked)
  const anew = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['team'] })
    void client.invalidateQueries({ queryKey: ['queue'] })
    void client.invalidateQueries({ queryKey: ['today'] })
  }
  async function then<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      await anew()
    }
  }
  return {
    /** `shown`: the page as it will be, until the server has said so. */
    give: async ({ ids, to }: Moving, shown: (before: Team) => Team) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, (before) => before && shown(before))
      return then(call(ReassignMany, { body: { ids: [...ids], to }, key: keyOfClick() }))
    },
    giveBack: (ids: readonly string[]) => then(call(GiveBackMany, { body: { ids: [...ids] }, key: keyOfClick() })),
    takeUp: ({ executionId, step }: Where): Promise<unknown> =>
      then<unknown>(
        step
          ? actOnStep(executionId, { act: 'resume', stepId: step.id, body: null })
          : actOnExecution(executionId, { act: 'resume', body: null }),
      ),
    handUpAgain: ({ executionId, step, to, reason }: Escalation): Promise<unknown> => {
      const body = { to: to?.id ?? null, reason: reason === '' ? 'Handed up again' : reason }
      return then<unknown>(
        step
          ? actOnStep(executionId, { act: 'escalate', stepId: step.id, body })
          : actOnExecution(executionId, { act: 'escalate', body }),
      )
    },
  }
}
