import { paragraph, paragraphs, type Scene } from './scene.ts'
import { answer, button } from './slide.ts'

// What every slide that drafts a mail says besides its mail.

/** Said first where no contact may be written to. */
export const nobodyToWriteTo = ({ say }: Scene) =>
  paragraphs([
    paragraph([
      say('Nobody at {{customer.name}} can be written to.', { strong: true }),
      say(' No contact has an address, or all of them asked for no mail. Find somebody, or call.', {
        from: 'contacts',
      }),
    ]),
  ])

/** The button for another addressee, offered where there is one at all. */
export const toSomebodyElse = (person: object | null) => (person ? [button('else', 'Write to somebody else')] : [])

export const howToChooseAnother = ({ say }: Scene) =>
  answer(
    paragraphs([
      paragraph([
        say('Choose another person in the first line of the mail. Those who asked for no mail are not in the list.'),
      ]),
    ]),
    { actions: ['showArtifact'], artifactId: 'email' },
  )
