import { counted, onDay } from '../../analyze/phrasing.ts'
import { contractCard } from '../artifacts/contract-card.ts'
import { people } from '../artifacts/people.ts'
import { lastTalks, openTickets } from '../artifacts/records.ts'
import { healthHistory, usage } from '../artifacts/usage.ts'
import { dayOrNull } from '../facts.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { answer, button, type Slide } from '../slide.ts'

/** The whole account on one page, and a short list of what to make sure of. */
export const accountOverview: Slide = {
  id: 'account-overview',
  kind: 'review',
  build: (scene) => ({
    opening: opening(scene),
    buttons: [button('checked', 'All of that is right', 'completeStep'), button('who', 'Who decides there?')],
    branches: { who: answer(whoDecides(scene), { actions: ['showArtifact'], artifactId: 'people' }) },
    artifacts: [
      contractCard(scene),
      people(scene),
      ...usage(scene),
      ...healthHistory(scene),
      {
        type: 'checklist',
        id: 'checked',
        title: 'Before you go on',
        items: [
          { key: 'contract', label: 'I have read the terms of the contract' },
          { key: 'contacts', label: 'The people are the right ones' },
          { key: 'usage', label: 'I know where usage goes, and why' },
        ],
      },
      ...openTickets(scene),
      ...lastTalks(scene),
    ],
  }),
}

function opening(scene: Scene) {
  const { context, say, today } = scene
  const { contacts, data, renewal, customer } = context
  const end = dayOrNull(renewal?.date ?? customer.renewalDate)
  const { supportTickets } = data.engagement
  return paragraphs([
    paragraph([
      say('Here is the account of {{customer.name}}.', { strong: true }),
      end !== null &&
        say(
          ' The contract {% if own.over %}ended{% else %}runs until{% endif %}{% if own.over %} on{% endif %} {{own.day}}.',
          {
            from: 'contract',
            own: { over: end < today, day: onDay(end, today) },
          },
        ),
    ]),
    paragraph([
      say('You know {{own.people}} there', {
        from: 'contacts',
        own: { people: counted(contacts.length, 'person', 'people') },
      }),
      data.usage.activeUsers !== null &&
        data.usage.licensedUsers !== null &&
        say(', and {{own.active}} of {{own.seats}} seats are in use', {
          from: 'usage',
          own: { active: Math.round(data.usage.activeUsers), seats: data.usage.licensedUsers },
        }),
      say('.'),
    ]),
    paragraph([
      supportTickets === 0
        ? say('No ticket is open.', { from: 'tickets' })
        : say('{{own.tickets}} open.', {
            from: 'tickets',
            own: { tickets: capitalised(counted(supportTickets, 'ticket is', 'tickets are')) },
          }),
    ]),
    paragraph([say('Look it over and tick the three points; then we talk about the price.')]),
  ])
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function whoDecides({ context, say }: Scene) {
  const buyer = context.contacts.find(({ role }) => role === 'economic-buyer')
  const champion = context.contacts.find(({ role }) => role === 'champion')
  return paragraphs([
    paragraph([
      buyer
        ? say('{{own.name}} decides about the budget.', { from: 'contacts', own: { name: buyer.name } })
        : say('Nobody is known who decides about the budget.', { from: 'contacts', strong: true }),
      champion
        ? say(' {{own.name}} is on our side.', { from: 'contacts', own: { name: champion.name } })
        : say(' Nobody is known to be on our side.', { from: 'contacts', strong: true }),
    ]),
    paragraph([(!buyer || !champion) && say('Ask for an introduction before the price is on the table.')]),
  ])
}
