import { queryOptions, type QueryClient } from '@tanstack/react-query'
import { CreateSecret, EndSecret, ListSecrets } from '../../stages/ingest/webhook/webhook.contract.ts'
import { call, type OutputOf } from '../api.ts'

export type WebhookSecrets = OutputOf<typeof ListSecrets>

// Whoever connects a system looks here whether what it sent has arrived.
const LOOKS_AGAIN_MS = 5_000

export const webhookSecretsQuery = queryOptions({
  queryKey: ['webhook-secrets'],
  queryFn: ({ signal }) => call(ListSecrets, {}, signal),
  refetchInterval: LOOKS_AGAIN_MS,
})

/** The answer is the only time that the secret can be read. */
export async function makeSecret(client: QueryClient, name: string, key: string) {
  const made = await call(CreateSecret, { body: { name }, key })
  await client.invalidateQueries({ queryKey: webhookSecretsQuery.queryKey })
  return made
}

export async function endSecret(client: QueryClient, id: string): Promise<void> {
  await call(EndSecret, { params: { id } })
  await client.invalidateQueries({ queryKey: webhookSecretsQuery.queryKey })
}
