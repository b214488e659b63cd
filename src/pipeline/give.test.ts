import { describe, expect, it } from 'vitest'
import { givenRun, TODAY } from '../../test/given-customer.ts'
import { givenCycle, givenMember } from '../../test/given-cycle.ts'
import { givenAtOnce, handedOver } from './give.ts'

const away = (coverId: string | null = null) => ({ from: TODAY - 1, to: TODAY + 4, coverId })
/** The first Monday after the absence. */
const BACK = TODAY + 7

const cycleOf = (...people: ReturnType<typeof givenMember>[]) => givenCycle({}, people)
const risk = { family: 'risk', dueOn: TODAY + 2 } as const
const strategic = { family: 'strategic', dueOn: TODAY + 2 } as const

describe('what is given while a page is worked on', () => {
  it.each([
    ['to the owner who is there', [givenMember('ada')], 'ada', { to: 'ada', because: 'owner', dueOn: TODAY + 2 }],
    [
      'to the owner over capacity as well: the account stays with its owner',
      [givenMember('ada', { load: 90 }), givenMember('bo')],
      'ada',
      { to: 'ada', because: 'owner' },
    ],
    [
      'to the cover of an owner who is away',
      [givenMember('ada', { absence: away('bo') }), givenMember('bo')],
      'ada',
      { to: 'bo', because: 'cover' },
    ],
  ])('goes %s', (_, people, ownerId, given) => {
    expect(givenAtOnce({ ownerId, ...risk }, cycleOf(...people))).toMatchObject(given)
  })

  it('waits for the owner’s return when it can wait', () => {
    const cycle = cycleOf(givenMember('ada', { absence: away('bo') }), givenMember('bo'))
    expect(givenAtOnce({ ownerId: 'ada', ...strategic }, cycle)).toMatchObject({ to: 'ada', dueOn: BACK })
  })

  it.each([
    ['a customer without an owner', null, [givenMember('ada')]],
    ['an owner who has left the company', 'gone', [givenMember('ada')]],
    ['an owner who is away without a cover', 'ada', [givenMember('ada', { absence: away() }), givenMember('bo')]],
    [
      'an owner whose cover is away as well',
      'ada',
      [givenMember('ada', { absence: away('bo') }), givenMember('bo', { absence: away() }), givenMember('cy')],
    ],
  ])('is left to the ordered pass, which knows what others get: %s', (_, ownerId, people) => {
    expect(givenAtOnce({ ownerId, ...risk }, cycleOf(...people))).toBeNull()
  })
})

describe('what can wait for nobody else', () => {
  it('stays with the owner when everybody is away', () => {
    const cycle = cycleOf(givenMember('ada', { absence: away('bo') }), givenMember('bo', { absence: away() }))
    expect(givenAtOnce({ ownerId: 'ada', ...risk }, cycle)).toMatchObject({ to: 'ada', because: 'owner' })
  })
})

describe('an open execution changes hands', () => {
  const waiting = (known = {}) =>
    givenRun({ workflowId: 'in-band-risk', family: 'risk', assignedTo: 'ada', assignedBecause: 'owner', ...known })
  const cycle = cycleOf(givenMember('ada'), givenMember('bo'))

  it('when its customer has another owner', () => {
    const run = waiting()
    expect(handedOver(run, 'bo', cycle)).toEqual({
      executionId: run.id,
      assignedTo: 'bo',
      because: 'owner',
      approval: 'none',
      dueOn: run.dueOn,
    })
  })

  it('when its owner goes away, and again when the owner is back', () => {
    const absent = cycleOf(givenMember('ada', { absence: away('bo') }), givenMember('bo'))
    expect(handedOver(waiting(), 'ada', absent)).toMatchObject({ assignedTo: 'bo', because: 'cover' })
    expect(handedOver(waiting({ assignedTo: 'bo', assignedBecause: 'cover' }), 'ada', cycle)).toMatchObject({
      assignedTo: 'ada',
      because: 'owner',
    })
  })

  it('is re-dated to the return, once', () => {
    const absent = cycleOf(givenMember('ada', { absence: away('bo') }), givenMember('bo'))
    const run = givenRun({ workflowId: 'qbr', family: 'cadence', assignedTo: 'ada', assignedBecause: 'owner' })
    expect(handedOver(run, 'ada', absent)).toMatchObject({ assignedTo: 'ada', dueOn: BACK })
    expect(handedOver({ ...run, dueOn: BACK }, 'ada', absent)).toBeNull()
  })

  it.each([
    ['it was begun', { started: true, status: 'in_progress' }],
    ['a person gave it by hand', { assignedBecause: 'Bo knows them' }],
    ['nobody has it yet', { assignedTo: null, assignedBecause: null }],
    ['it has no date', { dueOn: null }],
  ])('but not when %s', (_, known) => {
    expect(handedOver(waiting(known), 'bo', cycle)).toBeNull()
  })

  it('nor when there is nothing to change', () => {
    expect(handedOver(waiting(), 'ada', cycle)).toBeNull()
  })

  it.each(['least-load', 'absence-least-load'])(
    'that was given by %s goes to the owner that is named now',
    (reason) => {
      expect(handedOver(waiting({ assignedTo: 'bo', assignedBecause: reason }), 'ada', cycle)).toMatchObject({
        assignedTo: 'ada',
      })
    },
  )
})
