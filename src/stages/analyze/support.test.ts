import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { ticket } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { DEFAULT_RULES } from './analyze.defaults.ts'
import { supportReading, supportScore } from './support.ts'

const reading = (...tickets: ReturnType<typeof ticket>[]) => {
  const found = supportReading(tickets, new Today(TODAY), true)
  if (!found) throw new Error('tickets are known here')
  return found
}
const score = (...tickets: ReturnType<typeof ticket>[]) =>
  supportScore(reading(...tickets), DEFAULT_RULES.health.support)

describe('what tickets say', () => {
  it('counts open, new, reopened and urgent ones', () => {
    const found = reading(
      ticket({ priority: 'urgent', leaving: true, openedOn: TODAY - 27 }),
      ticket({ priority: 'low', openedOn: TODAY - 28, reopened: true }),
      ticket({ priority: 'high', openedOn: TODAY - 55, closedOn: TODAY - 1 }),
      ticket({ openedOn: TODAY - 56, closedOn: TODAY - 50, leaving: true, reopened: true }),
      ticket({ openedOn: TODAY - 2, closedOn: TODAY + 1 }),
      ticket({ openedOn: TODAY + 1 }),
    )
    expect(found).toMatchObject({ open: 3, openLow: 1, openHigh: 0, openUrgent: 1, opened28: 2, openedBefore28: 2 })
    expect(found).toMatchObject({ reopened: 1, lastLeavingOn: TODAY - 27, newestOn: TODAY - 1 })
  })

  it('averages times over a quarter and tone over two months, and over all that is open', () => {
    const found = reading(
      ticket({ firstReplyHours: 2, resolutionHours: 10, sentiment: -0.5 }),
      ticket({ firstReplyHours: 4, sentiment: null, openedOn: TODAY - 89, closedOn: TODAY - 80, resolutionHours: 20 }),
      ticket({ firstReplyHours: 99, sentiment: 1, openedOn: TODAY - 90, closedOn: TODAY - 85 }),
      ticket({ firstReplyHours: null, sentiment: 0.1, openedOn: TODAY - 300 }),
    )
    expect(found).toMatchObject({ firstReplyHours: 3, resolutionHours: 15, sentiment: -0.2 })
  })

  it.each([
    ['no times and no tone', {}, Infinity],
    ['a tone', { sentiment: 0.4 }, TODAY + 2],
    ['times', { resolutionHours: 7 }, TODAY + 32],
  ])('stay as they are while a closed one that has %s leaves nothing', (_, says, until) => {
    const today = new Today(TODAY)
    const silent = { firstReplyHours: null, resolutionHours: null, sentiment: null }
    supportReading([ticket({ ...silent, openedOn: TODAY - 58, closedOn: TODAY - 57, ...says })], today, true)
    expect(today.changesOn).toBe(until)
  })

  it('are unknown where a company has none at all, quiet where others have some', () => {
    expect(supportReading([], new Today(TODAY), false)).toBeNull()
    expect(score()).toBe(100)
  })
})

describe("support's part of health", () => {
  it.each<[string, Partial<ReturnType<typeof ticket>>[], number]>([
    ['one normal ticket that is new', [{}], 90],
    ['one normal ticket that is old', [{ openedOn: TODAY - 40 }], 95],
    ['one urgent ticket', [{ priority: 'urgent' }], 77],
    ['a ticket in the worst tone', [{ sentiment: -1 }], 70],
    ['a ticket in the best tone', [{ sentiment: 1 }], 90],
    ['a closed one', [{ closedOn: TODAY - 1 }], 95],
    ['a reopened one', [{ reopened: true }], 85],
  ])('with %s', (_, tickets, expected) => {
    expect(score(...tickets.map((known) => ticket(known)))).toBe(expected)
  })

  it('never rises with another open ticket, and never leaves 0–100', () => {
    const anyTicket = fc.record({
      priority: fc.constantFrom('low', 'normal', 'high', 'urgent'),
      reopened: fc.boolean(),
      openedOn: fc.integer({ min: TODAY - 27, max: TODAY }),
    })
    fc.assert(
      fc.property(fc.array(anyTicket, { maxLength: 12 }), anyTicket, (tickets, one) => {
        const without = score(...tickets.map((known) => ticket(known)))
        const more = score(...[...tickets, one].map((known) => ticket(known)))
        expect(more).toBeLessThanOrEqual(without)
        expect(more).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
