import fc from 'fast-check'
import type { Day } from '../src/base/day.ts'
import { RENEWAL_PROGRESS } from '../src/spine/words.ts'
import { converted, type Conversion } from '../src/stages/analyze/currency.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from '../src/stages/analyze/facts.ts'
import { TODAY } from './given-customer.ts'

type Given<Fact> = Partial<Fact> & { readonly currency?: string }

/** What a customer pays and until when, as sources send it: amounts in their own currencies, and only what is known. */
export type Terms = {
  readonly arr?: number
  readonly currency?: string
  readonly contracts: readonly Given<ContractFact>[]
  readonly renewals: readonly Given<RenewalFact>[]
}

const NO_CONTRACT: Omit<ContractFact, 'id'> = {
  startDate: null,
  endDate: null,
  termMonths: null,
  value: null,
  autoRenew: false,
  noticeDays: null,
  noticeGivenOn: null,
  status: null,
}
const NO_RENEWAL: Omit<RenewalFact, 'id'> = {
  derived: false,
  contractIds: [],
  date: null,
  decisionDate: null,
  arrAtStake: null,
  progress: 'none',
  closedOn: null,
}

/** The facts that the terms are, in the reporting currency. */
export function factsOfTerms(
  { arr, currency, contracts, renewals }: Terms,
  conversion: Conversion,
): Pick<CustomerFacts, 'arr' | 'contracts' | 'renewals'> {
  const amount = (given: number | null | undefined, own: string | undefined): number | null =>
    converted(given ?? null, own ?? null, { conversion, fallback: currency ?? null })
  return {
    arr: amount(arr, currency),
    contracts: contracts.map(({ currency: own, ...known }, index) => ({
      ...NO_CONTRACT,
      id: `k${String(index)}`,
      ...known,
      value: amount(known.value, own),
    })),
    renewals: renewals.map(({ currency: own, ...known }, index) => ({
      ...NO_RENEWAL,
      id: `r${String(index)}`,
      ...known,
      arrAtStake: amount(known.arrAtStake, own),
    })),
  }
}

const near = (from: number, to: number): fc.Arbitrary<Day> =>
  fc.integer({ min: from, max: to }).map((days) => TODAY + days)
const anyAmount = fc.integer({ min: 1, max: 900 }).map((hundreds) => hundreds * 100)
/** One of them has no rate. */
const anyCurrency = fc.constantFrom('USD', 'EUR', 'GBP', 'XTS')

const anyContract: fc.Arbitrary<Given<ContractFact>> = fc.record(
  {
    startDate: near(-900, 20),
    endDate: near(-60, 400),
    termMonths: fc.constantFrom(1, 12, 36),
    value: anyAmount,
    currency: anyCurrency,
    autoRenew: fc.constant(true),
    noticeDays: fc.constantFrom(0, 30, 90),
    noticeGivenOn: near(-100, -1),
    status: fc.constantFrom('active', 'draft', 'cancelled', 'renewed'),
  },
  { requiredKeys: [] },
)

const anyRenewal: fc.Arbitrary<Given<RenewalFact>> = fc
  .record(
    {
      derived: fc.constant(true),
      contractIds: fc.constantFrom(['k0'], ['k1'], ['k0', 'k1']),
      date: near(-20, 260),
      decisionDate: near(-20, 200),
      arrAtStake: anyAmount,
      currency: anyCurrency,
      progress: fc.constantFrom(...RENEWAL_PROGRESS),
    },
    { requiredKeys: ['date'] },
  )
  .map((known) =>
    known.progress === 'signed' || known.progress === 'lost' ? { ...known, closedOn: TODAY - 10 } : known,
  )

export const anyTerms: fc.Arbitrary<Terms> = fc.record(
  {
    arr: anyAmount,
    currency: anyCurrency,
    contracts: fc.array(anyContract, { maxLength: 2 }),
    renewals: fc.array(anyRenewal, { maxLength: 2 }),
  },
  { requiredKeys: ['contracts', 'renewals'] },
)
