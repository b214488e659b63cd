import type { Day } from '../base/day.ts'
import { companyConfiguration } from '../configuration.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import type { QueueEntry } from '../stages/queue/card.ts'
import { dayOf, morningOf } from './day-order.store.ts'
import { completedOn, contactsOf, queueRows } from './queue.store.ts'
import { familiesIn, leadsOf, queueOf, type Queue } from './queue.ts'

type Question = {
  /** Whose; null: everybody's, by the matter alone. */
  readonly personId: string | null
  readonly today: Day
  readonly locale: string
}

/** The queue as it stands. */
export async function readQueue(tx: Tx, { personId, today, locale }: Question): Promise<Queue> {
  const whose = personId === null ? null : [personId]
  const rows = await queueRows(tx, whose, today)
  return queueOf({
    rows,
    contacts: await contactsOf(tx, familiesIn(rows)),
    completedToday: await completedOn(tx, whose, today),
    morning: personId === null ? null : ((await morningOf(tx, personId, today)).cards ?? []),
    settings: companyConfiguration(await configurationInForce(tx)).prioritize,
    locale,
  })
}

/** What leads each card in the order that it has now: of one person the order of the day, of everybody that of the matter alone. */
export async function orderedLeads(
  tx: Tx,
  { personId, today }: Pick<Question, 'personId' | 'today'>,
): Promise<readonly QueueEntry[]> {
  if (personId !== null) return (await dayOf(tx, personId, today)).cards.map(({ lead }) => lead)
  const rows = await queueRows(tx, null, today)
  return leadsOf({
    rows,
    contacts: await contactsOf(tx, familiesIn(rows)),
    morning: null,
    settings: companyConfiguration(await configurationInForce(tx)).prioritize,
  })
}
