import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { contract, givenContext, givenKnownFacts, renewal } from '../../../test/given-facts.ts'
import { analyze } from './analyze.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import type { ContractFact, CustomerFacts, RenewalFact } from './facts.ts'
import { deriveRenewals } from './renewals.ts'

// What the specification says of contracts, renewals and their clock, case by case.

const of = (known: Partial<CustomerFacts>) => analyze(givenKnownFacts(known), givenContext())

describe('the stage clock', () => {
  const clockOf = (contracts: readonly ContractFact[], known: Partial<RenewalFact> = {}) =>
    of({ contracts, renewals: [renewal({ contractIds: contracts.map(({ id }) => id), ...known })] }).renewals[0]
  const auto = (known: Partial<ContractFact> = {}) => contract({ autoRenew: true, noticeDays: 60, ...known })

  it.each<[string, ContractFact[], Partial<RenewalFact>, number, string]>([
    ['a contract that ends: its end', [contract()], {}, 100, 'active'],
    ['one that renews by itself: the last day for notice', [auto()], {}, 40, 'finalize'],
    ['that day itself', [auto({ endDate: TODAY + 60 })], { date: TODAY + 60 }, 0, 'emergency'],
    ['no time for notice known: its end', [auto({ noticeDays: null })], {}, 100, 'active'],
    ['notice given: its end', [auto({ noticeGivenOn: TODAY - 1 })], {}, 100, 'active'],
    [
      'a date of the source’s own, with a contract that ends by itself',
      [contract()],
      { decisionDate: TODAY + 20 },
      100,
      'active',
    ],
    [
      'a date of the source’s own, with notice given',
      [auto({ noticeGivenOn: TODAY - 1 })],
      { decisionDate: TODAY + 20 },
      100,
      'active',
    ],
    [
      'a date of the source’s own, and no time for notice',
      [auto({ noticeDays: null })],
      { decisionDate: TODAY + 20 },
      20,
      'urgent',
    ],
    ['a date of the source’s own, and no contract', [], { decisionDate: TODAY + 20 }, 20, 'urgent'],
    [
      'two contracts: the first last day for notice',
      [auto({ noticeDays: 30 }), auto({ id: 'k2', noticeDays: 90 })],
      {},
      10,
      'critical',
    ],
  ])('counts, with %s', (_, contracts, known, days, stage) => {
    expect(clockOf(contracts, known)).toMatchObject({ stageDate: TODAY + days, stage, overdue: false })
  })

  it('is overdue and an emergency past the date', () => {
    expect(clockOf([contract({ endDate: TODAY - 1 })], { date: TODAY - 1 })).toMatchObject({
      stageDate: TODAY - 1,
      stage: 'emergency',
      overdue: true,
    })
  })

  it.each([
    [4999, 50_000, true],
    [5000, 50_000, false],
    [9999.99, 999_999, true],
    [10_000, 999_999, false],
  ])('%f of %f is a task on the main renewal: %s', (arrAtStake, arr, minor) => {
    const renewals = [renewal({ arrAtStake: arr }), renewal({ id: 'r2', arrAtStake, contractIds: [] })]
    expect(of({ arr, renewals }).renewals.find(({ renewalId }) => renewalId === 'r2')?.minor).toBe(minor)
  })
})

describe('renewals that follow from contracts', () => {
  const derived = (contracts: readonly ContractFact[], renewals: readonly RenewalFact[] = []) =>
    deriveRenewals(givenKnownFacts({ contracts, renewals }), { today: new Today(TODAY), rules: DEFAULT_RULES.renewals })
  const opened = (...contracts: readonly ContractFact[]) =>
    derived(contracts).flatMap((effect) => (effect.kind === 'open' ? [effect.contractIds] : []))

  it.each([
    [30, [['k1', 'k2']]],
    [31, [['k1'], ['k2']]],
  ])('that end %i days apart', (apart, groups) => {
    expect(opened(contract(), contract({ id: 'k2', endDate: TODAY + 100 + apart }))).toEqual(groups)
  })

  it.each<[string, Partial<ContractFact>, string[]]>([
    ['signed', {}, ['close', 'open']],
    ['only drafted', { status: 'draft' }, []],
    ['called off', { status: 'cancelled' }, []],
  ])('are closed by a successor that is %s', (_, known, kinds) => {
    const next = contract({ id: 'k2', startDate: TODAY + 101, endDate: TODAY + 465, ...known })
    expect(derived([contract(), next], [renewal()]).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('are signed by themselves the day after the last day for notice, with one task to confirm it', () => {
    const auto = contract({ autoRenew: true, noticeDays: 60, endDate: TODAY + 59, startDate: TODAY - 305 })
    const effects = derived([auto], [renewal({ date: TODAY + 59, decisionDate: TODAY - 1 })])
    expect(effects.map((effect) => (effect.kind === 'task' ? effect.task : effect.kind))).toEqual([
      'close',
      'confirm-auto-renewal',
      'open',
    ])
    expect(effects[0]).toMatchObject({ progress: 'signed', how: 'auto' })
  })
})

describe('the contract', () => {
  it.each<[string | null, Partial<CustomerFacts>]>([
    ['active', { renewals: [renewal({ date: TODAY + 121 })] }],
    ['expiring', { renewals: [renewal({ date: TODAY + 120 })] }],
    ['expiring', { renewals: [renewal({ date: TODAY })] }],
    ['expired', { renewals: [renewal({ date: TODAY - 1 })] }],
    ['churned', { status: 'churned', renewals: [] }],
    [null, { contracts: [], renewals: [] }],
  ])('is %s', (status, known) => {
    expect(of(known).contractStatus).toBe(status)
  })

  it('that was lost in one part and signed in another on one day is renewed', () => {
    const closed = (id: string, progress: 'signed' | 'lost') =>
      renewal({ id, progress, closedOn: TODAY - 3, date: TODAY - 3, contractIds: [] })
    const pair = [closed('a', 'lost'), closed('b', 'signed')]
    expect(of({ renewals: pair }).contractStatus).toBe('renewed')
    expect(of({ renewals: pair.toReversed() }).contractStatus).toBe('renewed')
  })
})
