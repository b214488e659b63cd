import { counted, inDays, onDay } from '../../analyze/phrasing.ts'
import { contractCard } from '../artifacts/contract-card.ts'
import { dayOrNull, whenWords } from '../facts.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** What was agreed, until when, and what may be asked for. */
export const reviewContract: Slide = {
  id: 'review-contract',
  kind: 'review',
  build: (scene) => {
    const card = contractCard(scene)
    return {
      opening: opening(scene, card.contracts[0]),
      buttons: [button('clear', 'The terms are clear', 'completeStep'), button('unknown', 'What is not in it?')],
      branches: {
        unknown: answer(unknowns(scene, card.contracts[0]), { actions: ['showArtifact'], artifactId: 'contract' }),
      },
      artifacts: [
        card,
        {
          type: 'checklist',
          id: 'checked',
          title: 'Before you go on',
          items: [
            { key: 'dates', label: 'End and notice are right' },
            { key: 'price', label: 'I know how far the price may move' },
            { key: 'promises', label: 'I know what we promised, and whether we kept it' },
          ],
        },
      ],
    }
  },
}

type Contract = ReturnType<typeof contractCard>['contracts'][number]

function opening(scene: Scene, contract: Contract | undefined) {
  const { context, today, say } = scene
  if (!contract) {
    return paragraphs([
      paragraph([
        say('No contract of {{customer.name}} is on record.', { strong: true }),
        say(' Ask for a copy before you talk about terms, and put the dates in the customer’s record.'),
      ]),
    ])
  }
  const end = dayOrNull(contract.endDate)
  const decision = dayOrNull(context.renewal?.decisionDate ?? null)
  const others = context.contracts.length > 1
  return paragraphs([
    paragraph([
      end === null
        ? say('The contract names no end.', { from: 'contract', strong: true })
        : say(
            'The contract ends {{own.when}}, and {% if own.auto %}renews by itself{% else %}does not renew by itself{% endif %}.',
            {
              from: 'contract',
              strong: true,
              own: {
                when: end < today ? `${inDays(today - end)} ago` : whenWords(end, today),
                auto: contract.autoRenew,
              },
            },
          ),
      contract.value !== null && say(' It is worth {{own.value | currency}}.', { own: { value: contract.value } }),
      others && say(' Others run beside it.'),
    ]),
    paragraph([
      decision !== null &&
        decision >= today &&
        say('They can give notice until {{own.day}}.', { own: { day: onDay(decision, today) }, from: 'contract' }),
    ]),
    ...(contract.terms.length > 0
      ? [
          paragraph([
            say('Agreed beyond the usual: {{own.terms}}.', {
              own: { terms: contract.terms.map(({ text }) => text.replace(/\.$/, '')).join('; ') },
              from: 'contract',
            }),
          ]),
        ]
      : []),
    paragraph([
      say(
        '{% if own.open == 0 %}No ticket is open{% else %}{{own.tickets}}{% endif %}, so see that we keep what we promised there.',
        {
          own: {
            open: context.data.engagement.supportTickets,
            tickets: `${counted(context.data.engagement.supportTickets, 'ticket is', 'tickets are').replace(/^./, (letter) => letter.toUpperCase())} open`,
          },
          from: 'tickets',
        },
      ),
    ]),
  ])
}

function unknowns({ say }: Scene, contract: Contract | undefined) {
  const gaps = contract
    ? [
        contract.noticeDays === null && 'how many days of notice they have',
        contract.value === null && 'what it is worth',
        contract.termMonths === null && 'how long it runs',
        contract.terms.length === 0 && 'any term beyond the usual ones',
      ].filter((gap) => gap !== false)
    : []
  return paragraphs([
    gaps.length === 0
      ? paragraph([say('Nothing that I would look for is missing.')])
      : paragraph([
          say('The record does not say {{own.gaps}}.', { own: { gaps: gaps.join(', ') }, from: 'contract' }),
          say(' Read the paper itself for that.'),
        ]),
  ])
}
