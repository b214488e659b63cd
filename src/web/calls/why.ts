import { queryOptions } from '@tanstack/react-query'
import { GetWhyFigure, GetWhyScore, type Figure } from '../../views/why.contract.ts'
import { call } from '../api.ts'

/**
 * What is asked: a score (beside another card's, when there is one; `first`: beside what stands first with the same person; `among`: as a
 * list over several people counts) or one of a customer's figures.
 */
export type WhyQuestion =
  | {
      readonly figure: 'score'
      readonly executionId: string
      readonly against: string | undefined
      readonly among?: 'everybody' | undefined
    }
  | { readonly figure: Figure; readonly customerId: string }

export const whyQuery = (question: WhyQuestion) =>
  queryOptions({
    queryKey: ['why', question],
    queryFn: ({ signal }) =>
      question.figure === 'score'
        ? call(
            GetWhyScore,
            { params: { id: question.executionId }, query: { against: question.against, among: question.among } },
            signal,
          )
        : call(GetWhyFigure, { params: { id: question.customerId, figure: question.figure } }, signal),
    staleTime: 60_000,
  })
