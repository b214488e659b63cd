import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GetCustomerPage } from '../../views/customer-page.contract.ts'
import { call } from '../api.ts'

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => call(GetCustomerPage, { params: { id } }, signal),
    placeholderData: keepPreviousData,
  })
