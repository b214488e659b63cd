import type { Command } from 'commander'
import { endpointOf } from '../access/companies.store.ts'
import { makeWebhookSecret } from '../access/webhook-secrets.store.ts'
import { systemActor } from '../base/actor.ts'
import { inCompany } from './context.ts'

type CreateOptions = { readonly company?: string; readonly name: string }

/** `webhook secret create`: what a sender of webhooks signs with, shown this once. */
export function registerWebhook(program: Command): void {
  program
    .command('webhook')
    .description('what other systems tell of customers as it happens')
    .command('secret')
    .description('secrets that webhooks are signed with')
    .command('create')
    .description('make a secret; it is shown this once, and the older ones stay valid until they are ended')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .option('--name <name>', 'who signs with it', 'webhook')
    .action((options: CreateOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, connection, output }) => {
        const wanted = { companyId: company.id, name: options.name, secret: connection.secret }
        const made = await database.withCompany(company.id, async (tx) => {
          const { secret } = await makeWebhookSecret(tx, wanted, systemActor('command line'))
          return { secret, endpoint: await endpointOf(tx, company.id) }
        })
        output.answer(
          { ...made, address: `/api/webhooks/active/customer-update?endpoint=${made.endpoint}` },
          ({ secret, address }) => `${secret}\nSend to ${address}`,
        )
      }),
    )
}
