import { describe, expect, it } from 'vitest'
import { contract, givenKnownFacts, renewal } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { day, isoDay } from '../../base/day.ts'
import { Today } from '../../base/today.ts'
import { DEFAULT_RULES, FOUR_STAGES } from './analyze.defaults.ts'
import { contractStatusOf, endOf, renewalClocks, succeeds, undecidedEnd } from './contract-clock.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from './facts.ts'

const auto = (known: Partial<ContractFact> = {}) => contract({ autoRenew: true, ...known })
const withClock = (clock: 'auto' | 'renewal' | 'decision') => ({
  ...DEFAULT_RULES,
  stages: { ...DEFAULT_RULES.stages, clock },
})
const clocksOf = (known: Partial<CustomerFacts>, rules = DEFAULT_RULES, risk = 0) =>
  renewalClocks(givenKnownFacts(known), { today: new Today(TODAY), rules, risk })

describe('the end of a contract', () => {
  it.each([
    [{ endDate: day('2027-12-31') }, '2027-12-31'],
    [{ endDate: null, startDate: day('2027-01-01'), termMonths: 12 }, '2027-12-31'],
    [{ endDate: null, startDate: day('2027-01-01'), termMonths: 36 }, '2029-12-31'],
  ])('of %j is %s', (known, end) => {
    const found = endOf(contract(known))
    expect(found === null ? null : isoDay(found)).toBe(end)
  })

  it.each([{ startDate: null }, { termMonths: null }, { termMonths: 0 }])(
    'is unknown without end and with %j',
    (known) => {
      expect(endOf(contract({ endDate: null, ...known }))).toBeNull()
      expect(undecidedEnd(contract({ endDate: null, ...known }), new Today(TODAY))).toBeNull()
    },
  )
})

describe('the term that is still to be decided on', () => {
  it.each<[string, Partial<ContractFact>, number, number]>([
    ['without renewing by itself, is the one that ends', { autoRenew: false, endDate: TODAY - 5 }, -5, 0],
    ['on the last day for notice, is the running one', { endDate: TODAY + 30 }, 30, 0],
    ['on the day after it, is the next one', { endDate: TODAY + 29 }, 29 + 366, 1],
    ['without a known time for notice, is the running one to its end', { endDate: TODAY, noticeDays: null }, 0, 0],
    ['after notice, is the one that ends', { endDate: TODAY + 3, noticeGivenOn: TODAY - 40 }, 3, 0],
  ])('%s', (_, known, days, renewedTerms) => {
    expect(undecidedEnd(auto(known), new Today(TODAY))).toEqual({ end: TODAY + days, renewedTerms })
  })

  it('is found for a contract that has renewed itself for years, and for one of the year 1', () => {
    expect(undecidedEnd(auto({ endDate: TODAY - 3000 }), new Today(TODAY))?.renewedTerms).toBe(9)
    expect(undecidedEnd(auto({ endDate: -719_162, termMonths: 1 }), new Today(TODAY))?.renewedTerms).toBe(600)
  })
})

describe('a successor', () => {
  const old = contract()
  it.each<[string, Partial<ContractFact>, boolean]>([
    ['begins when the old one ends', { startDate: TODAY + 101, endDate: TODAY + 466 }, true],
    ['may begin two months early', { startDate: TODAY + 40, endDate: TODAY + 466 }, true],
    ['is no draft', { startDate: TODAY + 101, endDate: TODAY + 466, status: 'Draft' }, false],
    ['is no cancelled one', { startDate: TODAY + 101, endDate: TODAY + 466, status: 'cancelled' }, false],
    ['is no contract that runs beside', { startDate: TODAY - 100, endDate: TODAY + 265 }, false],
    ['does not end before', { startDate: TODAY + 60, endDate: TODAY + 90 }, false],
    ['may be open-ended', { startDate: TODAY + 101, endDate: null, termMonths: null }, true],
    ['needs a beginning', { startDate: null }, false],
  ])('%s', (_, known, expected) => {
    expect(succeeds(contract({ id: 'k2', ...known }), old, 60)).toBe(expected)
  })

  it('is nobody of oneself, and takes over a contract that had renewed itself', () => {
    expect(succeeds(old, old, 60)).toBe(false)
    const next = contract({ id: 'k2', startDate: TODAY + 10, endDate: TODAY + 375 })
    expect(succeeds(next, auto({ startDate: TODAY - 1000, endDate: TODAY + 9 - 730 }), 60)).toBe(true)
  })
})

describe('the clock of a renewal', () => {
  it.each<['auto' | 'renewal' | 'decision', Partial<ContractFact>, number]>([
    ['auto', {}, 100],
    ['auto', { autoRenew: true }, 70],
    ['auto', { autoRenew: true, noticeGivenOn: TODAY - 1 }, 100],
    ['auto', { autoRenew: true, noticeDays: null }, 100],
    ['renewal', { autoRenew: true }, 100],
    ['decision', {}, 70],
    ['decision', { noticeDays: 110 }, -10],
  ])('set to %s counts with %j to %i days', (clock, known, days) => {
    expect(clocksOf({ contracts: [contract(known)] }, withClock(clock))[0]?.stageDate).toBe(TODAY + days)
  })

  it('takes the first decision of several contracts, and the renewal’s own date where no contract speaks', () => {
    const two = [auto(), auto({ id: 'k2', noticeDays: 60 })]
    const [clock] = clocksOf({ contracts: two, renewals: [renewal({ contractIds: ['k1', 'k2'] })] })
    expect(clock).toMatchObject({ date: TODAY + 100, decisionDate: TODAY + 40, stage: 'finalize' })
    const own = renewal({ contractIds: [], decisionDate: TODAY + 10 })
    expect(clocksOf({ contracts: [], renewals: [own] })[0]?.stageDate).toBe(TODAY + 10)
    expect(clocksOf({ contracts: [], renewals: [{ ...own, decisionDate: TODAY - 1 }] })[0]?.stageDate).toBe(TODAY + 100)
  })

  it('reads risk where the table asks for it', () => {
    const four = { ...DEFAULT_RULES, stages: { clock: 'auto' as const, table: FOUR_STAGES } }
    const soon = { renewals: [renewal({ date: TODAY + 3, contractIds: [] })], contracts: [] }
    expect(clocksOf(soon, four, 72)[0]?.stage).toBe('emergency')
    expect(clocksOf(soon, four, 70)[0]?.stage).toBe('critical')
  })

  it('is not kept for what is closed or has no date', () => {
    const renewals: RenewalFact[] = [
      renewal({ id: 'a', progress: 'signed' }),
      renewal({ id: 'b', progress: 'lost', closedOn: TODAY }),
      renewal({ id: 'c', date: null }),
    ]
    expect(clocksOf({ renewals })).toEqual([])
  })

  it('shows the next one first and a minor one after the others', () => {
    const clocks = clocksOf({
      arr: 185_000,
      renewals: [
        renewal({ id: 'late', date: TODAY + 200, arrAtStake: 100_000 }),
        renewal({ id: 'small', date: TODAY + 5, arrAtStake: 4000 }),
        renewal({ id: 'next', date: TODAY + 90, arrAtStake: 81_000 }),
      ].map((one) => ({ ...one, contractIds: [] })),
      contracts: [],
    })
    expect(clocks.map(({ renewalId, minor }) => [renewalId, minor])).toEqual([
      ['next', false],
      ['late', false],
      ['small', true],
    ])
  })

  it('takes a small renewal for the main one when there is nothing else', () => {
    const only = renewal({ arrAtStake: 4000, contractIds: [] })
    expect(clocksOf({ arr: 185_000, renewals: [only] })[0]?.minor).toBe(false)
  })

  it('puts the whole ARR at stake in the only renewal when its amount is unknown', () => {
    const unknown = renewal({ arrAtStake: null })
    expect(clocksOf({ renewals: [unknown] })[0]?.arrAtStake).toBe(50_000)
    expect(clocksOf({ renewals: [unknown, renewal({ id: 'r2' })] }).map(({ arrAtStake }) => arrAtStake)).toContain(null)
  })
})

describe('the status of the contract', () => {
  const statusOf = (known: Partial<CustomerFacts>) => {
    const facts = givenKnownFacts(known)
    return contractStatusOf(facts, {
      today: new Today(TODAY),
      rules: DEFAULT_RULES.renewals,
      clocks: renewalClocks(facts, { today: new Today(TODAY), rules: DEFAULT_RULES, risk: 0 }),
    })
  }
  const closed = (known: Partial<RenewalFact>) => renewal({ id: 'r0', contractIds: [], closedOn: TODAY - 20, ...known })
  it.each<[string | null, Partial<CustomerFacts>]>([
    ['churned', { status: 'churned' }],
    ['expiring', {}],
    ['active', { renewals: [renewal({ date: TODAY + 121 })] }],
    ['expired', { renewals: [renewal({ date: TODAY - 1 })] }],
    ['renewed', { renewals: [closed({ progress: 'signed' }), renewal({ date: TODAY + 300 })] }],
    ['renewed', { renewals: [closed({ progress: 'signed' })] }],
    ['churned', { renewals: [closed({ progress: 'lost', date: TODAY - 3 })] }],
    ['expiring', { renewals: [closed({ progress: 'lost', date: TODAY + 3 })] }],
    ['active', { renewals: [] }],
    [null, { renewals: [], contracts: [] }],
  ])('is %s', (status, known) => {
    expect(statusOf(known)).toBe(status)
  })
})
