import { weekdayOf } from '../../../base/day.ts'
import { onDay } from '../../analyze/phrasing.ts'
import { PRICE_SIGN } from '../artifacts.contract.ts'
import { email } from '../artifacts/email.ts'
import { points } from '../artifacts/points.ts'
import { PRICE_STEP } from '../artifacts/pricing.ts'
import type { ExecutionContext } from '../context.contract.ts'
import { dayOrNull, firstNameOf, partOf, whomToWrite } from '../facts.ts'
import { recommendIncrease } from '../pricing.ts'
import { howToChooseAnother, nobodyToWriteTo, toSomebodyElse } from '../mail-talk.ts'
import { paragraph, paragraphs, type Scene } from '../scene.ts'
import { button, type Slide } from '../slide.ts'

// Who is for us reads it first; whoever decides gets the quote.
const ROLES = ['champion', 'economic-buyer', 'exec-sponsor', 'primary']
const DAYS_A_WEEK = 7

const FULL = `Hi {{own.first | default: "there"}},

{% if own.growth %}Your teams used us {{own.growth}} more over the last four weeks{% if own.seats %}, and {{own.seats}} seats are in use{% endif %}. That is your work as much as ours.{% else %}I have gone through the year that lies behind us, and through what your teams use.{% endif %}

{% if own.end %}Your contract runs until {{own.end}}, {% if own.calm %}so nothing is urgent. I would still like to agree on the next year while it is calm.{% else %}and I would like to agree on the next year with you before that.{% endif %}{% else %}I would like to agree on the next year with you.{% endif %}{% if own.price %} I have put a proposal together at {{own.price}} a year, on the terms of today.{% endif %}

Do you have 30 minutes in the week of {{own.week}}?

Best,
{{reader.firstName}}`

const SHORT = `Hi {{own.first | default: "there"}},

{% if own.growth %}your teams used us {{own.growth}} more over the last four weeks; I would like to plan the next year with you while it goes well.{% else %}I would like to plan the next year with you.{% endif %}{% if own.price %} My proposal is {{own.price}} a year, on the terms of today.{% endif %}

Do you have 30 minutes in the week of {{own.week}}?

Best,
{{reader.firstName}}`

/** A mail that leads with what they achieved, and asks for half an hour. */
export const emailDraft: Slide = {
  id: 'email-draft',
  kind: 'action',
  build: (scene) => {
    const person = whomToWrite(scene.context, ROLES)
    const opening = person ? about(scene, person) : nobodyToWriteTo(scene)
    return {
      opening,
      buttons: [button('ready', 'The mail is ready', 'completeStep'), ...toSomebodyElse(person)],
      branches: { else: howToChooseAnother(scene) },
      artifacts: [email(scene, { ...write(scene, person), roles: ROLES }), ...points(scene)],
    }
  },
}

type Contact = ExecutionContext['contacts'][number]

const about = ({ say }: Scene, person: Contact) =>
  paragraphs([
    paragraph([
      say('Here is a note for {{own.name}}.', { strong: true, own: { name: person.name } }),
      say(' {{own.first}} {{own.part}}.', {
        from: 'contacts',
        own: { first: firstNameOf(person.name), part: partOf(person) },
      }),
      say(' It leads with what their teams achieved, and asks for half an hour.'),
    ]),
    paragraph(
      [
        say('The price is still a placeholder, so this one can be '),
        say('kept but not sent.', { strong: true }),
        say(' When that step is settled, the figure is in it by itself.'),
      ],
      { stepId: PRICE_STEP.stepId, is: 'waiting' },
    ),
    paragraph([say('Make it yours. I keep every word as you type.')]),
  ])

function write(scene: Scene, person: Contact | null) {
  const { context, today } = scene
  const { usage } = context.data
  const paid = priced(scene)
  const end = dayOrNull(context.renewal?.date ?? context.customer.renewalDate)
  const growth =
    usage.trend === 'up' && usage.changePercent !== null ? `${String(Math.round(usage.changePercent))}%` : null
  const seats =
    usage.activeUsers !== null && usage.licensedUsers !== null
      ? `${String(Math.round(usage.activeUsers))} of ${String(usage.licensedUsers)}`
      : null
  const own = {
    first: firstNameOf(person?.name ?? null),
    growth,
    seats,
    end: end === null || end < today ? null : onDay(end, today),
    calm: end !== null && end - today > 90,
    price: paid === null ? null : PRICE_SIGN,
    week: onDay(mondayAfter(today + DAYS_A_WEEK), today),
  }
  const traced = [
    ...(growth === null ? [] : [{ text: growth, source: scene.cite('usage') }]),
    ...(own.end === null ? [] : [{ text: own.end, source: scene.cite('contract') }]),
  ]
  return {
    subject: scene.fill(
      '{% if own.growth %}A year of {{own.growth}} more, and a plan for the next{% else %}A plan for the next year{% endif %}',
      { growth },
    ),
    versions: [
      { key: 'full', label: 'As it is', body: scene.fill(FULL, own) },
      { key: 'short', label: 'Shorter', body: scene.fill(SHORT, own) },
    ],
    traced,
    priceFrom:
      paid === null ? null : { ...PRICE_STEP, recommended: recommendIncrease(context, today).percent, current: paid },
  }
}

const MONDAY = 1
function mondayAfter(day: number): number {
  let current = day
  while (weekdayOf(current) !== MONDAY) current += 1
  return current
}

/** What is paid today, where this run decides on a price; null: it does not, or nobody knows. */
function priced({ context, stepIds }: Scene): number | null {
  const paid = context.renewal?.arrAtStake ?? context.customer.arr
  return stepIds.includes(PRICE_STEP.stepId) && paid !== null && paid > 0 ? paid : null
}
