import { PRICE_SIGN } from '../artifacts.contract.ts'
import { contractCard } from '../artifacts/contract-card.ts'
import { PRICE_STEP } from '../artifacts/pricing.ts'
import { quote } from '../artifacts/quote.ts'
import { paragraph, paragraphs } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** The offer on paper, at the price of this run; a draft while that price waits. */
export const prepareQuote: Slide = {
  id: 'prepare-quote',
  kind: 'action',
  build: (scene) => {
    const { say } = scene
    const made = quote(scene)
    const { stepId } = PRICE_STEP
    const opening = made
      ? paragraphs([
          paragraph(
            [
              say('The price is decided, and the quote carries it: ', {}),
              say(`${PRICE_SIGN} a year.`, { strong: true }),
            ],
            { stepId, is: 'settled' },
          ),
          paragraph(
            [
              say('The price waits, so this quote carries '),
              say(`${PRICE_SIGN} as a placeholder.`, { strong: true }),
              say(' It stays a draft until that step is settled, and then the final figure is in it by itself.'),
            ],
            { stepId, is: 'waiting' },
          ),
          paragraph(
            [
              say('The price is not decided yet, so this quote carries '),
              say(`${PRICE_SIGN}, as it stands there.`, { strong: true }),
            ],
            { stepId, is: 'open' },
          ),
          paragraph([
            say(
              'I kept what is agreed today{% if own.starts %}, and begin where the running contract ends{% endif %}.',
              {
                from: 'contract',
                own: { starts: made.startsOn },
              },
            ),
            say(' Change what has to be changed; the sum follows.'),
          ]),
        ])
      : paragraphs([
          paragraph([
            say('What {{customer.name}} pays today is not on record, so there is nothing to build a quote from.', {
              strong: true,
            }),
          ]),
          paragraph([say('Attach the paper that you use, or write down what you offered.')]),
        ])
    return {
      opening,
      buttons: [button('ready', 'The quote is ready', 'completeStep'), button('terms', 'What was agreed before?')],
      branches: {
        terms: answer(
          paragraphs([paragraph([say('The running contract is beside this, with its terms.', { from: 'contract' })])]),
          { actions: ['showArtifact'], artifactId: 'contract' },
        ),
      },
      artifacts: [...(made ? [made] : [offered()]), contractCard(scene)],
    }
  },
}

const offered = () => ({
  type: 'form' as const,
  id: 'offered',
  title: 'What you offered',
  note: 'Kept with the run.',
  fields: [
    {
      key: 'notes',
      label: 'The offer',
      kind: 'text' as const,
      options: [],
      hint: 'Price, term and where the paper is',
    },
  ],
})
