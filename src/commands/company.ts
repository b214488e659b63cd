import type { Command } from 'commander'
import { createCompany, listCompanies } from '../access/companies.store.ts'
import { timeZone } from './options.ts'
import { table } from './output.ts'
import { inSession } from './session.ts'

type CreateOptions = {
  readonly name: string
  readonly timeZone: string
  readonly locale?: string
  readonly currency?: string
}

/** `company create` and `company list`. */
export function registerCompany(program: Command): void {
  const company = program
    .command('company')
    .description('companies (tenants): each one’s data is apart from all others’')
  company
    .command('create')
    .description('create a company')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--time-zone <zone>', 'where its days begin, like Europe/Berlin', timeZone)
    .option('--locale <locale>', 'how numbers and dates are written (en-US)')
    .option('--currency <code>', 'its reporting currency (USD)')
    .action((options: CreateOptions, command: Command) =>
      inSession(command, async ({ database, output }) => {
        const made = await createCompany({ database }, options)
        output.answer(made, ({ name, timeZone, id }) => `Created ${name} (${timeZone}), id ${id}.`)
      }),
    )
  company
    .command('list')
    .description('list the companies')
    .action((_options: object, command: Command) =>
      inSession(command, async ({ database, output }) => {
        const companies = await database.platform(listCompanies)
        output.answer(companies, (all) =>
          table(
            ['name', 'time zone', 'locale', 'currency', 'id'],
            all.map(({ name, timeZone, locale, currency, id }) => [name, timeZone, locale, currency, id]),
            'There is no company yet. Create one: renubu company create --name NAME --time-zone ZONE',
          ),
        )
      }),
    )
}
