import { isoDay, type Day } from '../base/day.ts'
import { workflowNamed } from '../spine/catalogue.ts'
import type { Reason } from '../spine/open-execution.ts'
import { becauseSentence } from '../stages/determine/because.ts'
import { changesBetween, movedWords, type EarlierCard } from '../stages/queue/order-of-day.ts'
import type { ChangedCard, QueueChange } from './queue-changes.contract.ts'

/** A person's order of a day, as it was kept. */
export type KeptOrder = {
  readonly day: Day
  readonly cards: readonly (EarlierCard & { readonly workflowId: string })[]
}

/** What became of an execution that leads no card any more, or leads one now. */
export type Fate = {
  readonly id: string
  readonly customer: string
  readonly because: readonly Reason[]
  readonly status: string
  readonly closedBecause: string | null
  readonly held: boolean
  readonly foldedUnder: string | null
  readonly assignedTo: string | null
}

type Question = {
  readonly csm: QueueChange['csm']
  readonly before: KeptOrder | undefined
  readonly after: KeptOrder | undefined
  readonly fates: ReadonlyMap<string, Fate>
}

/** What changed in a person's queue between the orders of two days. */
export function queueChange({ csm, before, after, fates }: Question): QueueChange {
  const [was, is] = [before?.cards ?? [], after?.cards ?? []]
  const changes = changesBetween(was, is)
  const still = new Set(is.map(({ customerId }) => customerId))
  const card = (kept: KeptOrder['cards'][number], place: Pick<ChangedCard, 'from' | 'to' | 'why'>): ChangedCard => ({
    executionId: kept.executionId,
    customer: { id: kept.customerId, name: fates.get(kept.executionId)?.customer ?? '' },
    workflow: { id: kept.workflowId, title: workflowNamed(kept.workflowId)?.title ?? kept.workflowId },
    ...place,
  })
  return {
    csm,
    from: before ? isoDay(before.day) : null,
    to: after ? isoDay(after.day) : null,
    came: is.flatMap((kept, index) =>
      changes[index]?.isNew === true
        ? [card(kept, { from: null, to: index + 1, why: becauseSentence(fates.get(kept.executionId)?.because ?? []) })]
        : [],
    ),
    gone: was.flatMap((kept, index) =>
      still.has(kept.customerId)
        ? []
        : [card(kept, { from: index + 1, to: null, why: goneWords(fates.get(kept.executionId), csm.id) })],
    ),
    moved: is.flatMap((kept, index) => {
      const from = was.findIndex(({ customerId }) => customerId === kept.customerId)
      const move = changes[index]?.moved
      const other = from !== -1 && was[from]?.executionId !== kept.executionId
      if (!move && !other) return []
      const because = other ? ` ${becauseSentence(fates.get(kept.executionId)?.because ?? [])}` : ''
      const words = move ? movedWords(move) : 'Another workflow leads'
      return [card(kept, { from: from + 1, to: index + 1, why: `${words}.${because}` })]
    }),
  }
}

function goneWords(fate: Fate | undefined, csmId: string): string {
  if (!fate) return 'It is not on record any more.'
  if (fate.status === 'superseded') return 'The workflow of the next stage took its place.'
  if (fate.status === 'completed') return `It was completed${endedAs(fate)}.`
  if (fate.status === 'cancelled') return `It was cancelled${endedAs(fate)}.`
  if (fate.assignedTo !== csmId) return 'Somebody else has it now.'
  if (fate.status === 'snoozed') return 'It is snoozed and comes back by itself.'
  if (fate.status === 'escalated') return 'It is escalated and waits for an answer.'
  if (fate.held) return 'It is held while something more urgent is open for the customer.'
  return 'Another card speaks for the customer.'
}

const endedAs = ({ closedBecause }: Fate): string =>
  closedBecause === null || closedBecause === '' ? '' : `: ${closedBecause.replaceAll(/[-_]/g, ' ')}`
