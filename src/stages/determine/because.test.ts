import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aged, becauseSentence, reasonWords } from './because.ts'

describe('a reason in words', () => {
  it.each([
    ['days-to-renewal', 3, 'the renewal is in 3 days'],
    ['days-to-renewal', 1, 'the renewal is in 1 day'],
    ['days-to-renewal', 0, 'the renewal is today'],
    ['days-to-renewal', -1, 'the renewal was 1 day ago'],
    ['days-to-renewal', null, 'the renewal date is not known'],
    ['days-to-decision', -2, 'the last day to give notice was 2 days ago'],
    ['renewal-date', '2027-03-05', 'the renewal date was 5 March 2027'],
    ['renewal-date', null, 'no renewal date is known'],
    ['customer-since', '2026-12-31', 'they have been a customer since 31 December 2026'],
    ['ticket-priority', 'urgent', 'an urgent ticket was opened'],
    ['ticket-priority', 'high', 'a ticket of high priority was opened'],
    ['usage-change-percent', 63.2, 'usage grew 63.2%'],
    ['usage-change-percent', -40, 'usage fell 40%'],
    ['usage-now', 1234.5678, 'usage stands at 1235'],
    ['contact-left', 'exec-sponsor', 'the executive sponsor left'],
    ['days-without-contact', null, 'no contact is on record'],
    ['held-by', 'emergency-retention', 'something more urgent is open'],
  ])('%s %s: %s', (code, value, words) => {
    expect(reasonWords({ code, value })).toBe(words)
  })
})

describe('several reasons', () => {
  it.each([
    [[], ''],
    [[{ code: 'risk', value: 72 }], 'Risk is 72.'],
    [
      [
        { code: 'risk', value: 72 },
        { code: 'days-to-renewal', value: 3 },
      ],
      'Risk is 72 and the renewal is in 3 days.',
    ],
    [
      [
        { code: 'contact-left', value: 'champion' },
        { code: 'on', value: '2027-03-14' },
      ],
      'The champion left on 14 March 2027.',
    ],
    [
      [
        { code: 'ticket-priority', value: 'urgent' },
        { code: 'on', value: '2027-03-14' },
      ],
      'An urgent ticket was opened on 14 March 2027.',
    ],
    [[{ code: 'on', value: '2027-03-14' }], 'On 14 March 2027.'],
  ])('%o read “%s”', (because, sentence) => {
    expect(becauseSentence(because)).toBe(sentence)
  })
})

describe('a reason that has grown old', () => {
  it.each([
    ['a silence lasts longer', 'days-without-contact', 61, 64],
    ['a date comes nearer', 'days-to-renewal', 14, 11],
    ['a date passes', 'days-to-decision', 2, -1],
    ['a score is what it was', 'risk', 72, 72],
    ['what is not known stays so', 'days-without-contact', null, null],
  ])('%s', (_, code, value, now) => {
    expect(aged({ code, value }, 3)).toEqual({ code, value: now })
  })

  it('grows by each day alike, however the days are counted', () => {
    const codes = fc.constantFrom('days-without-qbr', 'days-past-renewal', 'days-to-renewal', 'opportunity', 'stage')
    fc.assert(
      fc.property(codes, fc.integer({ min: -50, max: 400 }), fc.nat(60), fc.nat(60), (code, value, one, two) => {
        expect(aged(aged({ code, value }, one), two)).toEqual(aged({ code, value }, one + two))
      }),
    )
  })
})
