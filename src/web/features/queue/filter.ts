import type { Queued } from '../../calls/queue.ts'

export const KINDS = ['renewal', 'risk', 'event', 'opportunity', 'strategic', 'cadence'] as const
export type Kind = (typeof KINDS)[number]

/** What the reader looks for; both parts may be left out. */
export type Asked = { readonly kind?: Kind | undefined; readonly text?: string | undefined }

/** A row of the queue with its place in the whole, which a filter does not change. */
export type Placed = { readonly place: number; readonly item: Queued }

/** The rows that are asked for. Every word of the text must stand in the customer's, the workflow's or the owner's name. */
export function filtered(workflows: readonly Queued[], { kind, text = '' }: Asked): readonly Placed[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return workflows
    .map((item, index): Placed => ({ place: index + 1, item }))
    .filter(({ item }) => {
      if (kind && item.workflow.family !== kind) return false
      const said = `${item.customer.name} ${item.workflow.title} ${item.csm?.name ?? ''}`.toLowerCase()
      return words.every((word) => said.includes(word))
    })
}

/** How many there are of each kind. */
export function counted(workflows: readonly Queued[]): Readonly<Record<Kind, number>> {
  const count = { renewal: 0, risk: 0, event: 0, opportunity: 0, strategic: 0, cadence: 0 }
  for (const { workflow } of workflows) count[workflow.family] += 1
  return count
}
