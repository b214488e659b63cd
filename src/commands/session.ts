import type { Command } from 'commander'
import { type Clock, systemClock } from '../base/clock.ts'
import { type ConnectedDatabase, connectDatabase } from '../platform/connect.ts'
import { type Environment, readEnvironment } from '../platform/environment.ts'
import { createLog, type Log } from '../platform/log.ts'
import { onceSignalled } from '../platform/child.ts'
import type { Database } from '../platform/postgres.ts'
import { createOutput, type Output } from './output.ts'
import { refuse } from './refusal.ts'

/** What the body of a command works with. */
export type Session = {
  readonly environment: Environment
  readonly clock: Clock
  readonly database: Database
  readonly connection: ConnectedDatabase
  readonly log: Log
  readonly output: Output
}

/** The output that a command was asked for: `--json` may stand anywhere on the line. It goes where the program's own words go. */
export function outputOf(command: Command): Output {
  const { writeOut, writeErr } = command.configureOutput()
  const stream = (write: ((text: string) => void) | undefined) => ({ write: (text: string) => (write?.(text), true) })
  return createOutput(command.optsWithGlobals<{ json?: boolean }>().json === true, {
    stdout: stream(writeOut),
    stderr: stream(writeErr),
  })
}

/**
 * Runs the body of a command: reads the settings, joins or starts the database (migrated when it ends up here), and leaves it afterwards,
 * also when it is interrupted: a database that this command started must not run on.
 * ```ts
 * program.command('queue').action((options: Options, command: Command) => inSession(command, (session) => printQueue(session, options)))
 * ```
 */
export async function inSession(command: Command, work: (session: Session) => Promise<void>): Promise<void> {
  const environment = readEnvironment()
  const log = createLog(environment.logLevel)
  const interrupted = new AbortController()
  const stopListening = onceSignalled(() => interrupted.abort())
  try {
    await connected(environment, interrupted.signal, (connection) =>
      work({
        environment,
        clock: systemClock,
        database: connection.database,
        connection,
        log,
        output: outputOf(command),
      }),
    )
  } catch (error) {
    if (interrupted.signal.aborted) refuse('Interrupted', 'What was not finished was not kept; run it again.')
    throw error
  } finally {
    stopListening()
  }
}

async function connected(
  environment: Environment,
  signal: AbortSignal,
  work: (connection: ConnectedDatabase) => Promise<void>,
): Promise<void> {
  const connection = await connectDatabase(environment, { signal })
  const cut = (): void => connection.database.abort()
  signal.addEventListener('abort', cut)
  try {
    signal.throwIfAborted()
    await work(connection)
  } finally {
    signal.removeEventListener('abort', cut)
    await connection.close()
  }
}
