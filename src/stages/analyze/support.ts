import type { Day } from '../../base/day.ts'
import { roundHundredth, toHundredths } from '../../base/round.ts'
import type { Today } from '../../base/today.ts'
import type { SupportSummary } from './analysis.ts'
import type { TicketFact } from './facts.ts'
import type { Rules } from './rules.contract.ts'

const WINDOW_DAYS = 28
// Times and tone are read from the tickets of a quarter, or from all that are open: a month has too few of either.
const TIMES_DAYS = 90
const TONE_DAYS = 60

/** A customer's tickets as one day sees them. */
export type SupportReading = SupportSummary & {
  readonly openLow: number
  readonly openHigh: number
  readonly lastLeavingOn: Day | null
  readonly newestOn: Day
}

/** Counted in whole hundredths, so the order of the tickets does not matter. */
type Mean = { hundredths: number; count: number }

function add(mean: Mean, value: number | null): void {
  if (value === null || !Number.isFinite(value)) return
  mean.hundredths += toHundredths(value)
  mean.count += 1
}

/** The mean of what was added, to a hundredth; null when nothing was. */
const meanOf = ({ hundredths, count }: Mean): number | null =>
  count === 0 ? null : roundHundredth(hundredths / count / 100)

/** Sums up the tickets that were open or opened by `today`. Null: tickets are not known for this customer. */
export function supportReading(tickets: readonly TicketFact[], today: Today, known: boolean): SupportReading | null {
  if (tickets.length === 0 && !known) return null
  const firstReply: Mean = { hundredths: 0, count: 0 }
  const resolution: Mean = { hundredths: 0, count: 0 }
  const sentiment: Mean = { hundredths: 0, count: 0 }
  let [open, openLow, openHigh, openUrgent, opened28, openedBefore28, reopened] = [0, 0, 0, 0, 0, 0, 0]
  let lastLeavingOn: Day | null = null
  let newestOn = 0
  for (const ticket of tickets) {
    const { openedOn } = ticket
    if (!today.hasCome(openedOn)) continue
    const isOpen = ticket.closedOn === null || !today.hasCome(ticket.closedOn)
    newestOn = Math.max(newestOn, ticket.openedOn, isOpen ? 0 : ticket.closedOn)
    if (isOpen) {
      open += 1
      if (ticket.priority === 'low') openLow += 1
      if (ticket.priority === 'high') openHigh += 1
      if (ticket.priority === 'urgent') openUrgent += 1
    }
    const isNew = !today.hasCome(openedOn + WINDOW_DAYS)
    if (isNew) opened28 += 1
    else if (!today.hasCome(openedOn + 2 * WINDOW_DAYS)) openedBefore28 += 1
    if (ticket.reopened && (isOpen || isNew)) reopened += 1
    // What a ticket does not say is in no mean, so nothing changes when it would leave one.
    const isTimed = ticket.firstReplyHours !== null || ticket.resolutionHours !== null
    if (isTimed && (isOpen || !today.hasCome(openedOn + TIMES_DAYS))) {
      add(firstReply, ticket.firstReplyHours)
      add(resolution, ticket.resolutionHours)
    }
    if (ticket.sentiment !== null && (isOpen || !today.hasCome(openedOn + TONE_DAYS))) add(sentiment, ticket.sentiment)
    if (ticket.leaving && ticket.openedOn > (lastLeavingOn ?? -Infinity)) lastLeavingOn = ticket.openedOn
  }
  return {
    open,
    openLow,
    openHigh,
    openUrgent,
    opened28,
    openedBefore28,
    reopened,
    firstReplyHours: meanOf(firstReply),
    resolutionHours: meanOf(resolution),
    sentiment: meanOf(sentiment),
    lastLeavingOn,
    newestOn,
  }
}

/** 100 for a quiet customer; what is open, rising, reopened or in a bad tone takes points away. Unknown tone is neutral tone. */
export function supportScore(reading: SupportReading, rules: Rules['health']['support']): number {
  const { perOpen } = rules
  const openNormal = reading.open - reading.openLow - reading.openHigh - reading.openUrgent
  const open =
    reading.openLow * perOpen.low +
    openNormal * perOpen.normal +
    reading.openHigh * perOpen.high +
    reading.openUrgent * perOpen.urgent
  const extra = Math.max(0, reading.opened28 - reading.openedBefore28) * rules.perExtraOpened
  const taken =
    Math.min(open, rules.openAtMost) +
    Math.min(extra, rules.extraOpenedAtMost) +
    Math.min(reading.reopened * rules.perReopened, rules.reopenedAtMost) +
    Math.max(0, -(reading.sentiment ?? 0)) * rules.sentiment
  return Math.max(0, 100 - taken)
}
