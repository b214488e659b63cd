import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { GetSession, SignInAsSamplePerson, SignOut } from '../../access/session.contract.ts'
import { call } from '../api.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(GetSession, {}, signal),
  staleTime: 5 * 60_000,
})

/** Another person is another world: nothing that was read stays. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly companyId: string; readonly userId: string }) => call(SignInAsSamplePerson, { body }),
    onSuccess: (state) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, state)
    },
  })
}

export function useSignOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => call(SignOut, {}),
    onSuccess: (state) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, state)
    },
  })
}
