import { describe, expect, it } from 'vitest'
import { givenContext, givenKnownFacts, ticket, usage } from '../../../test/given-facts.ts'
import { TODAY } from '../../../test/given-customer.ts'
import { analyze } from './analyze.ts'
import type { CustomerFacts } from './facts.ts'

const opportunityOf = (known: Partial<CustomerFacts>) => analyze(givenKnownFacts(known), givenContext()).opportunity
const pointsOf = (known: Partial<CustomerFacts>, code: string) =>
  opportunityOf(known).factors.find((factor) => factor.code === code)?.contribution ?? 0

describe('points of opportunity', () => {
  it.each<[string, Partial<CustomerFacts>, number]>([
    ['opportunity.utilization', { usage: [usage(90, 90)] }, 30],
    ['opportunity.utilization', { usage: [usage(89, 89)] }, 0],
    ['opportunity.utilization', { licensedUsers: null }, 0],
    ['opportunity.growth', { usage: [usage(20, 23)] }, 25],
    ['opportunity.growth', { usage: [usage(1000, 1149)] }, 0],
    ['opportunity.health', {}, 20],
    ['opportunity.health', { engagement: { lastTwoWayOn: TODAY - 300, lastQbrOn: null, threads: 0 } }, 0],
    ['opportunity.products', { products: { owned: 1, known: 3 } }, 10],
    ['opportunity.products', { products: { owned: 2, known: 3 } }, 0],
    ['opportunity.products', { products: null }, 0],
    ['opportunity.expansion', { openExpansion: { on: TODAY - 4 } }, 15],
  ])('%s for %j are %i', (code, known, points) => {
    expect(pointsOf(known, code)).toBe(points)
  })

  it('are taken back while risk is high, down to nothing and not beyond', () => {
    const known: Partial<CustomerFacts> = {
      openExpansion: { on: TODAY },
      overrides: [{ figure: 'risk', value: 60, reason: 'heard', by: 'u1', from: TODAY, until: TODAY }],
    }
    expect(opportunityOf(known).factors.map(({ code, contribution }) => [code, contribution])).toEqual([
      ['opportunity.health', 20],
      ['opportunity.expansion', 15],
      ['opportunity.risk', -40],
      ['opportunity.cap', 5],
    ])
    expect(opportunityOf(known).value).toBe(0)
  })

  it('need nothing taken back where there is none', () => {
    const tickets = Array.from({ length: 9 }, () => ticket({ priority: 'urgent', sentiment: -1, leaving: true }))
    const contacts = [{ role: 'champion', active: false, leftOn: TODAY }] as const
    expect(opportunityOf({ tickets, contacts, usage: [usage(100, 20)] })).toEqual({ value: 0, factors: [] })
  })
})
