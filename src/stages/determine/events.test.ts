import { describe, expect, it } from 'vitest'
import { Today } from '../../base/today.ts'
import { ticket } from '../../../test/given-facts.ts'
import { givenAnalysis, givenFacts, givenRest, givenRun, TODAY } from '../../../test/given-customer.ts'
import { CADENCE, decided, renewing, saying } from '../../../test/given-decision.ts'
import type { TicketFact } from '../analyze/facts.ts'
import { eventDecision, eventsInFacts } from './events.ts'
import { contextOf } from './context.ts'
import { DEFAULT_SETTINGS } from './determine.defaults.ts'

const pressing = (known: Partial<TicketFact> = {}): TicketFact =>
  ticket({ priority: 'urgent', openedOn: TODAY - 1, ...known })
const world = (...tickets: readonly TicketFact[]) => ({ ...renewing(250), facts: { tickets } })
const talk = (known: Parameters<typeof givenRun>[0] | object = {}) =>
  givenRun({ workflowId: 'urgent-ticket', family: 'event', eventKey: 'urgent-ticket:2027-03-14', ...known })
const talkedOn = (from: number, key = '2027-03-14') =>
  givenRest({ family: 'event', scope: `event:urgent-ticket:${key}`, from })

describe('a pressing ticket', () => {
  it.each([
    ['urgent', pressing(), ['open urgent-ticket']],
    ['high', pressing({ priority: 'high' }), ['open urgent-ticket']],
    ['normal', pressing({ priority: 'normal' }), []],
    ['settled already', pressing({ closedOn: TODAY }), []],
    ['of a week ago', pressing({ openedOn: TODAY - 7 }), ['open urgent-ticket']],
    ['of longer ago', pressing({ openedOn: TODAY - 8 }), []],
  ])('%s', (_, given, opens) => {
    expect(saying(world(given))).toEqual(opens)
  })

  it('several are one conversation, named by the newest and the most pressing', () => {
    const found = decided(world(pressing({ openedOn: TODAY - 5 }), pressing({ priority: 'high' }))).decisions
    expect(found).toMatchObject([
      {
        workflowId: 'urgent-ticket',
        eventKey: 'urgent-ticket:2027-03-14',
        because: [
          { code: 'ticket-priority', value: 'urgent' },
          { code: 'on', value: '2027-03-14' },
        ],
      },
    ])
  })

  it('opens nothing beside a conversation about an earlier one', () => {
    expect(saying({ ...world(pressing()), open: [talk({ eventKey: 'urgent-ticket:2027-03-10' })] })).toEqual([])
  })

  it('that was open when the last conversation ended is dealt with; one that came later is not', () => {
    const older = pressing({ openedOn: TODAY - 4 })
    expect(saying({ ...world(older), rests: [talkedOn(TODAY - 2, '2027-03-11')] })).toEqual([])
    expect(saying({ ...world(older, pressing()), rests: [talkedOn(TODAY - 2, '2027-03-11')] })).toEqual([
      'open urgent-ticket',
    ])
    // Opened and talked about on one day: that conversation was about it.
    expect(saying({ ...world(pressing()), rests: [talkedOn(TODAY - 1)] })).toEqual([])
  })

  it('takes its card away when it is settled, unless somebody has begun', () => {
    const settled = pressing({ closedOn: TODAY })
    expect(saying({ ...world(settled), open: [talk()] })).toEqual(['withdraw'])
    expect(saying({ ...world(settled), open: [talk({ started: true })] })).toEqual([])
    expect(saying({ ...world(settled, pressing({ openedOn: TODAY - 30 })), open: [talk()] })).toEqual([])
  })

  it('is nothing behind a gate', () => {
    const digital = { ...world(pressing()), facts: { tickets: [pressing()], touch: 'digital' as const } }
    expect(saying(digital)).toEqual([])
  })
})

describe('an event that is reported', () => {
  const context = contextOf(
    {
      facts: givenFacts(),
      analysis: givenAnalysis({}),
      open: [],
      rests: [],
      cadence: CADENCE,
    },
    { settings: DEFAULT_SETTINGS, today: new Today(TODAY) },
  )

  it.each([
    ['usage-spike', { kind: 'usage-spike', key: 'w11', on: TODAY, changePercent: 42 }, 'usage-spike'],
    ['contact-left', { kind: 'contact-left', key: 'c9', on: TODAY, role: 'primary' }, 'executive-contact-loss'],
    ['urgent-ticket', { kind: 'urgent-ticket', key: 't9', on: TODAY, priority: 'high' }, 'urgent-ticket'],
  ] as const)('%s opens its workflow, due on the next working day, once', (kind, event, workflowId) => {
    const opened = eventDecision(context, event)
    expect(opened).toMatchObject({ workflowId, family: 'event', dueOn: TODAY + 1, eventKey: `${kind}:${event.key}` })
    const open = [givenRun({ workflowId, family: 'event', eventKey: `${kind}:${event.key}` })]
    expect(eventDecision({ ...context, open }, event)).toBeNull()
    const rests = [givenRest({ family: 'event', scope: `event:${kind}:${event.key}` })]
    expect(eventDecision({ ...context, rests }, event)).toBeNull()
  })

  it('two key contacts who left on one day are one', () => {
    const left = { active: false, leftOn: TODAY - 1 } as const
    const facts = givenFacts({
      contacts: [
        { role: 'champion', ...left },
        { role: 'primary', ...left },
        { role: 'user', ...left },
      ],
    })
    expect(eventsInFacts({ ...context, facts }).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'contact-left 2027-03-14',
    ])
  })
})
