import { hashKey, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import {
  ChooseCompany,
  GetSession,
  GiveSecondFactor,
  MakeFirstAdmin,
  SignIn,
  SignInAsSamplePerson,
  SignOut,
  type SessionState,
  type SignedIn,
} from '../../access/session.contract.ts'
import { call, type InputOf } from '../api.ts'
import { holdingOf } from './held-acts.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(GetSession, {}, signal),
  staleTime: 5 * 60_000,
})

const SESSION = hashKey(sessionQuery.queryKey)

/** Who is signed in. Signing in and out empties the cache, which an observer of one reading would not survive. */
export function useSignedIn(): SignedIn | null | undefined {
  const client = useQueryClient()
  const listen = useCallback(
    (listener: () => void) =>
      client.getQueryCache().subscribe(({ query }) => {
        // A reading may come to be while something is rendered; whoever listens hears of it afterwards.
        if (query.queryHash === SESSION) queueMicrotask(listener)
      }),
    [client],
  )
  return useSyncExternalStore(listen, () => client.getQueryData(sessionQuery.queryKey)?.signedIn)
}

/** Whoever was here has gone: nothing that was read stays, and nothing that was held back is sent for somebody else. */
export function part(client: QueryClient): void {
  holdingOf(client).part()
  client.clear()
}

/** Another person is another world. */
export function enterAs(client: QueryClient, state: SessionState): void {
  part(client)
  client.setQueryData(sessionQuery.queryKey, state)
}

/** A call that ends with somebody else being signed in, or nobody. */
function useEntering<Input>(enter: (input: Input) => Promise<SessionState>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (input: Input) => {
      // Whoever goes takes nothing along that was shown as done.
      await holdingOf(client).releaseAll()
      return enter(input)
    },
    onSuccess: (state) => enterAs(client, state),
  })
}

export const useSamplePerson = () =>
  useEntering((body: InputOf<typeof SignInAsSamplePerson>['body']) => call(SignInAsSamplePerson, { body }))

export const useSecondFactor = () =>
  useEntering((body: InputOf<typeof GiveSecondFactor>['body']) => call(GiveSecondFactor, { body }))

export const useFirstAdmin = () =>
  useEntering((body: InputOf<typeof MakeFirstAdmin>['body']) => call(MakeFirstAdmin, { body }))

export const useCompany = () => useEntering((companyId: string) => call(ChooseCompany, { body: { companyId } }))

export const useSignOut = () => useEntering(() => call(SignOut, {}))

/** With an address and a password; whoever has a second factor is not in yet. */
export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: InputOf<typeof SignIn>['body']) => call(SignIn, { body }),
    onSuccess: (answer) => {
      if (answer.kind === 'signed-in') enterAs(client, answer.session)
    },
  })
}
