import type { Command } from 'commander'
import { registerLabRules } from './lab-rules.ts'
import { registerLabSentiment } from './lab-sentiment.ts'
import { registerLabTrend } from './lab-trend.ts'

/** `lab …`: the analyses on plain files, for people who want to check them. None of them needs a database. */
export function registerLab(program: Command): void {
  const lab = program.command('lab').description('the analyses on plain files, for people who want to check them')
  registerLabRules(lab)
  registerLabTrend(lab)
  registerLabSentiment(lab)
}
