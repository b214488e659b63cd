import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { ACT_ENDPOINTS, STEP_ENDPOINTS } from '../../stages/execute/acts.contract.ts'
import { ExecutionRecord } from '../../stages/execute/executions.contract.ts'
import type { TaskMode } from '../../stages/execute/taskmode.contract.ts'
import { CallFailed, call, keyOfClick } from '../api.ts'

/** Where an execution on the full screen is kept; apart from its query, whose shapes only that screen needs. */
export const taskModeKey = (id: string) => ['taskmode', id] as const

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
  const queryKey = taskModeKey(execution.id)
  client.setQueryData<TaskMode>(queryKey, (before) => before && { ...before, execution })
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
