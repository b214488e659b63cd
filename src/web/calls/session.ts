import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import {
  ChooseCompany,
  GetSession,
  GiveSecondFactor,
  MakeFirstAdmin,
  SignIn,
  SignInAsSamplePerson,
  SignOut,
  type SessionState,
} from '../../access/session.contract.ts'
import { call, type InputOf } from '../api.ts'
import { holdingOf } from './held-acts.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(GetSession, {}, signal),
  staleTime: 5 * 60_000,
})

/** Another person is another world: nothing that was read stays. */
export function enterAs(client: QueryClient, state: SessionState): void {
  client.clear()
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
