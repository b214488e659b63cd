import { SingleBar } from 'cli-progress'
import type { Command } from 'commander'
import { systemActor } from '../base/actor.ts'
import { rejectionsCsv } from '../stages/ingest/import/rejections.job.ts'
import { ticketSignals } from '../stages/analyze/sentiment.ts'
import { type ImportRequest, runImport } from '../stages/ingest/import/import.job.ts'
import { KINDS } from '../stages/ingest/import/fields/field.ts'
import type { ImportReport } from '../stages/ingest/import/report.ts'
import { undoImport, type UndoReport } from '../stages/ingest/import/undo.job.ts'
import { inCompany } from './context.ts'
import { kindOf } from './export.ts'
import { pieceWriter } from './piece-writer.ts'
import { refuse } from './refusal.ts'

type ImportOptions = {
  readonly company?: string
  readonly map: Readonly<Record<string, string>>
  readonly source?: string
  readonly dryRun?: boolean
  readonly raw?: boolean
}

/** `import KIND FILE`, `import rejections IMPORT --out FILE`, `import undo IMPORT`. */
export function registerImport(program: Command): void {
  program
    .command('import')
    .description(
      `read a file of one kind (CSV, JSON, NDJSON): import KIND FILE\n` +
        `kinds: ${KINDS.join(', ')}\n` +
        `import rejections IMPORT --out FILE: the rows that could not be taken, with the reasons, importable again\n` +
        `import undo IMPORT: take an import back`,
    )
    .argument('<kind>', 'a kind, or "rejections", or "undo"')
    .argument('<file>', 'the file, or the id of an import')
    .option('--company <name>', 'whose records; may be left out while there is one company')
    .option(
      '--map <field=Column>',
      'where a field is read from; may be repeated; "field=" leaves it out',
      intoMapping,
      {},
    )
    .option('--source <name>', 'the system it comes from (import)')
    .option('--dry-run', 'do everything but keep it')
    .option('--raw', 'take cells as they stand, without taking the guards of an export off')
    .option('--out <file>', 'where rejected rows go')
    .action(
      async (kind: string, file: string, options: ImportOptions & { readonly out?: string }, command: Command) => {
        if (kind === 'undo') await undo(command, file, options)
        else if (kind === 'rejections') await rejections(command, file, options)
        else await importFile(command, { kind: kindOf(kind), file }, options)
      },
    )
}

function intoMapping(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) refuse(`"${text}" does not say which column`, 'Write it as --map renewalDate="Next renewal"')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

async function importFile(
  command: Command,
  { kind, file }: { kind: ImportRequest['kind']; file: string },
  options: ImportOptions,
): Promise<void> {
  await inCompany(command, options.company, async ({ database, clock, company, output }) => {
    const progress = progressBar()
    try {
      const report = await runImport(
        { database, clock, readTicket: ticketSignals },
        {
          companyId: company.id,
          actor: systemActor('command line'),
          kind,
          input: { path: file, raw: options.raw === true },
          ...(options.source === undefined ? {} : { source: options.source }),
          mapping: options.map,
          dryRun: options.dryRun === true,
          onProgress: progress.show,
        },
      )
      progress.end()
      output.answer(report, inWords)
    } catch (error) {
      progress.end()
      if (error instanceof Error && error.name === 'UnreadableFile') refuse(error.message)
      throw error
    }
  })
}

async function undo(command: Command, importId: string, options: ImportOptions): Promise<void> {
  await inCompany(command, options.company, async ({ database, clock, company, output }) => {
    const undone = await undoImport(
      { database, clock },
      { companyId: company.id, actor: systemActor('command line'), importId },
    )
    if (!undone.ok) refuse(undone.refusal)
    output.answer(undone.value, undoneInWords)
  })
}

async function rejections(
  command: Command,
  importId: string,
  options: ImportOptions & { readonly out?: string },
): Promise<void> {
  await inCompany(command, options.company, async ({ database, company, output }) => {
    const target = await pieceWriter(options.out)
    const found = await rejectionsCsv({ database }, { companyId: company.id, importId }, target.write)
    await target.end()
    if (!found.ok) refuse(found.refusal)
    if (options.out === undefined) return
    output.answer(
      { rows: found.value.rows, file: options.out },
      ({ rows }) => `Wrote ${rows} rejected rows to ${String(options.out)}.`,
    )
  })
}

/** A bar on the terminal's stderr; nothing where nobody watches. */
function progressBar(): { show: NonNullable<ImportRequest['onProgress']>; end: () => void } {
  if (!process.stderr.isTTY) return { show: () => undefined, end: () => undefined }
  const bar = new SingleBar({
    format: '{phase} {bar} {value}/{total} rows, {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let phase = ''
  return {
    show: (at) => {
      if (at.phase !== phase)
        bar.start(at.total ?? 0, at.rows, { phase: at.phase === 'survey' ? 'Looking' : 'Importing' })
      phase = at.phase
      if (at.total === undefined) bar.setTotal(at.rows)
      bar.update(at.rows)
    },
    end: () => bar.stop(),
  }
}

function inWords(report: ImportReport): string {
  const { kind, received, created, updated, unchanged, rejected, unlinked } = report
  const lines = [
    `${report.dryRun ? 'Rehearsed' : 'Imported'} ${kind}: ${received} received, ${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected, ${unlinked} without a customer.`,
    `Columns: ${Object.entries(report.mapping)
      .map(([field, column]) => (field === column ? field : `${field} ← ${column}`))
      .join(', ')}`,
    ...report.warnings.map(
      ({ code, count, examples }) => `  ${code}: ${count}${examples.length > 0 ? ` (${examples.join('; ')})` : ''}`,
    ),
  ]
  if (rejected > 0) lines.push(`Why rows were rejected: renubu import rejections ${report.importId} --out rejected.csv`)
  if (!report.dryRun && created + updated > 0) lines.push(`Take it back: renubu import undo ${report.importId}`)
  return lines.join('\n')
}

const undoneInWords = ({ deleted, restored, archived, kept }: UndoReport): string =>
  [
    `Taken back: ${deleted} deleted, ${restored} restored, ${archived.length} archived, ${kept.length} kept because they have changed since.`,
    ...archived.map((name) => `  archived: ${name}`),
    ...kept.slice(0, 50).map((name) => `  kept: ${name}`),
  ].join('\n')
