import { counted } from '../../analyze/phrasing.ts'
import { plan } from '../artifacts/plan.ts'
import { points } from '../artifacts/points.ts'
import { dayOrNull, whenWords } from '../facts.ts'
import { paragraph, paragraphs } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** What is done about it, in order and with days. */
export const draftPlan: Slide = {
  id: 'draft-plan',
  kind: 'planning',
  build: (scene) => {
    const made = plan(scene)
    const [first] = made.items
    const { say, context, today } = scene
    const end = dayOrNull(context.renewal?.date ?? context.customer.renewalDate)
    return {
      opening: paragraphs([
        paragraph([
          say(
            'I put {{own.count}} in order{% if own.end %}, all of them before the contract ends {{own.end}}{% endif %}.',
            {
              strong: true,
              own: {
                count: counted(made.items.length, 'thing'),
                end: end !== null && end >= today ? whenWords(end, today) : null,
              },
            },
          ),
        ]),
        paragraph([
          first !== undefined &&
            say('Begin with this: {{own.title}}.', { own: { title: first.title }, from: 'analysis' }),
          first !== undefined && first.because !== '' && say(' {{own.because}}.', { own: { because: first.because } }),
        ]),
        paragraph([
          say(
            'Change the words and the days, and take out what does not help. What is still open when you finish becomes a task of yours.',
          ),
        ]),
      ]),
      buttons: [button('agreed', 'This is the plan', 'completeStep'), button('help', 'I need help with this')],
      branches: {
        help: answer(
          paragraphs([
            paragraph([say('Then say what you need. Whoever leads you sees this step at once, and the rest goes on.')]),
          ]),
          { actions: ['escalateStep'] },
        ),
      },
      artifacts: [made, ...points(scene)],
    }
  },
}
