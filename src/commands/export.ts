import type { Command } from 'commander'
import { exportRecords } from '../stages/ingest/export/export.job.ts'
import { KINDS, type Kind } from '../stages/ingest/import/fields/field.ts'
import { inCompany } from './context.ts'
import { oneOf } from './options.ts'
import { pieceWriter } from './piece-writer.ts'
import { refuse } from './refusal.ts'

type ExportOptions = {
  readonly company?: string
  readonly format: 'csv' | 'json'
  readonly raw?: boolean
  readonly out?: string
}

/** `export KIND`: all records of a kind on stdout or in a file. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description(`write all records of a kind: ${KINDS.join(', ')}`)
    .argument('<kind>', 'what to export')
    .option('--company <name>', 'whose records; may be left out while there is one company')
    .option('--format <format>', 'csv or json', oneOf(['csv', 'json']), 'csv')
    .option('--raw', 'CSV without guards: exact, but do not open it in a spreadsheet')
    .option('--out <file>', 'write to a file instead of stdout')
    .action(async (word: string, options: ExportOptions, command: Command) => {
      const kind = kindOf(word)
      await inCompany(command, options.company, async ({ database, company, output }) => {
        const target = await pieceWriter(options.out)
        const { rows } = await exportRecords(
          { database },
          { companyId: company.id, kind, format: options.format, raw: options.raw === true },
          target.write,
        )
        await target.end()
        if (options.out === undefined) return
        output.answer({ kind, rows, file: options.out }, () => `Wrote ${rows} ${kind} to ${String(options.out)}.`)
      })
    })
}

/** The kind that a word means; refuses and lists them otherwise. */
export function kindOf(word: string): Kind {
  const found = KINDS.find((kind) => kind === word || kind === `${word}s` || kind === word.replace(/y$/, 'ies'))
  if (found === undefined)
    refuse(`There is nothing called "${word}" to import or export`, `There are: ${KINDS.join(', ')}`)
  return found
}
