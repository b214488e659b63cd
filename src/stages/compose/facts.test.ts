import { describe, expect, it } from 'vitest'
import { READ_ON, aContact, nothingKnown, troubled } from '../../../test/any-context.ts'
import { isoDay } from '../../base/day.ts'
import { dayOrNull, firstNameOf, mayBeWrittenTo, partOf, renewalClause, whenWords, whomToWrite } from './facts.ts'

describe('a day in words', () => {
  it.each([
    [0, 'today'],
    [1, 'tomorrow'],
    [2, 'on Wednesday'],
    [6, 'on Sunday'],
    [7, 'on 22 March'],
    [300, 'on 9 January 2028'],
    [-1, 'on 14 March'],
  ])('%d days from a Monday is %s', (left, words) => expect(whenWords(READ_ON + left, READ_ON)).toBe(words))

  it.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['2027-02-30', null],
    ['2027-03-15', READ_ON],
  ])('"%s" read as a day is %s', (iso, expected) => expect(dayOrNull(iso)).toBe(expected))
})

describe('where a renewal stands', () => {
  const clause = (left: number, progress = 'none') => {
    const { renewal } = troubled()
    return renewalClause(
      troubled({ renewal: renewal && { ...renewal, date: isoDay(READ_ON + left), progress: progress } }),
      READ_ON,
    )
  }

  it.each([
    [0, 'none', 'the contract ends today and nothing is agreed'],
    [1, 'none', 'the contract ends tomorrow and nothing is agreed'],
    [3, 'none', 'the contract ends on Thursday, in 3 days, and nothing is agreed'],
    [30, 'contacted', 'the contract ends on 14 April, in 30 days, and they have been asked, and nothing is agreed'],
    [30, 'proposed', 'the contract ends on 14 April, in 30 days, and an offer is out, and nothing is agreed'],
    [30, 'verbal', 'the contract ends on 14 April, in 30 days, and it is agreed, but not signed'],
    [30, 'signed', 'the contract ends on 14 April, in 30 days, and it is signed'],
    [-1, 'none', 'the contract ended 1 day ago, and nothing is agreed'],
    [-40, 'lost', 'the contract ended 40 days ago, and it is lost'],
  ])('%d days before its end and %s: %s', (left, progress, words) => expect(clause(left, progress)).toBe(words))

  it('is read from the customer where no renewal is known', () => {
    const { customer } = troubled()
    expect(renewalClause(troubled({ renewal: null, customer }), READ_ON)).toBe(
      'the contract ends on Thursday, in 3 days, and nothing is agreed',
    )
  })

  it('is unknown where no date is', () => expect(renewalClause(nothingKnown(), READ_ON)).toBeNull())
})

describe('whom to write to', () => {
  const chosen = (contacts: ReturnType<typeof aContact>[], order?: readonly string[]) =>
    whomToWrite(troubled({ contacts }), order)?.name ?? null

  it.each<[string, ReturnType<typeof aContact>[], string | null]>([
    ['nobody', [], null],
    ['whoever there is', [aContact(1)], 'Person 1'],
    [
      'who decides, before who is for us',
      [aContact(1, { role: 'champion' }), aContact(2, { role: 'economic-buyer' })],
      'Person 2',
    ],
    [
      'who is for us, before who stands behind it',
      [aContact(1, { role: 'exec-sponsor' }), aContact(2, { role: 'champion' })],
      'Person 2',
    ],
    ['the first contact, before a user', [aContact(1, { role: 'user' }), aContact(2, { role: 'primary' })], 'Person 2'],
    [
      'the first of two who decide',
      [aContact(1, { role: 'economic-buyer' }), aContact(2, { role: 'economic-buyer' })],
      'Person 1',
    ],
    ['nobody who opted out', [aContact(1, { role: 'economic-buyer', optedOut: true }), aContact(2)], 'Person 2'],
    ['nobody without an address', [aContact(1, { role: 'champion', email: null }), aContact(2)], 'Person 2'],
    ['nobody who is against us', [aContact(1, { role: 'detractor' })], null],
  ])('%s', (_, contacts, name) => expect(chosen(contacts)).toBe(name))

  it('goes by the order that is asked for', () => {
    const contacts = [aContact(1, { role: 'economic-buyer' }), aContact(2, { role: 'champion' })]
    expect(chosen(contacts, ['champion'])).toBe('Person 2')
    expect(chosen(contacts, ['nobody'])).toBe('Person 1')
  })

  it('is never somebody who may not be written to', () => {
    expect(mayBeWrittenTo(aContact(1))).toBe(true)
    expect(
      [{ optedOut: true }, { email: null }, { role: 'detractor' as const }].map((known) =>
        mayBeWrittenTo(aContact(1, known)),
      ),
    ).toEqual([false, false, false])
  })
})

describe('a person', () => {
  it.each([
    ['champion', 'is on our side'],
    ['economic-buyer', 'decides about the budget'],
    ['exec-sponsor', 'stands behind it'],
    ['primary', 'is the one we talk to'],
    ['user', 'works with it'],
    ['detractor', 'is against us'],
    [null, 'is a contact of ours'],
  ] as const)('whose part is %s %s', (role, words) => expect(partOf(aContact(1, { role }))).toBe(words))

  it.each([
    ['Dina Kern', 'Dina'],
    ['  Dina   Maria Kern ', 'Dina'],
    ['Dina', 'Dina'],
    ['', ''],
    [null, ''],
  ])('called "%s" is greeted as "%s"', (name, first) => expect(firstNameOf(name)).toBe(first))
})
