import type { Today } from '../../../views/today.contract.ts'

/** The day without what was just said to be done and is not sent yet. */
export function withoutHeld(today: Today, held: ReadonlySet<string>): Today {
  if (held.size === 0) return today
  const stays = ({ executionId }: { readonly executionId: string }): boolean => !held.has(executionId)
  const cards = today.one ? [today.one, ...today.next] : today.next
  const [one = null, ...next] = cards.filter(stays)
  return {
    ...today,
    one,
    next,
    total: today.total - (cards.length - cards.filter(stays).length),
    back: today.back.filter(stays),
    active: today.active.filter(stays),
    snoozed: today.snoozed.filter(stays),
    escalated: today.escalated.filter(stays),
  }
}
