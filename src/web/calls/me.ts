import { queryOptions, useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { AddAbsence, DeleteAbsence, GetAbsences } from '../../access/absences.contract.ts'
import {
  BeginSecondFactor,
  ChangePassword,
  ChangeProfile,
  ConfirmSecondFactor,
  EndSecondFactor,
  EndSession,
  GetProfile,
  GetSessions,
  RenewBackupCodes,
} from '../../access/me.contract.ts'
import { call, type InputOf, type OutputOf } from '../api.ts'
import { sessionQuery } from './session.ts'

export type Profile = OutputOf<typeof GetProfile>

export const profileQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(GetProfile, {}, signal),
})

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => call(GetSessions, {}, signal),
})

/** The latest absences of a person; older ones are nobody's concern here. */
export const absencesQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['absences', memberId],
    queryFn: ({ signal }) => call(GetAbsences, { params: { id: memberId }, query: { limit: 20 } }, signal),
  })

function useChange<Input, Output>(change: (input: Input) => Promise<Output>, refreshes: readonly QueryKey[]) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await Promise.all(refreshes.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}

const ME = [profileQuery.queryKey]

export const useProfileChange = () =>
  useChange(
    (body: InputOf<typeof ChangeProfile>['body']) => call(ChangeProfile, { body }),
    [...ME, sessionQuery.queryKey, ['members']],
  )

export const usePasswordChange = () =>
  useChange((body: InputOf<typeof ChangePassword>['body']) => call(ChangePassword, { body }), ME)

export const useSessionEnd = () => useChange((id: string) => call(EndSession, { params: { id } }), ME)

export const useSecondFactorBegin = () =>
  useChange((password: string) => call(BeginSecondFactor, { body: { password } }), [])

export const useSecondFactorConfirm = () =>
  useChange((code: string) => call(ConfirmSecondFactor, { body: { code } }), ME)

export const useBackupCodesRenewal = () =>
  useChange((password: string) => call(RenewBackupCodes, { body: { password } }), [])

export const useSecondFactorEnd = () =>
  useChange((password: string) => call(EndSecondFactor, { body: { password } }), ME)

export const useAbsenceAdd = (memberId: string) =>
  useChange(
    (body: InputOf<typeof AddAbsence>['body']) => call(AddAbsence, { params: { id: memberId }, body }),
    [['absences', memberId]],
  )

export const useAbsenceDelete = (memberId: string) =>
  useChange((id: string) => call(DeleteAbsence, { params: { id } }), [['absences', memberId]])
