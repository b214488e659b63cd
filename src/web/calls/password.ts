import { useMutation } from '@tanstack/react-query'
import { ForgotPassword, ResetPassword } from '../../access/forgotten.contract.ts'
import { call, type InputOf } from '../api.ts'

export const useForgotten = () =>
  useMutation({ mutationFn: (body: InputOf<typeof ForgotPassword>['body']) => call(ForgotPassword, { body }) })

export const useNewPassword = () =>
  useMutation({ mutationFn: (body: InputOf<typeof ResetPassword>['body']) => call(ResetPassword, { body }) })
