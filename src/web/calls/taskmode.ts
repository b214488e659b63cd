import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { CommentOnStep, DoAction } from '../../stages/execute/acts.contract.ts'
import { GetTaskMode, SaveDraft, type Draft, type TaskMode } from '../../stages/execute/taskmode.contract.ts'
import { call, keyOfClick } from '../api.ts'
import { taskModeKey } from './execution-acts.ts'

/** An execution on the full screen. Everything in it comes with this one reply. */
export const taskModeQuery = (id: string) =>
  queryOptions({
    queryKey: taskModeKey(id),
    queryFn: ({ signal }) => call(GetTaskMode, { params: { id } }, signal),
    // What is worked on is looked at again when somebody comes back to it, not while they type.
    staleTime: 15_000,
  })

export function useComment(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ stepId, text }: { readonly stepId: string; readonly text: string }) =>
      call(CommentOnStep, { params: { id, stepId }, body: { text }, key: keyOfClick() }),
    onSuccess: () => client.invalidateQueries({ queryKey: taskModeQuery(id).queryKey }),
  })
}

type NewTask = { readonly stepId: string; readonly title: string; readonly dueOn: string | null }

export function useCreateTask(id: string) {
  return useMutation({
    mutationFn: ({ stepId, title, dueOn }: NewTask) =>
      call(DoAction, {
        params: { id, action: 'create-task' },
        body: { stepId, title, ...(dueOn === null ? {} : { dueOn }) },
        key: keyOfClick(),
      }),
  })
}

type Saving = Pick<Draft, 'stepId' | 'data' | 'version'>

/** Half of a surrogate pair and U+0000, which fields can hold and texts cannot, would have the whole draft refused. */
const tellable = (data: Draft['data']): Draft['data'] =>
  JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
  ) as Draft['data']

/** Keeps what was entered in a step; refused with the newer draft where somebody else saved meanwhile. */
export const saveDraft = (id: string, { stepId, data, version }: Saving): Promise<Draft> =>
  call(SaveDraft, { params: { id, stepId }, body: { data: tellable(data), version } })

/** What was kept is what the next reading of this execution shows. */
export function keepInMind(client: QueryClient, id: string, draft: Draft): void {
  client.setQueryData(
    taskModeQuery(id).queryKey,
    (before): TaskMode | undefined =>
      before && {
        ...before,
        drafts: [...before.drafts.filter(({ stepId }) => stepId !== draft.stepId), draft],
      },
  )
}
