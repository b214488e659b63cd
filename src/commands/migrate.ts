import type { Command } from 'commander'
import { inSession } from './session.ts'

/** `migrate`: brings the database to the newest schema. Every other command does so too; this one does nothing else. */
export function registerMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action((_options: object, command: Command) =>
      inSession(command, ({ connection, output }) => {
        output.answer({ applied: connection.applied }, ({ applied }) =>
          applied.length === 0
            ? 'The schema is up to date.'
            : `Applied ${applied.join(', ')}. The schema is up to date.`,
        )
        return Promise.resolve()
      }),
    )
}
