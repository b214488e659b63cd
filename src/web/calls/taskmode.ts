import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { ACT_ENDPOINTS, CommentOnStep, DoAction, STEP_ENDPOINTS } from '../../stages/execute/acts.contract.ts'
import { ExecutionRecord } from '../../stages/execute/executions.contract.ts'
import { GetTaskMode, SaveDraft, type Draft, type TaskMode } from '../../stages/execute/taskmode.contract.ts'
import { CallFailed, call } from '../api.ts'

/** An execution on the full screen. Everything in it comes with this one reply. */
export const taskModeQuery = (id: string) =>
  queryOptions({
    queryKey: ['taskmode', id],
    queryFn: ({ signal }) => call(GetTaskMode, { params: { id } }, signal),
    // What is worked on is looked at again when somebody comes back to it, not while they type.
    staleTime: 15_000,
  })

/** What somebody does to one step, with what the act is told. */
export type StepAsked = {
  readonly [A in keyof typeof STEP_ENDPOINTS]: {
    readonly act: A
    readonly stepId: string
    readonly body: z.input<(typeof STEP_ENDPOINTS)[A]['body']>
  }
}[keyof typeof STEP_ENDPOINTS]

export type ExecutionAsked = {
  readonly [A in keyof typeof ACT_ENDPOINTS]: {
    readonly act: A
    readonly body: z.input<(typeof ACT_ENDPOINTS)[A]['body']>
  }
}[keyof typeof ACT_ENDPOINTS]

/** A key of this click, so that a repeated sending is done once. */
const keyOfClick = (): string => crypto.randomUUID()

export const actOnStep = (id: string, { act, stepId, body }: StepAsked) =>
  // The pair of act and body was made together; the compiler cannot follow it through the table.
  call(STEP_ENDPOINTS[act] as typeof STEP_ENDPOINTS.complete, {
    params: { id, stepId },
    body: body,
    key: keyOfClick(),
  })

type Sending = { readonly key?: string; readonly keepalive?: boolean }

export const actOnExecution = (
  id: string,
  { act, body }: ExecutionAsked,
  { key = keyOfClick(), keepalive = false }: Sending = {},
) => call(ACT_ENDPOINTS[act] as typeof ACT_ENDPOINTS.complete, { params: { id }, body, key, keepalive })

/** The execution as an act left it, and whatever else the act changed. */
function hear(client: QueryClient, execution: ExecutionRecord): void {
  const { queryKey } = taskModeQuery(execution.id)
  client.setQueryData(queryKey, (before) => before && { ...before, execution })
  void client.invalidateQueries({ queryKey })
  void client.invalidateQueries({ queryKey: ['today'] })
}

/** A refusal because of the state brings the state along, so that the screen shows what was refused and why. */
function hearRefusal(client: QueryClient, error: Error): void {
  const current = error instanceof CallFailed ? ExecutionRecord.safeParse(error.problem?.['current']) : null
  if (current?.success) hear(client, current.data)
}

export function useStepAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: StepAsked) => actOnStep(id, asked),
    onSuccess: ({ execution }) => hear(client, execution),
    onError: (error) => hearRefusal(client, error),
  })
}

export function useExecutionAct(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: ExecutionAsked) => actOnExecution(id, asked),
    onSuccess: ({ execution }) => hear(client, execution),
    onError: (error) => hearRefusal(client, error),
  })
}

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
