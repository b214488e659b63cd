import { PERCENT_SIGN } from '../artifacts.contract.ts'
import { people } from '../artifacts/people.ts'
import { pricing, worth } from '../artifacts/pricing.ts'
import { priceAfter, recommendIncrease } from '../pricing.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** What to ask for, and why; the figure can be moved, and what was chosen is on record. */
export const pricingStrategy: Slide = {
  id: 'pricing-strategy',
  kind: 'planning',
  build: (scene) => {
    const opening = proposes(scene)
    const proposal = pricing(scene)
    if (!proposal)
      return {
        opening,
        buttons: [button('done', 'It is agreed', 'completeStep')],
        artifacts: [agreed(), people(scene)],
      }
    return {
      opening,
      buttons: [
        button('use', `Use ${PERCENT_SIGN}`, 'completeStep'),
        button('change', 'Change it'),
        button('against', 'What speaks against it?'),
      ],
      branches: {
        change: answer(
          paragraphs([
            paragraph([
              scene.say(
                'Move the slider, or write a figure beside it. What you choose is what the quote and the mail carry.',
              ),
            ]),
          ]),
          { actions: ['showArtifact'], artifactId: 'pricing' },
        ),
        against: answer(against(scene)),
      },
      artifacts: [proposal, worth(scene)],
    }
  },
}

function proposes(scene: Scene) {
  const { context, say, today, money } = scene
  const current = context.renewal?.arrAtStake ?? context.customer.arr
  if (current === null || current <= 0) {
    return paragraphs([
      paragraph([
        say('What {{customer.name}} pays today is not on record, so I cannot propose a step from it.', {
          strong: true,
        }),
      ]),
      paragraph([say('Write down what you agree on; it goes on record with this run.')]),
    ])
  }
  const { percent, reasons, limit } = recommendIncrease(context, today)
  const price = money(priceAfter(current, percent))
  const speaking = reasons.filter(({ key, value }) => key !== 'usual' && key !== 'limit' && value > 0)
  return paragraphs([
    paragraph([
      say('On to the price, {{reader.firstName}}.'),
      percent > 0
        ? say(' I would ask for {{own.percent}}% more: {{own.price}} a year.', {
            strong: true,
            own: { percent, price },
          })
        : say(' I would leave it where it is: {{own.price}} a year.', { strong: true, own: { price } }),
    ]),
    speaking.length > 0
      ? paragraph(
          speaking.map(({ label, from }, index) =>
            say('{% if own.first %}{{own.label}}{% else %} {{own.label}}{% endif %}.', {
              own: { first: index === 0, label },
              ...(from === null ? {} : { from }),
            }),
          ),
        )
      : null,
    paragraph([
      limit !== null &&
        say('The contract says: {{own.text}}.', { from: 'contract', own: { text: limit.text.replace(/\.$/, '') } }),
    ]),
    paragraph([
      say('If you wait for somebody’s word, snooze this step: the quote and the mail go on with a placeholder.'),
    ]),
  ])
}

function against({ context, say, today }: Scene) {
  const { competitors } = context.customer
  const { riskScore } = context.intelligence
  const { limit } = recommendIncrease(context, today)
  const late = context.data.financials.paymentHistory.some(
    ({ dueDate, paidAt }) => dueDate !== null && paidAt === null && dueDate < context.takenAt.slice(0, 10),
  )
  const said = [
    paragraph([
      competitors.length > 0 &&
        say('They know {{own.names}}.', { from: 'customer', own: { names: competitors.join(', ') } }),
    ]),
    paragraph([
      riskScore !== null && riskScore >= 40 && say('Risk is {{intelligence.riskScore | round}}.', { from: 'analysis' }),
    ]),
    paragraph([late && say('An invoice is not paid yet.', { from: 'invoices' })]),
    paragraph([
      limit !== null &&
        say('More than {{own.percent}}% is not allowed by the contract.', {
          from: 'contract',
          own: { percent: limit.percent },
        }),
    ]),
  ]
  const known = paragraphs(said)
  return known.length > 0
    ? known
    : paragraphs([paragraph([say('Nothing that is on record. Whoever pays may see it differently.')])])
}

const agreed = () => ({
  type: 'form' as const,
  id: 'agreed',
  title: 'What you agree on',
  note: 'Kept with the run.',
  fields: [
    { key: 'price', label: 'The price of a year', kind: 'line' as const, options: [], hint: '' },
    { key: 'notes', label: 'Why', kind: 'text' as const, options: [], hint: 'Who agreed, and on what' },
  ],
})
