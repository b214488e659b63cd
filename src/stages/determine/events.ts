import { isoDay } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { Reason } from '../../spine/open-execution.ts'
import type { Context } from './context.ts'
import type { OpenDecision } from './decision.ts'
import { eventScope } from '../../spine/rest.ts'
import { unreachable } from '../../base/unreachable.ts'
import { dueOn } from './due.ts'
import { opening } from './opening.ts'
import { restOf } from './resting.ts'

/** Something that happened and does not wait for the next morning. `key` tells it from others of its kind. */
export type CustomerEvent =
  | { readonly kind: 'urgent-ticket'; readonly key: string; readonly on: Day; readonly priority: 'high' | 'urgent' }
  | { readonly kind: 'usage-spike'; readonly key: string; readonly on: Day; readonly changePercent: number }
  | { readonly kind: 'contact-left'; readonly key: string; readonly on: Day; readonly role: string }

const WORKFLOWS: Readonly<Record<CustomerEvent['kind'], string>> = {
  'urgent-ticket': 'urgent-ticket',
  'usage-spike': 'usage-spike',
  'contact-left': 'executive-contact-loss',
}

/** The workflow that an event calls for; null: the same event is open already, or has been dealt with. */
export function eventDecision(context: Context, event: CustomerEvent): OpenDecision | null {
  const eventKey = `${event.kind}:${event.key}`
  if (context.open.some((run) => run.eventKey === eventKey)) return null
  if (restOf(context, eventScope(eventKey), { input: eventKey, anchor: null })) return null
  return opening({
    workflowId: WORKFLOWS[event.kind],
    family: 'event',
    eventKey,
    trigger: 'event',
    rule: `event.${event.kind}`,
    because: becauseOf(event),
    input: eventKey,
    dueOn: dueOn('event', context),
  })
}

function becauseOf(event: CustomerEvent): readonly Reason[] {
  const on = { code: 'on', value: isoDay(event.on) }
  switch (event.kind) {
    case 'urgent-ticket':
      return [{ code: 'ticket-priority', value: event.priority }, on]
    case 'usage-spike':
      return [{ code: 'usage-change-percent', value: event.changePercent }, on]
    case 'contact-left':
      return [{ code: 'contact-left', value: event.role }, on]
    default:
      return unreachable(event)
  }
}

const KEY_ROLES = ['champion', 'exec-sponsor', 'primary'] as const

/** Events that the day's facts show and nobody reported: a key contact who left within the last days, once per day of leaving. */
export function eventsInFacts({ facts, settings, today }: Context): readonly CustomerEvent[] {
  const left = facts.contacts.flatMap((contact) => {
    const role = KEY_ROLES.find((key) => key === contact.role)
    if (!role || contact.active || contact.leftOn === null || today - contact.leftOn > settings.keyContactLossDays)
      return []
    return [{ kind: 'contact-left' as const, key: isoDay(contact.leftOn), on: contact.leftOn, role }]
  })
  // Two who left on one day are one conversation.
  return left.filter((event, index) => left.findIndex((other) => other.key === event.key) === index)
}
