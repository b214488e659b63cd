import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { contract, givenContext, givenKnownFacts, renewal } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { addMonths } from './calendar-months.ts'
import { analyze } from './analyze.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import type { ContractFact, CustomerFacts } from './facts.ts'
import { annualValue } from './renewal-groups.ts'
import { minorRenewalTasks } from './renewal-tasks.ts'
import { deriveRenewals, withRenewalEffects } from './renewals.ts'

const rules = DEFAULT_RULES.renewals
const effectsOf = (known: Partial<CustomerFacts>) =>
  deriveRenewals(givenKnownFacts({ renewals: [], ...known }), { today: new Today(TODAY), rules })
const opened = (known: Partial<CustomerFacts>) => effectsOf(known).filter(({ kind }) => kind === 'open')

describe('renewals derived from contracts', () => {
  it('open one for a contract', () => {
    expect(effectsOf({})).toEqual([
      {
        kind: 'open',
        key: `contracts:k1:${String(TODAY + 100)}`,
        contractIds: ['k1'],
        date: TODAY + 100,
        decisionDate: null,
        arrAtStake: 50_000,
      },
    ])
  })

  it('join contracts that end within 30 days of the first, and no more', () => {
    const contracts = [
      contract({ id: 'a', endDate: TODAY + 100, value: 30_000 }),
      contract({ id: 'b', endDate: TODAY + 130, value: 20_000, autoRenew: true, noticeDays: 40 }),
      contract({ id: 'c', endDate: TODAY + 131, value: 10_000 }),
    ]
    expect(opened({ contracts })).toMatchObject([
      { contractIds: ['a', 'b'], date: TODAY + 100, decisionDate: TODAY + 90, arrAtStake: 50_000 },
      { contractIds: ['c'], date: TODAY + 131, arrAtStake: 10_000 },
    ])
  })

  it.each<[string, Partial<ContractFact>, Partial<CustomerFacts>, number | null]>([
    ['a year of several', { value: 300_000, termMonths: 36 }, {}, 100_000],
    ['a year of a month', { value: 1000, termMonths: 1 }, {}, 12_000],
    ['all there is', { value: null }, { arr: 77_000 }, 77_000],
    ['unknown', { value: null }, { arr: null }, null],
  ])('put at stake %s', (_, known, facts, arrAtStake) => {
    expect(opened({ contracts: [contract(known)], ...facts })).toMatchObject([{ arrAtStake }])
  })

  it.each<[string, Partial<ContractFact>]>([
    ['is a draft', { status: 'draft' }],
    ['was cancelled', { status: 'Cancelled' }],
    ['was replaced, as its source says', { status: 'renewed' }],
    ['ended half a year ago', { endDate: TODAY - 181 }],
    ['has no end', { endDate: null, termMonths: null }],
  ])('are none of a contract that %s', (_, known) => {
    expect(opened({ contracts: [contract(known)] })).toEqual([])
  })

  it('are none where a source has its own, or where it was closed by hand', () => {
    const own = renewal({ derived: false, contractIds: [], date: TODAY + 90 })
    expect(effectsOf({ renewals: [own] })).toEqual([])
    const byHand = renewal({ progress: 'signed', closedOn: TODAY - 3 })
    expect(effectsOf({ renewals: [byHand] })).toEqual([])
  })

  it('give way to a renewal of the source’s own', () => {
    const own = renewal({ id: 'r2', derived: false })
    expect(effectsOf({ renewals: [renewal(), own] })).toEqual([{ kind: 'withdraw', renewalId: 'r1' }])
  })

  it('follow the contract’s date and amount', () => {
    const contracts = [contract({ endDate: TODAY + 108, value: 60_000 })]
    expect(effectsOf({ contracts, renewals: [renewal()] })).toEqual([
      {
        kind: 'change',
        renewalId: 'r1',
        contractIds: ['k1'],
        date: TODAY + 108,
        decisionDate: null,
        arrAtStake: 60_000,
      },
    ])
  })

  it('join two into the first when their contracts come to end together', () => {
    const contracts = [contract({ id: 'a' }), contract({ id: 'b' })]
    const renewals = [renewal({ id: 'ra', contractIds: ['a'] }), renewal({ id: 'rb', contractIds: ['b'] })]
    expect(effectsOf({ contracts, renewals })).toMatchObject([
      { kind: 'withdraw', renewalId: 'rb' },
      { kind: 'change', renewalId: 'ra', contractIds: ['a', 'b'], arrAtStake: 100_000 },
    ])
  })

  it('are withdrawn with the contract', () => {
    expect(effectsOf({ contracts: [], renewals: [renewal()] })).toEqual([{ kind: 'withdraw', renewalId: 'r1' }])
  })
})

describe('a renewal closes by itself', () => {
  it('when a signed successor is there, whatever the old date says, and the next one opens', () => {
    const next = contract({ id: 'k2', startDate: TODAY + 50, endDate: TODAY + 480 })
    expect(effectsOf({ contracts: [contract(), next], renewals: [renewal()] })).toMatchObject([
      { kind: 'close', renewalId: 'r1', progress: 'signed', how: 'successor' },
      { kind: 'open', contractIds: ['k2'], date: TODAY + 480 },
    ])
  })

  it('when the source itself had it, too', () => {
    const next = contract({ id: 'k2', startDate: TODAY + 101, endDate: TODAY + 480 })
    const own = renewal({ derived: false, contractIds: [] })
    expect(effectsOf({ contracts: [contract(), next], renewals: [own] })[0]).toMatchObject({ how: 'successor' })
  })

  it('when the day for notice has passed: signed, a task to confirm it, and the next term', () => {
    const auto = contract({ autoRenew: true, endDate: TODAY + 29, startDate: TODAY + 29 - 364 })
    const before = renewal({ date: TODAY + 29, decisionDate: TODAY - 1 })
    expect(effectsOf({ contracts: [auto], renewals: [before] })).toMatchObject([
      { kind: 'close', progress: 'signed', how: 'auto' },
      { kind: 'task', task: 'confirm-auto-renewal', key: 'confirm-auto-renewal:r1', renewalId: 'r1' },
      { kind: 'open', date: TODAY + 29 + 366 },
    ])
  })

  it('not on the last day for notice, and not after notice', () => {
    const auto = contract({ autoRenew: true, endDate: TODAY + 30 })
    const before = renewal({ date: TODAY + 30, decisionDate: TODAY })
    expect(effectsOf({ contracts: [auto], renewals: [before] })).toEqual([])
    const noticed = contract({ autoRenew: true, endDate: TODAY + 20, noticeGivenOn: TODAY - 30 })
    const still = renewal({ date: TODAY + 20, decisionDate: null })
    expect(effectsOf({ contracts: [noticed], renewals: [still] })).toEqual([])
  })

  it('as lost when all its contracts were ended, or the customer has gone', () => {
    expect(effectsOf({ contracts: [contract({ status: 'terminated' })], renewals: [renewal()] })).toMatchObject([
      { kind: 'close', progress: 'lost', how: 'contract-ended' },
    ])
    expect(effectsOf({ status: 'churned', renewals: [renewal()] })).toMatchObject([
      { kind: 'close', progress: 'lost', how: 'customer-churned' },
    ])
  })

  it('never for somebody who is only a test', () => {
    expect(effectsOf({ status: 'test', renewals: [renewal()] })).toEqual([])
  })
})

describe('without contracts', () => {
  const record = (date: number | null, known: Partial<CustomerFacts> = {}) =>
    effectsOf({ contracts: [], renewalDate: date, ...known })
  const derived = (days: number) => renewal({ contractIds: [], date: TODAY + days })

  it("the record's own date opens a renewal", () => {
    expect(record(TODAY + 28)).toMatchObject([{ kind: 'open', contractIds: [], date: TODAY + 28, arrAtStake: 50_000 }])
    expect(record(null)).toEqual([])
    expect(record(TODAY - 181)).toEqual([])
    expect(
      record(TODAY + 28, { renewals: [renewal({ contractIds: [], date: TODAY + 20, progress: 'signed' })] }),
    ).toEqual([])
  })

  it('a corrected date moves it, a date a year later says that it was renewed', () => {
    expect(record(TODAY + 40, { renewals: [derived(28)] })).toMatchObject([{ kind: 'change', date: TODAY + 40 }])
    expect(record(TODAY + 393, { renewals: [derived(28)] })).toMatchObject([
      { kind: 'close', progress: 'signed', how: 'moved-on' },
      { kind: 'open', date: TODAY + 393 },
    ])
    expect(record(TODAY + 565, { renewals: [derived(200)] })).toMatchObject([{ kind: 'change', date: TODAY + 565 }])
  })

  it('a renewal of the source’s own is left alone', () => {
    expect(record(TODAY + 40, { renewals: [{ ...derived(300), derived: false }] })).toEqual([])
  })

  it('what was derived from the record is taken over by contracts that arrive later', () => {
    expect(effectsOf({ renewalDate: TODAY + 95, renewals: [derived(95)] })).toMatchObject([
      { kind: 'change', renewalId: 'r1', contractIds: ['k1'], date: TODAY + 100 },
    ])
    expect(effectsOf({ renewalDate: TODAY + 9, renewals: [derived(9)] }).map(({ kind }) => kind)).toEqual([
      'open',
      'withdraw',
    ])
  })
})

describe('tasks of the calendar', () => {
  const years = (startDate: number) => contract({ startDate, endDate: addMonths(startDate, 36) - 1, termMonths: 36 })

  it.each<[number, string[]]>([
    [addMonths(TODAY, -12), [`anniversary:k1:${String(TODAY)}`]],
    [addMonths(TODAY + 30, -24), [`anniversary:k1:${String(TODAY + 30)}`]],
    [addMonths(TODAY + 31, -24), []],
    [addMonths(TODAY - 1, -24), []],
  ])('are anniversaries of contracts of several years, from %i on', (startDate, keys) => {
    const tasks = effectsOf({ contracts: [years(startDate)] }).flatMap((effect) =>
      effect.kind === 'task' ? [effect.key] : [],
    )
    expect(tasks).toEqual(keys)
  })

  it('are none for a contract of one year, and none at its end', () => {
    expect(
      effectsOf({ contracts: [contract({ startDate: TODAY - 360, endDate: TODAY + 5 })] }).map(({ kind }) => kind),
    ).toEqual(['open'])
    expect(effectsOf({ contracts: [years(addMonths(TODAY + 10, -36))] }).map(({ kind }) => kind)).toEqual(['open'])
  })

  it('are minor renewals once they are near', () => {
    const { renewals } = analyze(
      givenKnownFacts({
        arr: 185_000,
        contracts: [],
        renewals: [
          renewal({ id: 'main', contractIds: [] }),
          renewal({ id: 'near', contractIds: [], arrAtStake: 900 }),
          renewal({ id: 'far', contractIds: [], arrAtStake: 900, date: TODAY + 121 }),
        ],
      }),
      givenContext(),
    )
    expect(minorRenewalTasks(renewals, new Today(TODAY), rules).map(({ key }) => key)).toEqual(['minor-renewal:near'])
  })
})

describe('what a contract is worth a year', () => {
  it.each([
    [null, 12, null],
    [120, null, 120],
    [120, 0, 120],
    [120, 24, 60],
    [100, 7, 171.43],
  ])('%s over %s months is %s', (value, termMonths, annual) => {
    expect(annualValue(contract({ value, termMonths }))).toBe(annual)
  })
})

describe('for any contracts', () => {
  const anyContract = fc.record({
    startDate: fc.option(fc.integer({ min: TODAY - 900, max: TODAY + 100 }), { nil: null }),
    endDate: fc.option(fc.integer({ min: TODAY - 500, max: TODAY + 900 }), { nil: null }),
    termMonths: fc.option(fc.constantFrom(1, 12, 24, 36), { nil: null }),
    value: fc.option(fc.nat(90_000), { nil: null }),
    autoRenew: fc.boolean(),
    noticeDays: fc.option(fc.constantFrom(0, 30, 90), { nil: null }),
    noticeGivenOn: fc.option(fc.integer({ min: TODAY - 90, max: TODAY }), { nil: null }),
    status: fc.constantFrom(null, 'active', 'draft', 'cancelled', 'renewed'),
  })
  const anyContracts = fc
    .array(anyContract, { maxLength: 5 })
    .map((contracts) => contracts.map((known, index) => contract({ id: `k${String(index)}`, ...known })))

  const anyDay = fc.option(fc.integer({ min: TODAY - 99, max: TODAY + 400 }), { nil: null })
  // A source's own, open or over, and those that were derived when other contracts were known.
  const anyRenewal = fc.record({
    derived: fc.boolean(),
    contractIds: fc.subarray(['k0', 'k1', 'gone'], { maxLength: 2 }),
    date: anyDay,
    progress: fc.constantFrom('none', 'proposed', 'signed', 'lost'),
  })
  const anyRenewals = fc.array(anyRenewal, { maxLength: 3 }).map((renewals) =>
    renewals.map((known, index) => {
      const closedOn = ['signed', 'lost'].includes(known.progress) ? TODAY - 1 : null
      return renewal({ id: `r${String(index)}`, ...known, closedOn })
    }),
  )

  it('the effects, once written, leave nothing to write', () => {
    fc.assert(
      fc.property(
        fc.array(anyContracts, { minLength: 3, maxLength: 3 }),
        anyRenewals,
        anyDay,
        (contractsOf, renewals, renewalDate) => {
          let facts = givenKnownFacts({ renewalDate, renewals })
          for (const [index, contracts] of contractsOf.entries()) {
            const today = TODAY + index * 40
            facts = { ...facts, contracts }
            facts = withRenewalEffects(facts, deriveRenewals(facts, { today: new Today(today), rules }), (key) => key)
            const again = deriveRenewals(facts, { today: new Today(today), rules }).filter(
              ({ kind }) => kind !== 'task',
            )
            expect(again).toEqual([])
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('every live contract is spoken of by one open renewal', () => {
    fc.assert(
      fc.property(anyContracts, (contracts) => {
        const facts = givenKnownFacts({ contracts, renewals: [] })
        const { renewals } = withRenewalEffects(
          facts,
          deriveRenewals(facts, { today: new Today(TODAY), rules }),
          (key) => key,
        )
        const spokenOf = renewals.flatMap(({ contractIds }) => contractIds)
        expect(new Set(spokenOf).size).toBe(spokenOf.length)
      }),
    )
  })
})
