import { isoDay } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import type { TicketFact } from '../analyze/facts.ts'
import { untouched } from './context.ts'
import type { Context } from './context.ts'
import type { OpenDecision } from './decision.ts'
import { eventScope } from '../../spine/rest.ts'
import { unreachable } from '../../base/unreachable.ts'
import { dueOn } from './due.ts'
import { opening } from './opening.ts'
import { restOf } from './resting.ts'
import { usageSpike } from './spike.ts'

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

const PRESSING = ['high', 'urgent'] as const

/**
 * Events that the day's facts show and nobody reported: a pressing ticket of the last days that is still open, a key contact who left,
 * once per day of leaving, and a jump in usage where somebody looks at once.
 */
export const eventsInFacts = (context: Context): readonly CustomerEvent[] => [
  ...pressingTickets(context),
  ...contactsWhoLeft(context),
  ...usageSpikes(context),
]

const isPressing = ({ closedOn, priority }: TicketFact): boolean =>
  closedOn === null && PRESSING.some((word) => word === priority)

/** One conversation about all of them: none while one is open, and none about what was open when the last one ended. */
function pressingTickets({ facts, open, rests, settings, today }: Context): readonly CustomerEvent[] {
  if (open.some((run) => run.workflowId === WORKFLOWS['urgent-ticket'])) return []
  const talkedOn = rests.flatMap(({ scope, from }) => (scope.startsWith(eventScope('urgent-ticket:')) ? [from] : []))
  const since = Math.max(today - settings.pressingTicketDays, ...talkedOn)
  const fresh = facts.tickets.filter((ticket) => isPressing(ticket) && ticket.openedOn >= since)
  if (fresh.length === 0) return []
  const on = Math.max(...fresh.map(({ openedOn }) => openedOn))
  const priority = fresh.some((ticket) => ticket.priority === 'urgent') ? 'urgent' : 'high'
  return [{ kind: 'urgent-ticket', key: isoDay(on), on, priority }]
}

/** Conversations about pressing tickets that nobody began while all of them were settled: nothing is left to talk about. */
export const settledTickets = ({ facts, open }: Context): readonly OpenExecution[] =>
  facts.tickets.some(isPressing)
    ? []
    : open.filter((run) => run.workflowId === WORKFLOWS['urgent-ticket'] && untouched(run))

function contactsWhoLeft({ facts, settings, today }: Context): readonly CustomerEvent[] {
  const left = facts.contacts.flatMap((contact) => {
    const role = KEY_ROLES.find((key) => key === contact.role)
    if (!role || contact.active || contact.leftOn === null || today - contact.leftOn > settings.keyContactLossDays)
      return []
    return [{ kind: 'contact-left' as const, key: isoDay(contact.leftOn), on: contact.leftOn, role }]
  })
  // Two who left on one day are one conversation.
  return left.filter((event, index) => left.findIndex((other) => other.key === event.key) === index)
}

/** One conversation about a jump: none while one is open. */
function usageSpikes({ atOnce, facts, open, today }: Context): readonly CustomerEvent[] {
  if (atOnce !== true || open.some((run) => run.workflowId === WORKFLOWS['usage-spike'])) return []
  const spike = usageSpike(facts.usage, today)
  return spike ? [{ kind: 'usage-spike', key: isoDay(spike.on), ...spike }] : []
}
