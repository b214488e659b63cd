import { describe, expect, it } from 'vitest'
import { givenAnalysis, givenFacts, givenRun, TODAY } from '../../test/given-customer.ts'
import {
  givenCycle,
  givenDecisions,
  givenMember,
  givenOpening,
  givenSubject,
  givenVerdict,
} from '../../test/given-cycle.ts'
import type { OpenExecution } from '../spine/open-execution.ts'
import type { Decision } from '../stages/determine/decision.ts'
import type { Decided } from './plan-page.ts'
import { changesOfCards, placedCards, plannedEntries } from './planned-queue.ts'

const cycle = givenCycle({}, [givenMember('u1'), givenMember('u2')])

type Known = {
  readonly open?: readonly OpenExecution[]
  readonly decisions?: readonly Decision[]
  readonly risk?: number
  readonly owner?: string
}

const customer = (customerId: string, { open = [], decisions = [], risk = 80, owner = 'u1' }: Known): Decided => {
  const facts = givenFacts({ customerId, externalId: customerId, name: customerId, ownerId: owner })
  const known = { facts, analysis: givenAnalysis({ risk }), open: open.map((each) => ({ ...each, customerId })) }
  return {
    subject: givenSubject({ facts, open: known.open }),
    verdict: decisions.length === 0 ? givenVerdict(known) : givenDecisions(decisions, known),
  }
}

const entriesOf = (...decided: readonly Decided[]) =>
  plannedEntries(decided, cycle, { contacts: new Map(), waiting: new Set(['waits']) })
const cardsOf = (...decided: readonly Decided[]) => placedCards(entriesOf(...decided), cycle)
const names = (cards: ReturnType<typeof cardsOf>) =>
  cards.map(({ lead, place }) => `${String(place)} ${lead.customerName}`)

const run = (id: string, known: Partial<OpenExecution> = {}) =>
  givenRun({
    workflowId: 'out-of-band-risk',
    family: 'risk',
    dueOn: TODAY + 5,
    id,
    assignedTo: 'u1',
    assignedBecause: 'owner',
    ...known,
  })

describe('what would be open', () => {
  it('is what goes on and what is opened, for whom it would be', () => {
    const entries = entriesOf(
      customer('alder', { decisions: [givenOpening()] }),
      customer('beech', { open: [run('b')] }),
      customer('cedar', { open: [run('c')], owner: 'u2' }),
    )
    expect(entries.map(({ customerName, ownerId, workflowId }) => [customerName, ownerId, workflowId])).toEqual([
      ['alder', 'u1', 'in-band-risk'],
      ['beech', 'u1', 'out-of-band-risk'],
      ['cedar', 'u2', 'out-of-band-risk'],
    ])
    expect(entries.every(({ score }) => score > 0)).toBe(true)
  })

  it('is not what would be withdrawn, closed or superseded', () => {
    const because = [] as const
    const decided = customer('alder', {
      open: [run('a'), run('b'), run('c'), run('d')],
      decisions: [
        { kind: 'withdraw', executionId: 'a', because },
        { kind: 'close', executionId: 'b', outcome: 'signed', because },
        givenOpening({ supersedes: ['c'] }),
      ],
    })
    expect(entriesOf(decided).map(({ executionId }) => executionId)).toEqual(['alder in-band-risk  ', 'd'])
  })

  it('leads no card while it would be held, and folds under what would be opened above it', () => {
    const held = customer('alder', { open: [run('a')], decisions: [{ kind: 'hold', executionId: 'a', because: [] }] })
    expect(cardsOf(held)).toEqual([])
    const released = customer('alder', {
      open: [run('a', { held: true })],
      decisions: [{ kind: 'release', executionId: 'a' }],
    })
    expect(names(cardsOf(released))).toEqual(['1 alder'])
    const under = customer('alder', { open: [run('a')], decisions: [givenOpening({ folds: ['a'] })] })
    expect(cardsOf(under).map(({ lead }) => lead.workflowId)).toEqual(['in-band-risk'])
    expect(entriesOf(under).find(({ executionId }) => executionId === 'a')?.foldedUnder).toBe('alder in-band-risk  ')
  })

  it('leads no card while nothing of it can be done', () => {
    expect(cardsOf(customer('alder', { open: [run('waits', { status: 'in_progress' })] }))).toEqual([])
  })

  it('waits where nobody has it yet', () => {
    const nobodys = customer('alder', { decisions: [givenOpening()], owner: 'gone' })
    expect(cardsOf(nobodys)).toMatchObject([{ lead: { ownerId: null, score: 0 }, place: 1 }])
  })
})

describe('two orders', () => {
  const opening = { decisions: [givenOpening()] }
  const [alder, beech, cedar] = [
    customer('alder', { ...opening, risk: 90 }),
    customer('beech', { ...opening, risk: 80 }),
    customer('cedar', { ...opening, risk: 70 }),
  ]

  it('that are the same differ in nothing', () => {
    expect(changesOfCards(cardsOf(alder, beech), cardsOf(beech, alder))).toEqual({ added: [], gone: [], moved: [] })
  })

  it('differ by what came and went; who only moves up into the gap has not moved', () => {
    const { added, gone, moved } = changesOfCards(cardsOf(alder, beech), cardsOf(beech, cedar))
    expect([names(added), names(gone), moved]).toEqual([['2 cedar'], ['1 alder'], []])
  })

  it('differ by who stands before whom', () => {
    const other = customer('cedar', { ...opening, risk: 100 })
    const { moved } = changesOfCards(cardsOf(alder, beech, cedar), cardsOf(alder, beech, other))
    expect(moved.map(({ before, after }) => [after.lead.customerName, before.place, after.place])).toEqual([
      ['cedar', 3, 1],
      ['alder', 1, 2],
      ['beech', 2, 3],
    ])
  })

  it('differ by the workflow that leads, though it stands where it stood', () => {
    const other = customer('alder', { decisions: [givenOpening({ workflowId: 'out-of-band-risk' })], risk: 90 })
    expect(changesOfCards(cardsOf(alder), cardsOf(other)).moved).toMatchObject([
      { before: { lead: { workflowId: 'in-band-risk' } }, after: { lead: { workflowId: 'out-of-band-risk' } } },
    ])
  })

  it('count each person’s cards apart', () => {
    const theirs = customer('beech', { ...opening, owner: 'u2' })
    const { added, gone, moved } = changesOfCards(cardsOf(alder, beech), cardsOf(alder, theirs))
    expect([names(added), names(gone), moved]).toEqual([['1 beech'], ['2 beech'], []])
  })
})
