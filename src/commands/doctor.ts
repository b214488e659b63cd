import type { Command } from 'commander'
import { examine, type Finding } from '../operate/doctor.ts'
import { inSession } from './session.ts'

const MARKS = { good: '✓', doubtful: '?', broken: '✗' } as const satisfies Record<Finding['state'], string>

/** `doctor`: looks at the whole installation and says what to do; exit code 1 when something is broken. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at everything that has to hold, and say what to do where it does not')
    .action((_options: object, command: Command) =>
      inSession(command, async ({ environment, database, clock, output }) => {
        const findings = await examine({ environment, database, clock })
        const healthy = findings.every(({ state }) => state !== 'broken')
        output.answer({ healthy, findings }, () => findings.map(line).join('\n'))
        if (!healthy) process.exitCode = 1
      }),
    )
}

const line = ({ check, state, says, advice }: Finding): string =>
  `${MARKS[state]} ${check}: ${says}${advice === undefined ? '' : `\n    ${advice}`}`
