import type { Command } from 'commander'
import { ROLES, type Role } from '../access/role.ts'
import { createUser, listUsers, userByEmail } from '../access/users.store.ts'
import { inCompany } from './context.ts'
import { oneOf, wholeNumber, decimal, timeZone } from './options.ts'
import { table } from './output.ts'
import { refuse } from './refusal.ts'

type CreateOptions = {
  readonly company?: string
  readonly name: string
  readonly email?: string
  readonly role: Role
  readonly team?: string
  readonly lead?: string
  readonly experience?: number
  readonly capacity?: number
  readonly timeZone?: string
}

/** `user create` and `user list`. */
export function registerUser(program: Command): void {
  const user = program.command('user').description('the people of a company')
  user
    .command('create')
    .description('add a person')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .requiredOption('--name <name>', 'first and last name')
    .option('--email <address>', 'signs in with it; without one the person can own customers but not sign in')
    .requiredOption('--role <role>', ROLES.join(', '), oneOf(ROLES))
    .option('--team <name>', 'the team; made when it is new')
    .option('--lead <address>', 'e-mail address of the manager or team lead')
    .option('--experience <factor>', 'from 0.9 to 1.2 (1)', decimal)
    .option(
      '--capacity <count>',
      'executions in progress and due this week that the person can carry (15)',
      wholeNumber,
    )
    .option('--time-zone <zone>', 'when it differs from the company’s', timeZone)
    .action((options: CreateOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output }) => {
        const { lead, company: _company, ...rest } = options
        const leader =
          lead === undefined ? undefined : await database.withCompany(company.id, (tx) => userByEmail(tx, lead))
        if (lead !== undefined && !leader)
          refuse(`Nobody in ${company.name} has the address ${lead}`, 'Create the lead first')
        const made = await createUser({ database }, { ...rest, companyId: company.id, leadId: leader?.id ?? null })
        output.answer(made, ({ name, role }) => `Added ${name} as ${role} to ${company.name}.`)
      }),
    )
  user
    .command('list')
    .description('list the people')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .action((options: { readonly company?: string }, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output }) => {
        const users = await database.withCompany(company.id, listUsers)
        output.answer(users, (all) =>
          table(
            ['name', 'e-mail', 'role', 'team', 'experience', 'capacity'],
            all.map(({ name, email, role, team, experience, capacity }) => [
              name,
              email ?? '',
              role,
              team ?? '',
              experience,
              capacity,
            ]),
            `Nobody works in ${company.name} yet. Add somebody: renubu user create --name NAME --email ADDRESS --role csm`,
          ),
        )
      }),
    )
}
