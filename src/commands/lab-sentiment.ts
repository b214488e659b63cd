import type { Command } from 'commander'
import { sentimentOf } from '../stages/analyze/sentiment.ts'
import { textsOf } from './lab-columns.ts'
import { readLabFile } from './lab-file.ts'
import { table } from './output.ts'
import { refuse } from './refusal.ts'
import { outputOf } from './session.ts'

type Options = { readonly column?: string; readonly words?: boolean }

/** `lab sentiment FILE`: label and score of each text, in the file's order. Reads no database and no network. */
export function registerLabSentiment(lab: Command): void {
  lab
    .command('sentiment')
    .argument('<file>', 'CSV with a column of texts, JSON, or one text a line')
    .description('say of each text in a file whether it is negative, neutral or positive')
    .option('--column <name>', 'the column that holds the texts; guessed when left out')
    .option('--words', 'add the words that made the score, and the phrases of leaving')
    .action((file: string, { column, words }: Options, command: Command) => {
      const texts = textsOf(readLabFile(file), column)
      if (texts.length === 0) refuse(`${file} holds no text.`, 'Give a file with one text a row.')
      const found = texts.map((text) => {
        const { score, label, words: made, leaving } = sentimentOf(text)
        return words ? { label, score, words: made, leaving: leaving.phrases } : { label, score }
      })
      outputOf(command).answer(found, (all) =>
        table(
          ['label', 'score', 'text'],
          all.map(({ label, score }, index) => [
            label,
            score,
            (texts[index] ?? '').replaceAll(/\s+/g, ' ').slice(0, 80),
          ]),
        ),
      )
    })
}
