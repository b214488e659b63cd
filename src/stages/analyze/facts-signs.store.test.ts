import { describe, expect, it } from 'vitest'
import { testDatabase } from '../../../test/database.ts'
import { at, elmOn } from '../../../test/given-elm.ts'
import { day, isoDay, type Day } from '../../base/day.ts'

const db = await testDatabase()
const TODAY = day('2027-03-15')
const { company, has, elm, insert } = elmOn(db, TODAY)

describe('invoices', () => {
  it.each<[string | null, boolean]>([
    ['open', true],
    [null, true],
    ['sent', true],
    ['Overdue', true],
    ['PAID', false],
    ['void', false],
    ['written_off', false],
    ['write-off pending', true],
    ['uncollectible', false],
    ['draft', false],
    ['Refunded', false],
  ])('of status %s and past their date are owed: %s', async (status, owed) => {
    await has('invoices', { externalId: 'i', date: isoDay(TODAY - 50), dueDate: isoDay(TODAY - 20), amount: 9, status })
    expect((await elm()).invoices.oldestOverdueSince).toBe(owed ? TODAY - 20 : null)
  })

  it('count as paid within a year, on time up to their due date', async () => {
    const paid = (externalId: string, due: Day, on: Day) => ({
      externalId,
      date: isoDay(due - 30),
      dueDate: isoDay(due),
      amount: 9,
      status: 'paid',
      paidAt: isoDay(on),
    })
    await has(
      'invoices',
      paid('in time', TODAY - 40, TODAY - 40),
      paid('late', TODAY - 40, TODAY - 39),
      paid('of the year before', TODAY - 400, TODAY - 365),
    )
    expect((await elm()).invoices).toEqual({
      paid: { count: 2, onTime: 1 },
      oldestOverdueSince: null,
      newestOn: TODAY - 70,
    })
    expect((await elm({ on: TODAY - 39 })).invoices.paid?.count).toBe(3)
    expect((await elm({ on: TODAY - 40, mode: 'back-filled' })).invoices.oldestOverdueSince).toBeNull()
  })

  it('due today are not overdue, and due yesterday are', async () => {
    await has('invoices', {
      externalId: 'i',
      date: isoDay(TODAY - 9),
      dueDate: isoDay(TODAY),
      amount: 9,
      status: 'open',
    })
    expect((await elm()).invoices.oldestOverdueSince).toBeNull()
    expect((await elm({ on: TODAY + 1 })).invoices.oldestOverdueSince).toBe(TODAY)
  })
})

describe('what was sold, and may be', () => {
  it.each([
    ['Expansion', true],
    ['Upsell', true],
    ['Up-Sell', true],
    ['cross sell', true],
    ['Existing Customer - Upgrade', true],
    ['Add-On', true],
    ['New Business', false],
    ['Renewal', false],
    ['Existing Customer - Downgrade', false],
  ])('an open opportunity of type %s is an expansion: %s', async (type, expansion) => {
    await has('opportunities', { externalId: 'o', name: 'o', type, stage: 'Proposal', amount: 5 })
    expect((await elm()).openExpansion !== null).toBe(expansion)
  })

  it('counts products of won opportunities, once each, against those that exist', async () => {
    await company().import(
      'products',
      ['Core', 'Plus', 'Edge'].map((name) => ({ externalId: name, name })),
    )
    const won = { stage: 'Closed Won', closeDate: isoDay(TODAY - 5), type: 'Expansion' }
    await has(
      'opportunities',
      { externalId: 'a', name: 'a', product: 'Core', ...won },
      { externalId: 'b', name: 'b', product: 'Core', ...won },
      { externalId: 'c', name: 'c', product: 'Plus', stage: 'Closed Lost', closeDate: isoDay(TODAY - 5) },
    )
    expect(await elm()).toMatchObject({ products: { owned: 1, known: 3 }, productNames: ['Core'], openExpansion: null })
  })
})

describe('what people say against the figures', () => {
  const override = (value: number, from: Day, { until = from + 30, endedAt = null as string | null } = {}) =>
    insert(
      `insert into score_overrides (company_id, customer_id, figure, value, reason, by_name, from_day, until_day, ended_at)
       select $1, id, 'risk', $2, 'heard', 'Ada', $3, $4, $5 from customers where company_id = $1`,
      value,
      isoDay(from),
      isoDay(until),
      endedAt,
    )
  const values = async (on = TODAY) => (await elm({ on })).overrides.map(({ value }) => value)

  it('is in force from its first to its last day, and until it is ended', async () => {
    await override(80, TODAY - 10, { until: TODAY })
    await override(20, TODAY - 10, { endedAt: at(TODAY - 5) })
    expect([await values(TODAY - 11), await values(TODAY - 6), await values(), await values(TODAY + 1)]).toEqual([
      [],
      [80, 20],
      [80],
      [],
    ])
  })

  it('is the newest pulse', async () => {
    for (const [colour, on] of [
      ['red', TODAY - 3],
      ['green', TODAY - 1],
      ['amber', TODAY + 1],
    ] as const)
      await insert(
        `insert into pulses (company_id, customer_id, colour, by_name, day) select $1, id, $2, 'Ada', $3 from customers where company_id = $1`,
        colour,
        isoDay(on),
      )
    expect((await elm()).pulse).toEqual({ colour: 'green', on: TODAY - 1 })
  })

  it('are risk signals of the last 90 days, the newest of each kind', async () => {
    const signal = (externalId: string, on: Day, data: object) => ({
      externalId,
      kind: 'risk-signal',
      at: at(on),
      data,
    })
    await has(
      'events',
      signal('1', TODAY - 3, { kind: 'leaving', severity: 'high' }),
      signal('2', TODAY - 9, { kind: 'leaving', severity: 'high' }),
      signal('3', TODAY - 90, { kind: 'old' }),
      signal('4', TODAY - 4, {}),
      { externalId: '5', kind: 'other', at: at(TODAY) },
    )
    expect((await elm()).riskSignals).toEqual([
      { kind: 'leaving', severity: 'high', on: TODAY - 3 },
      { kind: 'other', severity: 'normal', on: TODAY - 4 },
    ])
  })
})
