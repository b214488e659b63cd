import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts } from '../../../test/any-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { givenContext } from '../../../test/given-facts.ts'
import { analyze } from './analyze.ts'
import { changesBetween, type State } from './changes.ts'

const NOTHING: State = {
  analysis: null,
  customer: null,
  contacts: [],
  contracts: [],
  renewals: [],
  tickets: [],
  said: [],
}

const told = (before: Partial<State>, after: Partial<State>): string[] =>
  changesBetween(
    { ...NOTHING, ...before },
    { ...NOTHING, ...after },
    { today: TODAY, currency: 'USD', locale: 'en-US' },
  ).map(({ sentence }) => sentence)

const contact = { id: 'p', name: 'Noor', role: 'champion', active: true }
const contract = {
  id: 'k',
  startDate: TODAY - 300,
  endDate: TODAY + 65,
  value: 1000,
  currency: 'EUR',
  autoRenew: false,
  noticeOn: null,
  status: 'active',
}
const renewal = { id: 'r', date: TODAY + 65, arrAtStake: 500, currency: null, category: null, progress: 'none' }
const ticket = { id: 't', subject: 'Export fails', priority: 'high', reopened: false, openedOn: TODAY - 3, open: true }
const override = { id: 'o', what: 'risk', says: '80.00', by: 'Ada', why: 'They said so' }

describe('what changed between two days', () => {
  it.each<[Partial<State>, Partial<State>, string[]]>([
    [{}, { contacts: [contact] }, ['Noor (champion) is new.']],
    [{}, { contacts: [{ ...contact, active: false }] }, ['Noor (champion) is new, and left already.']],
    [{ contacts: [contact] }, { contacts: [{ ...contact, active: false }] }, ['Noor (champion) left.']],
    [{ contacts: [{ ...contact, active: false }] }, { contacts: [contact] }, ['Noor (champion) is back.']],
    [{ contacts: [contact] }, {}, ['Noor (champion) is not among the contacts any more.']],
    [
      { contacts: [{ ...contact, name: null, role: null }] },
      { contacts: [{ ...contact, name: null, role: 'user' }] },
      ['The role of a contact is known now: user.'],
    ],
    [{}, { contracts: [contract] }, ['A contract until 19 May is new, worth €1,000.']],
    [
      { contracts: [contract] },
      { contracts: [{ ...contract, endDate: TODAY + 430, autoRenew: true }] },
      [
        'The end of the contract until 19 May went from 19 May to 18 May 2028.',
        'The contract until 19 May renews by itself now.',
      ],
    ],
    [
      { contracts: [contract] },
      { contracts: [{ ...contract, noticeOn: TODAY - 1 }] },
      ['Notice was given for the contract until 19 May on 14 March.'],
    ],
    [
      { contracts: [{ ...contract, noticeOn: TODAY - 1 }] },
      { contracts: [contract] },
      ['The notice for the contract until 19 May was taken back.'],
    ],
    [
      { renewals: [renewal] },
      { renewals: [{ ...renewal, progress: 'verbal', arrAtStake: null }] },
      [
        'The renewal of 19 May: its progress went from none to verbal.',
        'The renewal of 19 May: the amount at stake is not known any more; it was $500.',
      ],
    ],
    [{}, { tickets: [ticket] }, ['“Export fails” (high) came in on 12 March and is open.']],
    [{ tickets: [ticket] }, { tickets: [{ ...ticket, open: false }] }, ['“Export fails” was settled.']],
    [{ tickets: [{ ...ticket, open: false }] }, { tickets: [ticket] }, ['“Export fails” was opened again.']],
    [
      { tickets: [ticket] },
      { tickets: [{ ...ticket, subject: ' ', priority: 'urgent' }] },
      ['The priority of a ticket went from high to urgent.'],
    ],
    [{}, { said: [override] }, ['Ada set risk to 80: They said so.']],
    [{ said: [override] }, {}, ['The override of risk to 80 by Ada has ended.']],
    [{}, { said: [{ ...override, what: 'pulse', says: 'red', why: 'New CFO' }] }, ['Ada says red: New CFO.']],
  ])('from %j to %j', (before, after, sentences) => {
    expect(told(before, after)).toEqual(sentences)
  })

  it('is nothing from a state to itself, whatever it is', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const state = {
          analysis: analyze(facts, givenContext()),
          contacts: [contact],
          tickets: [ticket],
          said: [override],
        }
        expect(told(state, state)).toEqual([])
      }),
    )
  })

  it('tells any two analyses in clean sentences, every figure that differs once', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (one, other) => {
        const [was, is] = [analyze(one, givenContext()), analyze(other, givenContext())]
        const sentences = told({ analysis: was }, { analysis: is })
        for (const sentence of sentences) {
          expect(sentence).toMatch(/^[A-Z].*\.$/)
          expect(sentence).not.toMatch(/undefined|null|NaN|Infinity|from (\S+) to \1 /)
        }
        for (const name of ['health', 'risk', 'opportunity'] as const) {
          const about = sentences.filter((sentence) => new RegExp(`^${name} (rose|fell) from`, 'i').test(sentence))
          expect(about).toHaveLength(was[name].value === is[name].value ? 0 : 1)
        }
      }),
    )
  })
})
