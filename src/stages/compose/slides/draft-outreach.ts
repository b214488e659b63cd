import { email } from '../artifacts/email.ts'
import { points } from '../artifacts/points.ts'
import type { ExecutionContext } from '../context.contract.ts'
import { dayOrNull, firstNameOf, partOf, whenWords, whomToWrite } from '../facts.ts'
import { howToChooseAnother, nobodyToWriteTo, toSomebodyElse } from '../mail-talk.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { button, type Slide } from '../slide.ts'

type Contact = ExecutionContext['contacts'][number]

const FULL = `Hi {{own.first | default: "there"}},

{% if own.end %}Our contract ends {{own.end}}, and I would rather talk to you than write.{% else %}I would rather talk to you than write.{% endif %}

{% if own.tickets > 0 %}Your teams have had trouble with us, and {{own.ticketWords}}. I want to go through them with you, tell you what is being done and until when, and hear what has to change.{% else %}I want to hear what works for you, what does not, and what has to change.{% endif %}

Do you have half an hour {{own.call}}? I bring the answers that you are waiting for.

Best,
{{reader.firstName}}`

const SHORT = `Hi {{own.first | default: "there"}},

Do you have half an hour {{own.call}}? {% if own.tickets > 0 %}I want to go through what your teams ran into, and tell you what is being done and until when.{% else %}I want to hear what works for you, and what does not.{% endif %}

Best,
{{reader.firstName}}`

/** The first words to whoever decides: what we know, what we own up to, and one thing that we ask for. */
export const draftOutreach: Slide = {
  id: 'draft-outreach',
  kind: 'action',
  build: (scene) => {
    const person = whomToWrite(scene.context)
    // Said first, so that the footnotes are numbered as they are read.
    const opening = person ? about(scene, person) : nobodyToWriteTo(scene)
    return {
      opening,
      buttons: [button('ready', 'The note is ready', 'completeStep'), ...toSomebodyElse(person)],
      branches: { else: howToChooseAnother(scene) },
      artifacts: [email(scene, write(scene, firstNameOf(person?.name ?? null))), ...points(scene)],
    }
  },
}

const about = ({ say }: Scene, person: Contact) =>
  paragraphs([
    paragraph([
      say('Here is a note to {{own.name}}{% if own.title %}, {{own.title}}{% endif %}.', {
        strong: true,
        own: { name: person.name, title: person.title },
      }),
      say(' {{own.first}} {{own.part}}.', {
        from: 'contacts',
        own: { first: firstNameOf(person.name), part: partOf(person) },
      }),
    ]),
    paragraph([
      say(
        'It says what we know, owns up to what went wrong, and asks for one thing: half an hour. It promises nothing that you have not agreed to.',
      ),
    ]),
    paragraph([say('Make it yours. I keep every word as you type.')]),
  ])

function write(scene: Scene, first: string) {
  const { context, today } = scene
  const end = dayOrNull(context.renewal?.date ?? context.customer.renewalDate)
  const { supportTickets, urgentTickets } = context.data.engagement
  const left = end === null ? null : end - today
  const own = {
    first,
    end: end === null || end < today ? null : whenWords(end, today),
    tickets: supportTickets,
    ticketWords:
      urgentTickets > 0
        ? `${String(supportTickets)} tickets are open, ${String(urgentTickets)} of them urgent`
        : supportTickets === 1
          ? 'one ticket is open'
          : `${String(supportTickets)} tickets are open`,
    call: left !== null && left >= 0 && left <= 3 ? 'today or tomorrow' : 'this week',
  }
  const traced = [
    ...(own.end === null ? [] : [{ text: own.end, source: scene.cite('contract') }]),
    ...(supportTickets > 0 ? [{ text: own.ticketWords, source: scene.cite('tickets') }] : []),
  ]
  return {
    subject: scene.fill(
      '{% if own.soon %}Half an hour before {{own.day}}?{% else %}Half an hour for {{customer.name}}?{% endif %}',
      {
        soon: own.end !== null && left !== null && left > 1 && left <= 6,
        day: own.end?.replace(/^on /, ''),
      },
    ),
    versions: [
      { key: 'full', label: 'As it is', body: scene.fill(FULL, own) },
      { key: 'short', label: 'Shorter', body: scene.fill(SHORT, own) },
    ],
    traced,
    priceFrom: null,
  }
}
