import type { Command } from 'commander'
import { createApiKey } from '../access/api-keys.store.ts'
import { ROLES, type Role } from '../access/role.ts'
import { inCompany } from './context.ts'
import { oneOf } from './options.ts'

type CreateOptions = { readonly company?: string; readonly role: Role; readonly name?: string }

/** `key create`: an API key, shown this once. */
export function registerKey(program: Command): void {
  program
    .command('key')
    .description('API keys for programs')
    .command('create')
    .description('make an API key; it is shown this once and never stored')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .requiredOption('--role <role>', ROLES.join(', '), oneOf(ROLES))
    .option('--name <name>', 'what it is for')
    .action((options: CreateOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output }) => {
        const { key } = await createApiKey(
          { database },
          { companyId: company.id, role: options.role, name: options.name },
        )
        output.answer({ key }, (made) => made.key)
      }),
    )
}
