import { Command, CommanderError } from 'commander'
import { registerCompany } from './commands/company.ts'
import { registerConfiguration } from './commands/configuration.ts'
import { registerDoctor } from './commands/doctor.ts'
import { registerExplain } from './commands/explain.ts'
import { registerExport } from './commands/export.ts'
import { registerImport } from './commands/import.ts'
import { registerJobs } from './commands/jobs.ts'
import { registerKey } from './commands/key.ts'
import { registerLab } from './commands/lab.ts'
import { registerMigrate } from './commands/migrate.ts'
import { createOutput, type Streams } from './commands/output.ts'
import { explainError } from './commands/refusal.ts'
import { registerQueue } from './commands/queue.ts'
import { registerRun } from './commands/run.ts'
import { registerServe } from './commands/serve.ts'
import { registerUser } from './commands/user.ts'
import { registerWebhook } from './commands/webhook.ts'
import { registerVerifyAudit } from './commands/verify-audit.ts'
import { registerWorker } from './commands/worker.ts'

/** The command line as it stands; nothing runs until it is parsed. */
export function createProgram({ stdout, stderr }: Streams = process): Command {
  const program = new Command('renubu')
    .description('Customer-success software that answers one question every morning: what should I do today?')
    .option('--json', 'print exactly one JSON value on stdout; everything else goes to stderr')
    .showHelpAfterError('(renubu --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void stdout.write(text), writeErr: (text) => void stderr.write(text) })
  registerServe(program)
  registerWorker(program)
  registerCompany(program)
  registerUser(program)
  registerKey(program)
  registerWebhook(program)
  registerConfiguration(program)
  registerMigrate(program)
  registerDoctor(program)
  registerJobs(program)
  registerImport(program)
  registerExport(program)
  registerLab(program)
  registerRun(program)
  registerQueue(program)
  registerExplain(program)
  registerVerifyAudit(program)
  return program
}

type Told = ReturnType<typeof explainError>

/** Commander writes "error: unknown option" and the like for a terminal; a script reads the same shape as of every other refusal. */
const asRefusal = (error: unknown, told: Told): Told =>
  error instanceof CommanderError
    ? { error: wordsOf(error), advice: 'renubu --help lists the commands; renubu COMMAND --help its options' }
    : told

const wordsOf = ({ code, message }: CommanderError): string =>
  code === 'commander.help' ? 'No command was given' : message.replace(/^error: /, '')

/** Parses and runs a command line. Resolves to the exit code: 0, or 1 for whatever went wrong. */
export async function runCommandLine(words: readonly string[], streams: Streams = process): Promise<number> {
  const program = createProgram(streams)
  const output = createOutput(words.includes('--json'), streams)
  try {
    await program.parseAsync([...words], { from: 'user' })
    return process.exitCode === undefined ? 0 : Number(process.exitCode)
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const told = explainError(error, process.env['LOG_LEVEL'] === 'debug')
    // Commander has printed its own complaint already.
    if (!(error instanceof CommanderError))
      output.say(['renubu: ' + told.error, told.advice ?? ''].join('\n').trimEnd())
    if (output.json) output.answer(asRefusal(error, told), () => '')
    return 1
  }
}
