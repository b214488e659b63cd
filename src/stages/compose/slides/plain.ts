import { assessment } from '../artifacts/assessment.ts'
import { points } from '../artifacts/points.ts'
import { lastTalks } from '../artifacts/records.ts'
import { renewalClause } from '../facts.ts'
import { paragraph, paragraphs } from '../scene.ts'
import { button, type Slide } from '../slide.ts'

/** For a step without a slide of its own: its name, where the customer stands, and room for what comes out. */
export const plain: Slide = {
  id: 'plain',
  kind: 'action',
  build: (scene, step) => {
    const { context, say, today } = scene
    const clause = renewalClause(context, today)
    return {
      opening: paragraphs([
        paragraph([
          say('{{own.name}}.', { strong: true, own: { name: step.name } }),
          clause !== null && say(' For {{customer.name}} {{own.clause}}.', { own: { clause }, from: 'contract' }),
        ]),
        paragraph([context.intelligence.headline !== null && say('{{intelligence.headline}}', { from: 'analysis' })]),
        paragraph([say('Do it your way, and write down what came out of it, so that the next one need not ask you.')]),
      ]),
      buttons: [button('done', 'Done', 'completeStep')],
      artifacts: [
        {
          type: 'form',
          id: 'result',
          title: 'What came out of it',
          note: 'Kept with the run, and read by whoever takes it over.',
          fields: [
            { key: 'notes', label: step.name, kind: 'text', options: [], hint: 'What you did, and what was said' },
          ],
        },
        assessment(scene),
        ...lastTalks(scene),
        ...points(scene),
      ],
    }
  },
}
