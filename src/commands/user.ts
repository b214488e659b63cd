import { type Command, InvalidArgumentError } from 'commander'
import { ROLES, type Role } from '../access/role.ts'
import { createUser, listUsers, userByEmail } from '../access/users.store.ts'
import { type Identities, openIdentities } from '../access/identities.ts'
import { givePassword, invitationLink } from '../access/letting-in.ts'
import { NewPassword } from '../access/password.contract.ts'
import { resetSecondFactor } from '../access/second-factor-reset.ts'
import { systemActor } from '../base/actor.ts'
import { type CompanySession, inCompany } from './context.ts'
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
  readonly password?: string
  readonly invite?: boolean
}

type WhoseOptions = { readonly company?: string; readonly email: string }

type PasswordOptions = WhoseOptions & { readonly password: string }

/** The people of a company, and how they come in. */
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
    .option('--password <text>', 'signs in with it at once; at least 10 characters', newPassword)
    .option('--invite', 'answer the link by which the person chooses a password')
    .action((options: CreateOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output, ...session }) => {
        const { lead, company: _company, password, invite, ...rest } = options
        if (options.email === undefined && (password !== undefined || invite))
          refuse('Nobody signs in without an e-mail address', 'Add --email ADDRESS')
        const leader =
          lead === undefined ? undefined : await database.withCompany(company.id, (tx) => userByEmail(tx, lead))
        if (lead !== undefined && !leader)
          refuse(`Nobody in ${company.name} has the address ${lead}`, 'Create the lead first')
        const made = await createUser({ database }, { ...rest, companyId: company.id, leadId: leader?.id ?? null })
        const whom = { companyId: company.id, user: made }
        if (password !== undefined)
          await withIdentities(session, (identities) => givePassword({ database, identities }, { ...whom, password }))
        const { publicUrl } = session.environment
        const link = invite ? await invitationLink({ database }, { ...whom, publicUrl }) : undefined
        output.answer({ ...made, ...(link ? { invitation: link } : {}) }, ({ name, role }) =>
          [
            `Added ${name} as ${role} to ${company.name}.`,
            ...(link ? [`Invitation, for seven days: ${link}`] : []),
          ].join('\n'),
        )
      }),
    )
  registerWaysIn(user)
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

/** A new password, or none but that, for who cannot come in any more. */
function registerWaysIn(user: Command): void {
  user
    .command('password')
    .description('give somebody a new password; it ends the sessions that are open with the old one')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .requiredOption('--email <address>', 'whose')
    .requiredOption('--password <text>', 'at least 10 characters', newPassword)
    .action((options: PasswordOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output, ...session }) => {
        const found = await database.withCompany(company.id, (tx) => userByEmail(tx, options.email))
        if (!found) refuse(`Nobody in ${company.name} has the address ${options.email}`, 'renubu user list')
        const { password } = options
        await withIdentities(session, (identities) =>
          givePassword({ database, identities }, { companyId: company.id, user: found, password }),
        )
        output.answer({ id: found.id, email: found.email }, () => `${found.name} signs in with the new password.`)
      }),
    )
  user
    .command('reset-second-factor')
    .description('take the second factor of somebody away who has lost it; all sessions end')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .requiredOption('--email <address>', 'whose')
    .action((options: WhoseOptions, command: Command) =>
      inCompany(command, options.company, async ({ database, company, output, ...session }) => {
        const { secret } = session.connection
        const { publicUrl, smtpUrl } = session.environment
        const reset = await withIdentities(session, (identities) =>
          database.withCompany(company.id, async (tx) => {
            const user = await userByEmail(tx, options.email)
            if (!user) refuse(`Nobody in ${company.name} has the address ${options.email}`, 'renubu user list')
            const deps = { identities, mail: smtpUrl !== undefined, secret, publicUrl }
            const done = await resetSecondFactor(deps, tx, { user, company, actor: systemActor('command line') })
            if (!done.ok) refuse(done.refusal.says)
            return user
          }),
        )
        output.answer({ id: reset.id, email: reset.email }, () => `${reset.name} signs in with the password alone.`)
      }),
    )
}

function newPassword(text: string): string {
  const parsed = NewPassword.safeParse(text)
  if (!parsed.success) throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? '')
  return parsed.data
}

async function withIdentities<T>(
  { connection, environment, log }: Pick<CompanySession, 'connection' | 'environment' | 'log'>,
  work: (identities: Identities) => Promise<T>,
): Promise<T> {
  const identities = openIdentities({
    authUrl: connection.urls.authUrl,
    secret: connection.secret,
    publicUrl: environment.publicUrl,
    onTrouble: (words) => log.warn(words),
  })
  try {
    return await work(identities)
  } finally {
    await identities.close()
  }
}
