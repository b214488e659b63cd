import { describe, expect, it } from 'vitest'
import { HOSTILE } from '../../test/given-days.ts'
import { momentOf, type HappenedRow } from './timeline.ts'

const happened = (kind: HappenedRow['kind'], known: Partial<HappenedRow> = {}): HappenedRow => ({
  id: '7',
  at: new Date('2027-03-10T10:00:00Z'),
  kind,
  title: null,
  detail: null,
  state: null,
  minutes: null,
  ...known,
})

describe('a moment of the timeline', () => {
  it.each<[string, HappenedRow, [kind: string, says: string, more: string]]>([
    [
      'an open ticket',
      happened('ticket', { title: 'The export fails', detail: 'urgent', state: 'open' }),
      ['ticket', 'The export fails', 'Urgent ticket, still open'],
    ],
    [
      'a closed ticket of no urgency',
      happened('ticket', { title: 'Slow again', detail: 'normal', state: 'closed' }),
      ['ticket', 'Slow again', 'Ticket'],
    ],
    [
      'a ticket without a subject',
      happened('ticket', { detail: 'high', state: 'closed' }),
      ['ticket', 'A ticket without a subject', 'High ticket'],
    ],
    [
      'a call with its length and its notes',
      happened('call', { detail: 'Lee', minutes: 22, title: 'A fix would settle it' }),
      ['talk', 'Call with Lee', '22 min, A fix would settle it'],
    ],
    ['a meeting with nobody named', happened('meeting'), ['talk', 'Meeting', '']],
    ['a review with several', happened('qbr', { detail: 'Lee, Bo' }), ['talk', 'Business review with Lee, Bo', '']],
    ['a call of no length', happened('call', { detail: 'Lee', minutes: 0 }), ['talk', 'Call with Lee', '']],
    ['a mail that came', happened('email', { detail: 'Lee', state: 'inbound' }), ['mail', 'Mail from Lee', '']],
    ['a mail that went', happened('email', { detail: 'Lee', state: 'outbound' }), ['mail', 'Mail to Lee', '']],
    ['a mail of which only the text is known', happened('email', { title: 'Hello' }), ['mail', 'Mail', 'Hello']],
    ['a note', happened('note', { title: 'They are moving' }), ['note', 'Note', 'They are moving']],
    [
      'somebody who left, by title',
      happened('left', { title: 'Kim', detail: 'CFO', state: 'champion' }),
      ['left', 'Kim left', 'CFO'],
    ],
    [
      'somebody who left, by part',
      happened('left', { title: 'Kim', state: 'economic-buyer' }),
      ['left', 'Kim left', 'economic buyer'],
    ],
    ['somebody of whom no name is known', happened('left'), ['left', 'Somebody left', '']],
    [
      'an event',
      happened('event', { title: 'price_change', detail: 'Announced' }),
      ['event', 'Price change', 'Announced'],
    ],
    [
      'a workflow that was done elsewhere',
      happened('workflow', { title: 'Health check', detail: 'done elsewhere', state: 'completed' }),
      ['workflow', 'Health check', 'Done elsewhere'],
    ],
    [
      'a workflow that was superseded',
      happened('workflow', { title: 'Standard renewal', detail: null, state: 'superseded' }),
      ['workflow', 'Standard renewal', 'Superseded'],
    ],
  ])('tells %s', (_, row, [kind, says, more]) => {
    expect(momentOf(row)).toMatchObject({ kind, says, more, at: '2027-03-10T10:00:00.000Z' })
  })

  it('passes a text on as it was written', () => {
    expect(momentOf(happened('note', { title: HOSTILE })).more).toBe(HOSTILE)
    expect(momentOf(happened('ticket', { title: HOSTILE, detail: 'low' })).says).toBe(HOSTILE)
  })

  it('has an id of its own even where two kinds of record share one', () => {
    expect(momentOf(happened('call')).id).not.toBe(momentOf(happened('ticket')).id)
  })
})
