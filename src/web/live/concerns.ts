import type { Change } from '../../notify/changes.contract.ts'

/** Whether what was read is read anew at once, when somebody looks at it next, or is not touched by a change. */
export type Concern = 'now' | 'later' | 'no'

type Key = readonly unknown[]

/** Who looks. One who has no cards of his own is shown somebody else’s day where he names none. */
export type Reader = { readonly id: string; readonly works: boolean }

// What no change of the company's records alters.
const FIXED = new Set<unknown>(['session', 'sample-people'])

const WORK = new Set(['execution', 'step'])

/**
 * What a change means for something that was read, by its key: `[what, whose or which, …]`. What another one does to his own work changes
 * my day only rarely, so it waits until I look; a change that names nobody may be mine.
 */
export function concernOf(change: Change | 'everything', key: Key, reader: Reader): Concern {
  const [what, which] = key
  if (FIXED.has(what)) return 'no'
  if (change === 'everything') return 'now'
  if (what === 'today' && which === 'own') return reader.works ? ofDay(change, reader.id) : 'now'
  if (what === 'today') return ofDay(change, String(which))
  if (what === 'queue') return ofQueue(change, String(which === 'order' ? key[2] : which))
  if (what === 'taskmode') return ofWork(change, which)
  if (what === 'customer') return ofCustomer(change, which)
  return what === `${change.object}s` ? 'now' : 'later'
}

function ofDay({ object, ownerId }: Change, personId: string): Concern {
  return WORK.has(object) && ownerId !== null && ownerId !== personId ? 'later' : 'now'
}

const ofQueue = (change: Change, whose: string): Concern => (whose === 'everybody' ? 'now' : ofDay(change, whose))

function ofWork({ object, objectId, customerId }: Change, executionId: unknown): Concern {
  if (WORK.has(object)) return objectId === executionId || objectId === null ? 'now' : 'no'
  return customerId === null ? 'later' : 'no'
}

function ofCustomer({ customerId }: Change, id: unknown): Concern {
  if (customerId === null) return 'now'
  return customerId === id ? 'now' : 'no'
}
