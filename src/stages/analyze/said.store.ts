import type { Actor } from '../../base/actor.ts'
import { isoDay, type Day } from '../../base/day.ts'
import type { Tx } from '../../platform/postgres.ts'
import { dayNumber } from './known.store.ts'

export type Overridden = 'health' | 'risk'

export type NewOverride = {
  readonly customerId: string
  readonly figure: Overridden
  readonly value: number
  readonly reason: string
  readonly note: string
  readonly from: Day
  /** The last day on which it holds. */
  readonly until: Day
}

/** Sets a figure. One that was in force ends: a figure has one override at a time. */
export async function setOverride(tx: Tx, override: NewOverride, { kind, id, name }: Actor): Promise<string> {
  const { customerId, figure, from } = override
  await endOverride(tx, { customerId, figure, on: from })
  const made = await tx.row<{ id: string }>(
    `insert into score_overrides (company_id, customer_id, figure, value, reason, note, by_user, by_name, from_day, until_day)
     values (app.company_id(), $1, $2, $3, $4, $5, $6, $7, $8::date, $9::date) returning id`,
    [
      customerId,
      figure,
      override.value,
      override.reason,
      override.note,
      kind === 'person' ? id : null,
      name,
      isoDay(from),
      isoDay(override.until),
    ],
  )
  if (!made) throw new Error('The override was not written')
  return made.id
}

type Standing = { readonly customerId: string; readonly figure: Overridden; readonly on: Day }

/** Ends the override of a figure that is in force on a day. Answers its id; undefined: there was none. */
export async function endOverride(tx: Tx, { customerId, figure, on }: Standing): Promise<string | undefined> {
  const [ended] = await tx.rows<{ id: string }>(
    `update score_overrides set ended_at = app.now()
      where customer_id = $1 and figure = $2 and until_day >= $3::date and ended_at is null returning id`,
    [customerId, figure, isoDay(on)],
  )
  return ended?.id
}

export type NewPulse = {
  readonly customerId: string
  readonly colour: 'green' | 'amber' | 'red'
  readonly line: string
  readonly day: Day
}

/** Writes down somebody's impression of a customer; earlier ones stay. */
export async function notePulse(tx: Tx, { customerId, colour, line, day }: NewPulse, by: Actor): Promise<string> {
  const made = await tx.row<{ id: string }>(
    `insert into pulses (company_id, customer_id, colour, note, by_name, day) values (app.company_id(), $1, $2, $3, $4, $5::date) returning id`,
    [customerId, colour, line, by.name, isoDay(day)],
  )
  if (!made) throw new Error('The pulse was not written')
  return made.id
}

export type InForce = {
  readonly figure: Overridden
  readonly value: number
  readonly reason: string
  readonly note: string
  readonly by: string
  readonly from: Day
  readonly until: Day
}

/** The overrides of a customer that are in force on a day, as they stand now. */
export const overridesInForce = (tx: Tx, customerId: string, on: Day): Promise<InForce[]> =>
  tx.rows<InForce>(
    `select figure, value, reason, note, by_name as by, ${dayNumber('from_day')} as from, ${dayNumber('until_day')} as until
       from score_overrides
      where customer_id = $1 and ended_at is null and $2::date between from_day and until_day order by figure, created_at, id`,
    [customerId, isoDay(on)],
  )

export type LastPulse = Pick<NewPulse, 'colour' | 'line' | 'day'> & { readonly by: string }

/** The last impression that somebody wrote down; undefined: nobody ever did. */
export const lastPulse = (tx: Tx, customerId: string, upTo: Day): Promise<LastPulse | undefined> =>
  tx.row<LastPulse>(
    `select colour, note as line, by_name as by, ${dayNumber('day')} as day from pulses
      where customer_id = $1 and day <= $2::date order by day desc, created_at desc, id desc limit 1`,
    [customerId, isoDay(upTo)],
  )
