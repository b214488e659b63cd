import { addWorkingDays, isoDay } from '../../../base/day.ts'
import { whomToWrite } from '../facts.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { button, type Slide, type SlideContent } from '../slide.ts'

const FOLLOW_UP_AFTER = 2

const OUTCOMES = [
  { value: 'success', label: 'It went well' },
  { value: 'partly', label: 'In part' },
  { value: 'no-answer', label: 'No answer yet' },
  { value: 'failed', label: 'It did not work' },
]

/** What happens after this run, whatever it was about. */
const suggestionsOf = ({ context, fill, today }: Scene) => {
  const person = whomToWrite(context)
  return person === null
    ? []
    : [
        {
          key: 'follow-up',
          title: fill('See whether {{own.name}} has answered', { name: person.name }),
          dueOn: isoDay(addWorkingDays(today + 1, FOLLOW_UP_AFTER - 1)),
        },
      ]
}

const build = (scene: Scene): SlideContent => ({
  opening: paragraphs([
    paragraph([scene.say('That was all for {{customer.name}}.', { strong: true })]),
    paragraph([
      scene.say(
        'This goes on record. Take out the tasks that you do not want, say how it went, and I offer you the next one.',
      ),
    ]),
  ]),
  buttons: [button('finish', 'Complete the workflow', 'completeStep')],
  artifacts: [
    {
      type: 'summary',
      id: 'summary',
      title: 'What goes on record',
      suggestions: suggestionsOf(scene),
      outcomes: OUTCOMES,
    },
  ],
})

/** The last step of a workflow that has one: what was done, what follows, and how it went. */
export const summary: Slide = { id: 'summary', kind: 'review', build }

/** The same at the end of a workflow without such a step. */
export const closing: Slide = { ...summary, id: 'closing' }
