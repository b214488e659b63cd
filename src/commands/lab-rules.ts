import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { checkVectors, ruleNames } from './vector-rules.ts'
import { createOutput, table } from './output.ts'
import { refuse } from './refusal.ts'

type FileReport = {
  readonly file: string
  readonly cases: number
  readonly failed: readonly {
    readonly case: number
    readonly given: unknown
    readonly expected: unknown
    readonly found: unknown
  }[]
}

/** `lab rules`: evaluates a folder of test vectors with the rules that decide, so that anybody can check them. */
export function registerLabRules(lab: Command): void {
  lab
    .command('rules')
    .description(`check the rules against a folder of JSON files; a file's name says which: ${ruleNames().join(', ')}`)
    .requiredOption('--vectors <dir>', 'the folder')
    .action(async (options: { readonly vectors: string }, command: Command) => {
      const output = createOutput(command.optsWithGlobals<{ json?: boolean }>().json === true)
      const reports = await checkFolder(options.vectors)
      output.answer(reports, forPeople)
      if (reports.some((report) => report.failed.length > 0)) process.exitCode = 1
    })
}

async function checkFolder(folder: string): Promise<readonly FileReport[]> {
  const names = await readdir(folder).catch(() =>
    refuse(`There is no folder ${folder}`, 'Give a folder of JSON files with --vectors'),
  )
  const files = names.filter((name) => name.endsWith('.json')).sort()
  if (files.length === 0)
    refuse(`There is no JSON file in ${folder}`, `Files are named by their rule: ${ruleNames().join(', ')}`)
  return Promise.all(files.map((file) => checkFile(folder, file)))
}

async function checkFile(folder: string, file: string): Promise<FileReport> {
  const rule = file.slice(0, -'.json'.length)
  if (!ruleNames().includes(rule)) refuse(`${file} names no rule`, `The rules are ${ruleNames().join(', ')}`)
  const text = await readFile(join(folder, file), 'utf8').catch((error: unknown) =>
    refuse(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Give a folder of files',
    ),
  )
  const checked = checkVectors(rule, text)
  if (!checked.ok)
    refuse(
      `${file} cannot be read: ${checked.refusal}`,
      'A file is {"cases": [ … ]}, each with what is given and what is expected',
    )
  return { file, ...checked.value }
}

function forPeople(reports: readonly FileReport[]): string {
  const rows = reports.map(({ file, cases, failed }) => [file, cases, failed.length] as const)
  const wrong = reports.flatMap(({ file, failed }) =>
    failed.map(
      (each) =>
        `${file}, case ${String(each.case)}: expected ${JSON.stringify(each.expected)}, found ${JSON.stringify(each.found)}`,
    ),
  )
  return [table(['file', 'cases', 'failed'], rows), ...wrong].join('\n')
}
