import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { InviteMember, SendInvitation, TakeBackInvitation } from '../../access/invitations.contract.ts'
import {
  ChangeMember,
  DeactivateMember,
  GetMembers,
  ReactivateMember,
  ResetSecondFactor,
  type Member,
} from '../../access/members.contract.ts'
import { call, keyOfClick, type InputOf } from '../api.ts'

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

/** A change of one of the members; the list is read anew, because teams and rights may follow. */
function useMembers<Input, Output>(change: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: membersQuery.queryKey }),
  })
}

export const useInvite = () =>
  useMembers((body: InputOf<typeof InviteMember>['body']) => call(InviteMember, { body, key: keyOfClick() }))

export const useInvitation = () => useMembers((id: string) => call(SendInvitation, { params: { id } }))

export const useTakeBack = () => useMembers((id: string) => call(TakeBackInvitation, { params: { id } }))

export const useMemberChange = () =>
  useMembers(({ id, body }: { readonly id: string; readonly body: InputOf<typeof ChangeMember>['body'] }) =>
    call(ChangeMember, { params: { id }, body }),
  )

export const useActive = () =>
  useMembers(async ({ id, active }: { readonly id: string; readonly active: boolean }) => {
    if (active) await call(ReactivateMember, { params: { id } })
    else await call(DeactivateMember, { params: { id } })
  })

export const useSecondFactorReset = () =>
  useMembers((id: string) => call(ResetSecondFactor, { params: { id }, key: keyOfClick() }))
