import { queryOptions } from '@tanstack/react-query'
import { GetSamplePeople } from '../../views/sample-people.contract.ts'
import { call } from '../api.ts'

export const samplePeopleQuery = queryOptions({
  queryKey: ['sample-people'],
  queryFn: ({ signal }) => call(GetSamplePeople, {}, signal),
})
