import { assessment } from '../artifacts/assessment.ts'
import { lastTalks } from '../artifacts/records.ts'
import { renewalClause } from '../facts.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** Where a conversation begins: who, how much, how long, and how it stands. */
export const intro: Slide = {
  id: 'intro',
  kind: 'review',
  build: (scene) => ({
    opening: opening(scene),
    buttons: [button('on', 'Let’s look at the account', 'completeStep'), button('why', 'Why now?')],
    branches: { why: answer(whyNow(scene), { actions: ['showArtifact'], artifactId: 'standing' }) },
    artifacts: [assessment(scene, 'health'), ...lastTalks(scene)],
  }),
}

function opening(scene: Scene) {
  const { context, say, today } = scene
  const { customer, intelligence, data, workflow } = context
  const left = workflow.daysUntilRenewal
  const clause = renewalClause(context, today)
  return paragraphs([
    paragraph([
      say('Good {{timeOfDay}}, {{reader.firstName}}.'),
      say(' Let’s plan the next year with {{customer.name}}.', { strong: true }),
    ]),
    paragraph([
      customer.arr !== null && say('They pay {{customer.arr | currency}} a year', { from: 'customer' }),
      customer.arr !== null &&
        left !== null &&
        left >= 0 &&
        say(', and there are {{own.left}} days until the renewal', { own: { left }, from: 'contract' }),
      customer.arr !== null && say('.'),
      customer.arr === null && clause !== null && say('What they pay is not on record.'),
    ]),
    paragraph([
      intelligence.healthScore !== null &&
        say('Health is {{intelligence.healthScore | round}}', { from: 'analysis', strong: true }),
      intelligence.healthScore !== null &&
        data.usage.changePercent !== null &&
        data.usage.trend !== 'flat' &&
        say(', and usage {% if own.up %}grew{% else %}fell{% endif %} {{own.change}}% in four weeks', {
          from: 'usage',
          own: { up: data.usage.trend === 'up', change: Math.round(Math.abs(data.usage.changePercent)) },
        }),
      intelligence.healthScore !== null && say('.'),
    ]),
    paragraph([say('In this order: the account, the price, the quote, the mail. You can take them in any other.')]),
  ])
}

function whyNow({ context, say }: Scene) {
  const { intelligence, workflow } = context
  const left = workflow.daysUntilRenewal
  const calm = (intelligence.healthScore ?? 0) >= 70
  return paragraphs([
    paragraph([
      intelligence.headline !== null && say('{{intelligence.headline}}', { from: 'analysis' }),
      say(
        calm && left !== null && left > 90
          ? ' A price that is agreed while it is calm is not argued over in a hurry.'
          : ' What is settled early leaves time for what goes wrong.',
      ),
    ]),
  ])
}
