import { z } from 'zod'
import type { Refusal } from './problem.contract.ts'

/** Where a page ended: the sort values of its last item. */
export type Position = readonly (string | number | null)[]

const Positions = z.array(z.union([z.string(), z.number(), z.null()])).max(8)

/** A text for clients to send back; it says nothing that they could not see, and they should not read it. */
export const cursorOf = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** The position of a cursor; undefined when the text is none of ours. */
export function positionOf(cursor: string): Position | undefined {
  try {
    return Positions.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

export const NO_CURSOR: Refusal = { kind: 'unprocessable', says: 'The cursor is not one that a list answered.' }

/** Cuts a list that was read one item further than asked into a page. */
export function cut<Item>(
  rows: readonly Item[],
  limit: number,
  at: (item: Item) => Position,
): { readonly items: Item[]; readonly nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(at(last)) : null }
}
