import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { AcceptInvitation, LookAtInvitation } from '../../access/invitations.contract.ts'
import { call, type InputOf, type OutputOf } from '../api.ts'
import { enterAs } from './session.ts'

export type Invitation = OutputOf<typeof LookAtInvitation>

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(LookAtInvitation, { body: { token } }, signal),
    staleTime: Infinity,
  })

export function useAcceptance() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: InputOf<typeof AcceptInvitation>['body']) => call(AcceptInvitation, { body }),
    onSuccess: (answer) => {
      if (answer.kind === 'signed-in') enterAs(client, answer.session)
    },
  })
}
