import { capital } from '../../analyze/phrasing.ts'
import { assessment } from '../artifacts/assessment.ts'
import { points } from '../artifacts/points.ts'
import { lastTalks, openTickets } from '../artifacts/records.ts'
import { renewalClause } from '../facts.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** How bad is it, and why: the figures, what makes them, and what the CSM makes of it. */
export const assessRisk: Slide = {
  id: 'assess-risk',
  kind: 'data_analysis',
  build: (scene) => ({
    opening: opening(scene),
    buttons: [
      button('clear', 'The risk is clear', 'completeStep'),
      button('weigh', 'What weighs most?'),
      ...(scene.context.intelligence.talkingPoints.length > 0 ? [button('say', 'What do I say to them?')] : []),
    ],
    branches: {
      weigh: answer(heaviest(scene), { actions: ['showArtifact'], artifactId: 'risk' }),
      say: answer(
        paragraphs([
          paragraph([scene.say('Begin with what hurts them, and name a date.')]),
          ...scene.context.intelligence.talkingPoints
            .slice(0, 3)
            .map((point) => paragraph([scene.say('{{own.point}}', { own: { point }, from: 'analysis' })])),
        ]),
        { actions: ['showArtifact'], artifactId: 'points' },
      ),
    },
    artifacts: [assessment(scene), judgement(), ...openTickets(scene), ...lastTalks(scene), ...points(scene)],
  }),
}

function opening(scene: Scene) {
  const { context, today } = scene
  const { intelligence } = context
  const clause = renewalClause(context, today)
  const [advice] = intelligence.recommendations
  return paragraphs([
    paragraph([
      scene.say('Good {{timeOfDay}}, {{reader.firstName}}.'),
      clause !== null &&
        scene.say(' This is about {{customer.name}}: {{own.clause}}.', {
          own: { clause },
          from: 'contract',
          strong: true,
        }),
      clause === null && scene.say(' This is about {{customer.name}}.', { strong: true }),
    ]),
    paragraph([
      intelligence.headline !== null && scene.say('{{intelligence.headline}}', { from: 'analysis' }),
      intelligence.riskScore !== null &&
        scene.say(' That makes a risk of {{intelligence.riskScore | round}} of 100.', { strong: true }),
    ]),
    paragraph([advice !== undefined && scene.say('If it were mine: {{own.advice}}', { own: { advice: advice.text } })]),
    paragraph([scene.say('Look at what makes it, and note what you know that the records do not.')]),
  ])
}

function heaviest(scene: Scene) {
  const { intelligence } = scene.context
  const [first, second] = [...intelligence.riskFactors].sort((a, b) => b.contribution - a.contribution)
  if (!first) return paragraphs([paragraph([scene.say('Nothing is known that would make a risk.')])])
  return paragraphs([
    paragraph([
      scene.say('{{own.label}} weighs most: {{own.points}} of {{own.total}} points.', {
        from: 'analysis',
        own: { label: capital(first.label), points: first.contribution, total: intelligence.riskScore },
      }),
      second !== undefined &&
        scene.say(' Then {{own.label}}, with {{own.points}}.', {
          own: { label: second.label.charAt(0).toLowerCase() + second.label.slice(1), points: second.contribution },
        }),
    ]),
    paragraph([scene.say('Every row beside this says where I read it, and how old it is.')]),
  ])
}

const judgement = () => ({
  type: 'form' as const,
  id: 'judgement',
  title: 'What you make of it',
  note: 'Kept with the run, and read by whoever takes it over.',
  fields: [
    {
      key: 'cause',
      label: 'The cause, as you see it',
      kind: 'choice' as const,
      options: [
        { value: 'product', label: 'The product' },
        { value: 'service', label: 'Our service' },
        { value: 'people', label: 'People changed' },
        { value: 'value', label: 'No use for it' },
        { value: 'price', label: 'The price' },
        { value: 'unclear', label: 'Not clear yet' },
      ],
      hint: '',
    },
    {
      key: 'notes',
      label: 'What the records do not say',
      kind: 'text' as const,
      options: [],
      hint: 'Who said what, and what they wait for',
    },
  ],
})
