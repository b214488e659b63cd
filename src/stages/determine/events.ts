import { isoDay } from '../../base/day.ts'
import type { Day } from '../../base/day.ts'
import type { OpenExecution, Reason } from '../../spine/open-execution.ts'
import type { ContactRole } from '../../spine/words.ts'
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

const KEY_ROLES: readonly (ContactRole | null)[] = ['champion', 'exec-sponsor', 'primary']

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
  closedOn === null && (priority === 'high' || priority === 'urgent')

const aboutTickets = (run: OpenExecution): boolean => run.workflowId === WORKFLOWS['urgent-ticket']
const TALKED_ABOUT_TICKETS = eventScope('urgent-ticket:')

/** One conversation about all of them: none while one is open, and none about what was open when the last one ended. */
function pressingTickets({ facts, open, rests, settings, today }: Context): readonly CustomerEvent[] {
  const pressing = facts.tickets.filter(isPressing)
  if (pressing.length === 0 || open.some(aboutTickets)) return []
  let since = -Infinity
  for (const { scope, from } of rests) if (scope.startsWith(TALKED_ABOUT_TICKETS)) since = Math.max(since, from)
  const isRecent = (openedOn: Day): boolean => !today.hasCome(openedOn + settings.pressingTicketDays + 1)
  const fresh = pressing.filter(({ openedOn }) => openedOn >= since && isRecent(openedOn))
  if (fresh.length === 0) return []
  const on = Math.max(...fresh.map(({ openedOn }) => openedOn))
  const priority = fresh.some((ticket) => ticket.priority === 'urgent') ? 'urgent' : 'high'
  return [{ kind: 'urgent-ticket', key: isoDay(on), on, priority }]
}

/** Conversations about pressing tickets that nobody began while all of them were settled: nothing is left to talk about. */
export function settledTickets({ facts, open }: Context): readonly OpenExecution[] {
  const talks = open.filter((run) => aboutTickets(run) && untouched(run))
  return talks.length === 0 || facts.tickets.some(isPressing) ? [] : talks
}

function contactsWhoLeft({ facts, settings, today }: Context): readonly CustomerEvent[] {
  const left: CustomerEvent[] = []
  for (const { role, active, leftOn } of facts.contacts) {
    if (active || leftOn === null || today.hasCome(leftOn + settings.keyContactLossDays + 1)) continue
    if (role === null || !KEY_ROLES.includes(role)) continue
    // Two who left on one day are one conversation.
    if (!left.some(({ on }) => on === leftOn))
      left.push({ kind: 'contact-left', key: isoDay(leftOn), on: leftOn, role })
  }
  return left
}

/** One conversation about a jump: none while one is open. */
function usageSpikes({ atOnce, facts, open, today }: Context): readonly CustomerEvent[] {
  if (atOnce !== true || open.some((run) => run.workflowId === WORKFLOWS['usage-spike'])) return []
  const spike = usageSpike(facts.usage, today)
  return spike ? [{ kind: 'usage-spike', key: isoDay(spike.on), ...spike }] : []
}
