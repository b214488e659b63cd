import { describe, expect, it } from 'vitest'
import { givenClock, givenRest, givenRun, TODAY } from '../../../test/given-customer.ts'
import { renewalScope } from '../../spine/rest.ts'
import { decided, saying, renewing } from '../../../test/given-decision.ts'

const done = (stage: string) =>
  givenRest({
    family: 'renewal',
    scope: renewalScope('r1', stage),
    whileUnchanged: { input: '', risk: null, factors: [], fellBelow: false, anchor: null },
  })

describe('keeping in touch', () => {
  const silent = (contact: number | null, qbr: number | null, days = 250) => ({
    analysis: {
      renewals: [givenClock(days)],
      lastTwoWayOn: contact === null ? null : TODAY - contact,
      lastQbrOn: qbr === null ? null : TODAY - qbr,
    },
  })

  it.each([
    ['within the cadence', silent(60, 100), []],
    ['beyond it', silent(61, 170), ['open health-check']],
    ['a QBR counts as contact', silent(61, 20), []],
    ['no QBR for long', silent(10, 181), ['open qbr']],
    ['both: a review is contact too', silent(61, 181), ['open qbr']],
    ['a renewal is open anyway', silent(61, 170, 100), ['open standard-renewal']],
    [
      'its stage was done, and there is time',
      { ...silent(61, 170, 100), rests: [done('active')] },
      ['open health-check'],
    ],
    ['its stage was done in the last month', { ...silent(61, 181, 30), rests: [done('urgent')] }, []],
  ])('%s', (_, world, opens) => {
    expect(saying(world)).toEqual(opens)
  })

  it('a contact that was made takes the card away, and so does something bigger', () => {
    const run = givenRun({ workflowId: 'health-check', family: 'cadence' })
    expect(saying({ ...silent(3, 100), open: [run] })).toEqual(['withdraw'])
    expect(saying({ ...silent(99, 100, 100), open: [run] })).toEqual(['open standard-renewal', 'withdraw'])
    expect(saying({ ...silent(99, 170), open: [run] })).toEqual([])
  })

  it('a book with no contact on record is spread over the interval', () => {
    const opened = Array.from({ length: 600 }, (_, index) =>
      saying({
        ...silent(null, 10),
        facts: { externalId: `c${String(index)}` },
        analysis: { renewals: [givenClock(250)], lastTwoWayOn: null, lastQbrOn: null },
      }),
    )
    const count = opened.flat().filter((word) => word === 'open health-check').length
    expect(count).toBeGreaterThan(2)
    expect(count).toBeLessThan(30)
  })
})

describe('a key contact who left', () => {
  const left = (leftOn: number) => ({
    ...renewing(250),
    facts: { contacts: [{ role: 'champion' as const, active: false, leftOn }] },
  })

  it('opens its workflow once', () => {
    const [open] = decided(left(TODAY - 2)).decisions
    expect(open).toMatchObject({
      kind: 'open',
      workflowId: 'executive-contact-loss',
      eventKey: 'contact-left:2027-03-13',
    })
    const run = givenRun({ workflowId: 'executive-contact-loss', family: 'event', eventKey: 'contact-left:2027-03-13' })
    expect(saying({ ...left(TODAY - 2), open: [run] })).toEqual([])
    expect(
      saying({ ...left(TODAY - 2), rests: [givenRest({ family: 'event', scope: 'event:contact-left:2027-03-13' })] }),
    ).toEqual([])
    expect(saying(left(TODAY - 15))).toEqual([])
  })
})

it('a customer with nothing due is monitored', () => {
  expect(decided(renewing(250))).toMatchObject({ gate: null, decisions: [], monitored: true })
  expect(
    decided({ ...renewing(250), open: [givenRun({ workflowId: 'win-back', family: 'opportunity', started: true })] })
      .monitored,
  ).toBe(false)
})
