import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { z } from 'zod'
import { systemActor } from '../base/actor.ts'
import { checkedConfiguration } from '../configuration.ts'
import { configurationInForce, saveConfiguration } from '../spine/configuration.store.ts'
import { inCompany } from './context.ts'
import { refuse } from './refusal.ts'

type Which = { readonly company?: string }
type Setting = Which & { readonly note: string; readonly propose?: boolean }

/** `configuration show` and `configuration set`: what a company says otherwise than it ships, as text. */
export function registerConfiguration(program: Command): void {
  const configuration = program
    .command('configuration')
    .description('points, weights, thresholds, cadences and rules that decide, every version kept')
  configuration
    .command('show')
    .description('print what the company says otherwise than it ships; `configuration set` takes it again')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .action(({ company: name }: Which, command: Command) =>
      inCompany(command, name, async ({ database, company, output }) => {
        const { version, settings } = await database.withCompany(company.id, configurationInForce)
        output.answer({ version, settings }, () => JSON.stringify(settings, null, 2))
      }),
    )
  configuration
    .command('set <file>')
    .description('write the next version from a JSON file; in force at once unless it is only proposed')
    .option('--company <name>', 'the company; may be left out while there is only one')
    .option('--note <words>', 'why', '')
    .option('--propose', 'do not adopt it')
    .action((file: string, { company: name, note, propose = false }: Setting, command: Command) =>
      inCompany(command, name, async ({ database, company, output }) => {
        const settings = await settingsIn(file)
        const actor = systemActor('command line')
        const version = await database.withCompany(company.id, (tx) =>
          saveConfiguration(tx, { settings, note, actor, adopt: !propose }),
        )
        output.answer({ version, inForce: !propose }, () =>
          propose ? `Proposed version ${String(version)}.` : `Version ${String(version)} is in force.`,
        )
      }),
    )
}

async function settingsIn(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(file, 'utf8').catch(() => refuse(`${file} cannot be read`))
  const settings = z.record(z.string(), z.unknown()).safeParse(parsed(text))
  if (!settings.success) refuse(`${file} is no JSON document of settings`, 'Begin with `renubu configuration show`')
  const checked = checkedConfiguration(settings.data)
  if (!checked.ok) refuse(checked.refusal)
  return settings.data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
