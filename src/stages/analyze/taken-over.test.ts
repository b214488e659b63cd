import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { contract, givenKnownFacts, renewal } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import type { CustomerFacts, RenewalFact } from './facts.ts'
import { deriveRenewals } from './renewals.ts'
import { isSameMatter } from './renewal-groups.ts'
import { takenOver } from './taken-over.ts'

const rules = DEFAULT_RULES.renewals
const effectsOf = (facts: CustomerFacts) => deriveRenewals(facts, { today: new Today(TODAY), rules })
const over = (known: Partial<CustomerFacts>) => {
  const facts = givenKnownFacts(known)
  return Object.fromEntries(takenOver(facts, effectsOf(facts), rules))
}
const told = (known: Partial<RenewalFact> = {}): RenewalFact => renewal({ id: 's1', derived: false, ...known })

describe('the same matter', () => {
  const a = { contractIds: ['k1'], date: TODAY + 100 }
  it.each([
    ['one contract', { contractIds: ['k1', 'k2'], date: TODAY + 130 }, true],
    ['no contract named', { contractIds: [], date: TODAY + 90 }, true],
    ['another contract', { contractIds: ['k2'], date: TODAY + 100 }, false],
    ['last year’s term', { contractIds: ['k1'], date: TODAY - 265 }, false],
    ['no date', { contractIds: ['k1'], date: null }, false],
  ])('%s', (_, b, same) => {
    expect(isSameMatter(a, b, rules.coTermDays)).toBe(same)
    expect(isSameMatter(b, a, rules.coTermDays)).toBe(same)
  })
})

describe('a derived renewal is taken over', () => {
  it('by the one that a source brings for its contract', () => {
    expect(over({ renewals: [renewal(), told()] })).toEqual({ r1: 's1' })
  })

  it('by the one near the customer’s own date, where there is no contract', () => {
    const renewals = [renewal({ contractIds: [] }), told({ contractIds: [], date: TODAY + 95 })]
    expect(over({ contracts: [], renewalDate: TODAY + 100, renewals })).toEqual({ r1: 's1' })
  })

  it('by the other derived one, when two contracts come to end together', () => {
    const contracts = [contract({ id: 'a' }), contract({ id: 'b', endDate: TODAY + 110 })]
    const renewals = [
      renewal({ id: 'ra', contractIds: ['a'] }),
      renewal({ id: 'rb', contractIds: ['b'], date: TODAY + 110 }),
    ]
    // Of different contracts, so what was done for the one was not done for the other.
    expect(over({ contracts, renewals })).toEqual({})
  })

  it('by nobody when its contract is gone, or nothing is withdrawn', () => {
    expect(over({ contracts: [], renewals: [renewal()] })).toEqual({})
    expect(over({ renewals: [renewal()] })).toEqual({})
  })
})

describe('a source that says how a derived renewal ended', () => {
  it.each([
    ['signed', 'signed'],
    ['lost', 'lost'],
  ] as const)('closes it as %s', (progress, closed) => {
    const facts = givenKnownFacts({ renewals: [renewal(), told({ progress, closedOn: TODAY - 1 })] })
    expect(effectsOf(facts).filter(({ kind }) => kind === 'close')).toEqual([
      { kind: 'close', renewalId: 'r1', progress: closed, how: 'told-by-source', closedOn: TODAY - 1 },
    ])
  })

  it('says nothing of the next term', () => {
    const facts = givenKnownFacts({
      renewals: [renewal(), told({ progress: 'signed', closedOn: TODAY - 300, date: TODAY - 265 })],
    })
    expect(effectsOf(facts).filter(({ kind }) => kind === 'close')).toEqual([])
  })
})
