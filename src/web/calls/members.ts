import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { GetMembers, type Member } from '../../access/members.contract.ts'
import { call } from '../api.ts'

export type Person = z.output<typeof Member>

const MOST_AT_ONCE = 200

/** Everybody of the company, by name. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async ({ signal }) => {
    const people: Person[] = []
    let cursor: string | undefined
    do {
      const page = await call(GetMembers, { query: { limit: MOST_AT_ONCE, cursor } }, signal)
      people.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return people.toSorted((one, other) => one.name.localeCompare(other.name))
  },
})
