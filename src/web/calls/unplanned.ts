import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { EndOverride, NotePulse, SetOverride } from '../../pipeline/customer.contract.ts'
import { LogEngagement, TakeBackLogged } from '../../pipeline/log.contract.ts'
import { CreateExecution } from '../../stages/execute/executions.contract.ts'
import { GetStartable } from '../../views/startable.contract.ts'
import { call } from '../api.ts'

// What is done with a customer between the planned things. Each is looked at on the server at once, so each moves figures and the day.

/** What stood there before is old: of the customer, and wherever its figures count. */
function moved(client: QueryClient, customerId: string): void {
  for (const queryKey of [['customer', customerId], ['today'], ['queue'], ['startable', customerId]])
    void client.invalidateQueries({ queryKey })
}

export const startableQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['startable', customerId],
    queryFn: ({ signal }) => call(GetStartable, { params: { id: customerId } }, signal),
  })

type Logging = z.input<typeof LogEngagement.body>

export function useLog(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: { readonly key: string; readonly body: Logging }) =>
      call(LogEngagement, { params: { id: customerId }, body, key }),
    onSuccess: () => moved(client, customerId),
  })
}

/** Takes back what was logged a moment ago. */
export async function takeBackLogged(client: QueryClient, customerId: string, engagementId: string): Promise<void> {
  await call(TakeBackLogged, { params: { id: customerId, engagementId } })
  moved(client, customerId)
}

/** Opens a workflow that somebody wants, and begins it. */
export function useStartByHand(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, workflowId }: { readonly key: string; readonly workflowId: string }) =>
      call(CreateExecution, { body: { customerId, workflowId, start: true }, key }),
    onSuccess: () => moved(client, customerId),
  })
}

export function usePulse(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: { readonly key: string; readonly body: z.input<typeof NotePulse.body> }) =>
      call(NotePulse, { params: { id: customerId }, body, key }),
    onSuccess: () => moved(client, customerId),
  })
}

export function useOverride(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: { readonly key: string; readonly body: z.input<typeof SetOverride.body> }) =>
      call(SetOverride, { params: { id: customerId }, body, key }),
    onSuccess: () => moved(client, customerId),
  })
}

/** The computed figure counts again. */
export async function endOverride(client: QueryClient, customerId: string, figure: 'health' | 'risk'): Promise<void> {
  await call(EndOverride, { params: { id: customerId, figure } })
  moved(client, customerId)
}
