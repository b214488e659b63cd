import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { day, isoDay } from '../base/day.ts'
import { agesOf, historyFrom, ledgerOf, renewalOf, weeksOf } from './customer-page.ts'
import { givenStanding } from '../../test/given-standing.ts'

const TODAY = day('2027-03-15')

describe('the weeks of a chart', () => {
  const window = (days: readonly (number | null)[]) => weeksOf({ metric: 'logins', lastDay: TODAY - 1, days })?.weeks

  it('end with the last day of the window, the oldest first', () => {
    const weeks = window(Array<number>(84).fill(7)) ?? []
    expect(weeks).toHaveLength(12)
    expect(weeks[0]?.from).toBe(isoDay(TODAY - 84))
    expect(weeks[11]?.from).toBe(isoDay(TODAY - 7))
  })

  it.each<[string, (number | null)[], number | null]>([
    ['of all its days', [1, 2, 3, 4, 5, 6, 7], 4],
    ['of the days that are known', [null, 2, null, 4, null, null, null], 3],
    ['which is unknown where no day is', Array<null>(7).fill(null), null],
    ['in which a day without use counts', [0, 0, 0, 0, 0, 0, 7], 1],
    ['to the hundredth', [1, 1, 2, null, null, null, null], 1.33],
  ])('have a mean %s', (_, days, mean) => expect(window(days)?.[0]?.mean).toBe(mean))

  it('lie between the least and the most of their days', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(1000)), { minLength: 84, maxLength: 84 }), (days) => {
        for (const [index, { mean }] of (window(days) ?? []).entries()) {
          const known = days.slice(index * 7, index * 7 + 7).filter((value) => value !== null)
          expect(mean === null).toBe(known.length === 0)
          if (mean === null) continue
          expect(mean).toBeGreaterThanOrEqual(Math.min(...known) - 0.01)
          expect(mean).toBeLessThanOrEqual(Math.max(...known) + 0.01)
        }
      }),
    )
  })
})

describe('the line of a chart', () => {
  it('begins at its first day with what held before it', () => {
    const first = TODAY - 84
    const points = [
      { on: first - 30, health: 80, risk: 10 },
      { on: first + 10, health: 60, risk: 30 },
    ]
    expect(historyFrom(points, first)).toEqual([
      { on: isoDay(first), health: 80, risk: 10 },
      { on: isoDay(first + 10), health: 60, risk: 30 },
    ])
  })
})

describe('the date that counts', () => {
  it.each<[string, Parameters<typeof givenStanding>[0], ReturnType<typeof renewalOf>]>([
    [
      'is the renewal’s',
      { renewal_date: TODAY + 40, stage_date: TODAY + 40 },
      { date: '2027-04-24', days: 40, kind: 'renewal' },
    ],
    [
      'is the last day for notice while the contract renews by itself',
      { renewal_date: TODAY + 100, decision_date: TODAY + 40, stage_date: TODAY + 40 },
      { date: '2027-04-24', days: 40, kind: 'decision' },
    ],
    [
      'is the renewal’s where the clock is set to it',
      { renewal_date: TODAY + 100, decision_date: TODAY + 40, stage_date: TODAY + 100 },
      { date: '2027-06-23', days: 100, kind: 'renewal' },
    ],
    [
      'may have passed',
      { renewal_date: TODAY - 5, stage_date: TODAY - 5 },
      { date: '2027-03-10', days: -5, kind: 'renewal' },
    ],
    [
      'is the renewal’s where no stage is',
      { renewal_date: TODAY + 400 },
      { date: '2028-04-18', days: 400, kind: 'renewal' },
    ],
    ['is unknown where none is', {}, null],
  ])('%s', (_, known, expected) => expect(renewalOf(givenStanding(known), TODAY)).toEqual(expected))
})

describe('a ledger', () => {
  const facts = (known: Parameters<typeof givenStanding>[0]) => ({
    standing: givenStanding(known),
    contracts: [],
    progress: null,
    today: TODAY,
  })

  it('is there once the customer has been analyzed', () => {
    expect(ledgerOf('health', facts({}))).toBeNull()
    expect(ledgerOf('risk', facts({ risk: 30 }))).toEqual({ value: 30, override: null, rows: [], remark: null })
  })

  it('keeps what the rules say beside what a person has set', () => {
    const set = facts({ health: 40, health_override: 75, risk: 30 })
    expect(ledgerOf('health', set)).toMatchObject({ value: 40, override: 75 })
    expect(ledgerOf('health', set)?.remark).toContain('set it to 75; the rules say 40')
    expect(ledgerOf('risk', set)?.override).toBeNull()
  })
})

describe('how fresh it is', () => {
  it.each([
    ['usage of yesterday', { usage: TODAY - 1 }, [['Usage', 1, false]]],
    ['usage of four days ago', { usage: TODAY - 4 }, [['Usage', 4, true]]],
    ['tickets of a week ago, which may simply not have come', { tickets: TODAY - 7 }, [['Tickets', 7, false]]],
    ['tickets of eight days ago', { tickets: TODAY - 8 }, [['Tickets', 8, true]]],
    ['a contract of last year, which does not grow old', { contracts: TODAY - 400 }, [['Contracts', 400, false]]],
    ['a record of tomorrow’s zone', { record: TODAY + 1 }, [['Record', 0, false]]],
    ['a source that knows nothing', { invoices: null }, []],
  ])('says it of %s', (_, newest, expected) => {
    expect(agesOf(newest, TODAY).map(({ name, daysOld, stale }) => [name, daysOld, stale])).toEqual(expected)
  })

  it('keeps one order whatever comes', () => {
    const all = { invoices: TODAY, usage: TODAY, record: TODAY, tickets: TODAY, engagements: TODAY, contracts: TODAY }
    expect(agesOf(all, TODAY).map(({ name }) => name)).toEqual([
      'Record',
      'Contracts',
      'Usage',
      'Tickets',
      'Meetings and calls',
      'Invoices',
    ])
  })
})
