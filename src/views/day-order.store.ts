import { isoDay, type Day } from '../base/day.ts'
import { companyConfiguration } from '../configuration.ts'
import type { Tx } from '../platform/postgres.ts'
import { configurationInForce } from '../spine/configuration.store.ts'
import { orderOf, type StoredCard } from './daily-order.ts'
import { dayOrder, type DayCard } from './day-order.ts'
import { contactsOf, queueRows } from './queue.store.ts'
import { familiesIn } from './queue.ts'

type Summary = { readonly day: Day; readonly cards: unknown; readonly done_for_you: unknown }

/** What the newest daily run up to a day told a person. */
type Morning = {
  readonly isOfToday: boolean
  /** The cards in their order; null: there was no run yet, or nothing of it can be read any more. */
  readonly cards: readonly StoredCard[] | null
  readonly doneForYou: unknown
}

export async function morningOf(tx: Tx, userId: string, today: Day): Promise<Morning> {
  const found = await tx.row<Summary>(
    `select day, cards, done_for_you from daily_summaries where user_id = $1 and day <= $2::date order by day desc limit 1`,
    [userId, isoDay(today)],
  )
  const cards = orderOf(found?.cards)
  const isRead = cards.length > 0 || (Array.isArray(found?.cards) && found.cards.length === 0)
  return {
    isOfToday: found?.day === today,
    cards: isRead ? cards : null,
    doneForYou: found?.done_for_you ?? [],
  }
}

/** A person's day as it stands now. */
export type PersonDay = {
  /** In the order that the day began with. */
  readonly cards: readonly DayCard[]
  /** As the summary keeps it: what the rules did for the person; nothing while today's run has not come. */
  readonly doneForYou: unknown
}

export async function dayOf(tx: Tx, userId: string, today: Day): Promise<PersonDay> {
  const { isOfToday, cards: morning, doneForYou } = await morningOf(tx, userId, today)
  const rows = await queueRows(tx, [userId], today)
  const contacts = await contactsOf(tx, familiesIn(rows))
  const cards = dayOrder({
    entries: rows.map((row) => ({ ...row, contacts: contacts.get(row.customerId) ?? [] })),
    morning,
    isOfToday,
    settings: companyConfiguration(await configurationInForce(tx)).prioritize,
  })
  return { cards, doneForYou: isOfToday ? doneForYou : [] }
}
