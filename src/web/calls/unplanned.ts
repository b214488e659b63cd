import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { EndOverride, NotePulse, SetOverride } from '../../pipeline/customer.contract.ts'
import { LogEngagement, TakeBackLogged } from '../../pipeline/log.contract.ts'
import { CreateExecution } from '../../stages/execute/executions.contract.ts'
import { GetStartable } from '../../views/startable.contract.ts'
import { call } from '../api.ts'

// What is done with a customer between the planned things. Each is looked at on the server at once, so each moves figures and the day.

/** What stood there before is old: of the customer, and wherever its figures and what was promised count. Ends when the customer is read anew. */
function moved(client: QueryClient, customerId: string): Promise<void> {
  const of = ['customers', 'today', 'queue', 'team', 'tasks'].map((what) => [what])
  for (const queryKey of [...of, ['startable', customerId]]) void client.invalidateQueries({ queryKey })
  return client.invalidateQueries({ queryKey: ['customer', customerId] })
}

function useMoving<Input, Output>(customerId: string, act: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => void moved(client, customerId) })
}

/** What is sent, with the key under which it is done once. */
type Sending<Body> = { readonly key: string; readonly body: Body }

export const startableQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['startable', customerId],
    queryFn: ({ signal }) => call(GetStartable, { params: { id: customerId } }, signal),
  })

export const useLog = (customerId: string) =>
  useMoving(customerId, ({ key, body }: Sending<z.input<typeof LogEngagement.body>>) =>
    call(LogEngagement, { params: { id: customerId }, body, key }),
  )

/** Takes back what was logged a moment ago. */
export async function takeBackLogged(client: QueryClient, customerId: string, engagementId: string): Promise<void> {
  await call(TakeBackLogged, { params: { id: customerId, engagementId } })
  void moved(client, customerId)
}

/** Opens a workflow that somebody wants, and begins it. */
export const useStartByHand = (customerId: string) =>
  useMoving(customerId, ({ key, workflowId }: { readonly key: string; readonly workflowId: string }) =>
    call(CreateExecution, { body: { customerId, workflowId, start: true }, key }),
  )

export const usePulse = (customerId: string) =>
  useMoving(customerId, ({ key, body }: Sending<z.input<typeof NotePulse.body>>) =>
    call(NotePulse, { params: { id: customerId }, body, key }),
  )

export const useOverride = (customerId: string) =>
  useMoving(customerId, ({ key, body }: Sending<z.input<typeof SetOverride.body>>) =>
    call(SetOverride, { params: { id: customerId }, body, key }),
  )

/** The computed figure counts again. */
export async function endOverride(client: QueryClient, customerId: string, figure: 'health' | 'risk'): Promise<void> {
  await call(EndOverride, { params: { id: customerId, figure } })
  // Until the customer shows it, a second click would send it again.
  await moved(client, customerId)
}
