import type { Day } from '../base/day.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import type { Assignment } from '../spine/execution.store.ts'
import type { Family } from '../spine/words.ts'
import { assign, DEFAULT_ASSIGN, type AssignReason, type Given } from '../stages/assign/assign.ts'
import type { Cycle } from './cycle.ts'

/** Answers that depend on nobody else's load, and may be given page by page. The others wait for the ordered pass. */
const AT_ONCE: readonly AssignReason[] = ['owner', 'cover']

type Asked = { readonly ownerId: string | null; readonly family: Family; readonly dueOn: Day }

/** Who gets it, as far as that can be said without regard to what others get; null: the ordered pass says it. */
export function givenAtOnce(asked: Asked, { people, day }: Pick<Cycle, 'people' | 'day'>): Given | null {
  const given = assign({ ...asked, teamId: null }, { people, settings: DEFAULT_ASSIGN, today: day })
  return AT_ONCE.includes(given.because) ? given : null
}

const BY_RULE: readonly string[] = [...AT_ONCE, 'least-load', 'absence-least-load']

/**
 * A change of hands for one that is open and that nobody began: the customer has another owner now, or the owner went away.
 * What a person gave by hand, and what somebody began, stays where it is.
 */
export function handedOver(run: OpenExecution, ownerId: string | null, cycle: Cycle): Assignment | null {
  if (run.started || run.dueOn === null || run.assignedTo === null) return null
  if (!BY_RULE.includes(run.assignedBecause ?? '')) return null
  const given = givenAtOnce({ ownerId, family: run.family, dueOn: run.dueOn }, cycle)
  if (!given || (given.to === run.assignedTo && given.dueOn === run.dueOn)) return null
  return {
    executionId: run.id,
    assignedTo: given.to,
    because: given.because,
    approval: given.approval,
    dueOn: given.dueOn,
  }
}
