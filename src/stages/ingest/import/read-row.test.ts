import { describe, expect, test } from 'vitest'
import { specOf } from './fields/catalogue.ts'
import type { Kind } from './fields/field.ts'
import type { CompanyContext } from './fields/spec.ts'
import { breakRow } from './read/broken-row.ts'
import { type Plan, readRow, type ReadRow } from './read-row.ts'

const COMPANY: CompanyContext = {
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  today: '2027-03-15',
  now: '2027-03-15T09:00:00.000Z',
}

/** A row of these cells, the columns being called as fields are; what is no field stays unmapped. */
function row(kind: Kind, cells: Readonly<Record<string, unknown>>): ReadRow {
  const spec = specOf(kind)
  const reading = { order: 'day-first', mark: 'unknown', timeZone: COMPANY.timeZone } as const
  const columns = Object.keys(cells)
  const fields = columns.flatMap((column, place) => {
    const field = spec.fields.find(({ name }) => name === column)
    return field ? [{ field, place, column, reading }] : []
  })
  const rest = columns.flatMap((column, place) =>
    fields.some((one) => one.place === place) ? [] : [{ place, column }],
  )
  const plan: Plan = { spec, company: COMPANY, fields, rest }
  return readRow(plan, Object.values(cells))
}

function draft(kind: Kind, cells: Readonly<Record<string, unknown>>) {
  const read = row(kind, cells)
  if (!read.ok) throw new Error(read.rejection.reason)
  return read.draft
}

const contradictions = (kind: Kind, cells: Readonly<Record<string, unknown>>) => {
  const read = row(kind, cells)
  return read.ok ? read.contradictions : read.rejection
}

describe('a row that cannot be taken says in which column and why', () => {
  test.each<[Kind, Record<string, unknown>, string | null, RegExp]>([
    ['customers', { externalId: 'c1', name: '' }, 'name', /name is empty/],
    ['customers', { name: ' \t ' }, 'name', /name is blank/],
    ['customers', { name: 'Birch', arr: 'lots' }, 'arr', /"lots" is not a number/],
    ['customers', { name: 'Birch', renewalDate: '31.02.2027' }, 'renewalDate', /not a date/],
    ['customers', { name: 'Bi\0rch' }, 'name', /NUL/],
    ['customers', { name: 'Birch', Notes: 'a\0' }, 'Notes', /NUL/],
    ['customers', { name: 'Birch', Notes: { text: '\0' } }, 'Notes', /NUL/],
    ['customers', { name: 'Birch', licensedUsers: '-3' }, 'licensedUsers', /below 0/],
    ['customers', { name: 'Birch', isDeleted: 'true' }, null, /this record is deleted/],
    ['customers', { name: 'Birch', deletedAt: '2027-01-01' }, null, /this record is deleted/],
    ['contacts', { title: 'CFO' }, null, /needs a name, an e-mail address or an id/],
    ['users', { role: 'csm' }, 'name', /needs a name or an e-mail address/],
    ['users', { name: 'Nora', workingDays: '1,8' }, 'workingDays', /numbers from 1/],
    ['users', { name: 'Nora', experience: '2' }, 'experience', /above 1.2/],
    ['usage', { value: '3' }, 'date', /date is missing/],
    ['events', { kind: 'login', at: '' }, 'at', /no date/],
    ['rates', { currency: 'USD', day: '2027-01-01', rate: '0' }, 'rate', /below/],
  ])('%s %j', (kind, cells, column, reason) => {
    const read = row(kind, cells)
    expect(read.ok ? undefined : read.rejection).toEqual({ column, reason: expect.stringMatching(reason) as string })
  })

  test('a row that could not be read at all is refused with its own reason', () => {
    const plan: Plan = { spec: specOf('customers'), company: COMPANY, fields: [], rest: [] }
    expect(readRow(plan, breakRow([], 'The line is not valid JSON'))).toEqual({
      ok: false,
      rejection: { column: null, reason: 'The line is not valid JSON' },
    })
  })
})

describe('what no field takes', () => {
  test('is kept among the attributes, as it is', () => {
    const { attributes } = draft('customers', {
      name: 'Birch',
      Floors: '3',
      Tags: ['a'],
      Empty: '',
      attributes: '{"own":1}',
    })
    expect(JSON.parse(String(attributes))).toEqual({ own: 1, Floors: '3', Tags: ['a'] })
  })

  test('of events is their data, of a word that nobody knows the word', () => {
    expect(JSON.parse(String(draft('events', { at: '2027-01-01', plan: 'gold' })['data']))).toEqual({ plan: 'gold' })
    const read = row('customers', { name: 'Birch', touch: 'White Glove', status: 'Sleeping' })
    expect(read.ok && read.unknown).toEqual([
      { field: 'touch', text: 'White Glove' },
      { field: 'status', text: 'Sleeping' },
    ])
    expect(read.ok && read.draft).toMatchObject({ touch: null, status: 'active' })
    expect(read.ok && JSON.parse(String(read.draft['attributes']))).toEqual({
      touch: 'White Glove',
      status: 'Sleeping',
    })
  })

  test('leaves no trace where there is none', () => {
    expect(draft('customers', { name: 'Birch', Floors: '' })).not.toHaveProperty('attributes')
  })
})

test('a field that is absent stays unknown, one that is empty is emptied', () => {
  const read = draft('customers', { name: 'Birch', arr: '', tier: undefined })
  expect(read['arr']).toBeNull()
  expect('tier' in read).toBe(false)
})

describe('what follows from other fields', () => {
  test.each<[string, Kind, Record<string, unknown>, Record<string, unknown>]>([
    ['a year is twelve months', 'customers', { name: 'B', mrr: '100,10 €' }, { arr: 1201.2, currency: 'EUR' }],
    ['a yearly figure stands before a monthly one', 'customers', { name: 'B', mrr: '1', arr: '500' }, { arr: 500 }],
    ['a customer known by number alone', 'customers', { externalId: '0280-X' }, { name: '0280-X' }],
    ['a flag of leaving', 'customers', { name: 'B', isChurned: 'Yes' }, { status: 'churned' }],
    ['a flag of trying', 'customers', { name: 'B', isTrial: 'true', isChurned: 'false' }, { status: 'trial' }],
    ['a day of leaving', 'customers', { name: 'B', churnedAt: '2027-01-01' }, { status: 'churned' }],
    [
      'a status stands before a flag',
      'customers',
      { name: 'B', status: 'active', isChurned: 'yes' },
      { status: 'active' },
    ],
    ['a name of two parts', 'contacts', { firstName: 'Nora', lastName: 'Lind' }, { name: 'Nora Lind' }],
    ['a contact who has left', 'contacts', { name: 'Nora', hasLeft: 'true' }, { active: false }],
    ['a contract by the month', 'contracts', { mrr: '250' }, { value: 3000 }],
    ['an opportunity that is won', 'opportunities', { stage: 'Closed Won' }, { outcome: 'won' }],
    ['one that is lost', 'opportunities', { isClosed: 'true', isWon: 'false', stage: 'x' }, { outcome: 'lost' }],
    ['one that is open', 'opportunities', { stage: 'Negotiation' }, { outcome: 'open' }],
    ['one without a stage', 'opportunities', { name: 'x' }, { outcome: null }],
    [
      'minutes to the first answer',
      'tickets',
      { createdAt: '2027-01-01T10:00:00Z', firstReplyMinutes: '30' },
      { firstRepliedAt: '2027-01-01T10:30:00.000Z' },
    ],
    [
      'hours to the resolution',
      'tickets',
      { createdAt: '2027-01-01T10:00:00Z', resolutionHours: '2' },
      { resolvedAt: '2027-01-01T12:00:00.000Z', isOpen: false },
    ],
    ['a ticket that is pending', 'tickets', { createdAt: '2027-01-01T10:00:00Z', status: 'Pending' }, { isOpen: true }],
    ['one that is merged', 'tickets', { createdAt: '2027-01-01T10:00:00Z', status: 'Merged' }, { isOpen: false }],
    ['one that was opened again', 'tickets', { createdAt: '2027-01-01T10:00:00Z', reopens: '2' }, { reopened: true }],
    ['a meeting is two-way', 'engagements', { at: '2027-01-01', kind: 'Demo' }, { kind: 'meeting', twoWay: true }],
    [
      'a mail that came in is',
      'engagements',
      { at: '2027-01-01', kind: 'Email', direction: 'Incoming' },
      { twoWay: true },
    ],
    [
      'a mail that went out is not',
      'engagements',
      { at: '2027-01-01', kind: 'Email', direction: 'Sent' },
      { twoWay: false },
    ],
    [
      'seconds of a call',
      'engagements',
      { at: '2027-01-01', kind: 'Call', durationSeconds: '150' },
      { durationMinutes: 3 },
    ],
    [
      'milliseconds of a call',
      'engagements',
      { at: '2027-01-01', kind: 'CALL', durationMilliseconds: 60000 },
      { durationMinutes: 1 },
    ],
    ['an event of leaving', 'events', { churnedOn: '2027-01-01' }, { kind: 'churn', at: '2027-01-01T00:00:00.000Z' }],
    ['a price in the company’s currency', 'products', { name: 'P', listPrice: '5' }, { currency: 'EUR' }],
    ['a user known by address alone', 'users', { email: 'nora@example.org' }, { name: 'nora@example.org' }],
    ['a user who is suspended', 'users', { name: 'Nora', suspended: 'true' }, { active: false }],
    ['a time zone that is none', 'users', { name: 'Nora', timeZone: 'Pacific Time (US & Canada)' }, { timeZone: null }],
    ['a survey without a kind', 'surveys', { score: '9', at: '2027-01-01' }, { kind: 'nps' }],
    [
      'a renewal that is signed',
      'renewals',
      { date: '2027-01-01', progress: 'Renewed' },
      { progress: 'signed', closedAt: '2027-01-01T00:00:00.000Z' },
    ],
    [
      'a renewal of which the source last heard that it was signed',
      'renewals',
      { date: '2027-12-01', progress: 'Won', updatedAt: '2027-02-01T08:00:00Z' },
      { closedAt: '2027-02-01T08:00:00.000Z' },
    ],
  ])('%s', (_, kind, cells, fields) => {
    expect(draft(kind, cells)).toMatchObject(fields)
  })

  test('a risk signal has its severity and text among its data', () => {
    const { data } = draft('events', {
      at: '2027-01-01',
      kind: 'risk',
      severity: 'high',
      text: 'Sponsor left',
      data: '{"a":1}',
    })
    expect(JSON.parse(String(data))).toEqual({ a: 1, severity: 'high', text: 'Sponsor left' })
  })
})

describe('what contradicts itself is counted, and taken', () => {
  test.each<[Kind, Record<string, unknown>, string]>([
    ['customers', { name: 'B', isChurned: 'yes' }, 'churned-without-date'],
    ['customers', { name: 'B', isChurned: 'yes', isTrial: 'yes' }, 'churned-while-on-trial'],
    ['customers', { name: 'B', status: 'active', churnedAt: '2027-01-01' }, 'churn-date-but-not-churned'],
    ['customers', { name: 'B', customerSince: '2027-02-01', churnedAt: '2027-01-01' }, 'churned-before-customer-since'],
    [
      'customers',
      { name: 'B', customerSince: '2027-02-01', renewalDate: '2027-01-01' },
      'renewal-before-customer-since',
    ],
    ['customers', { name: 'B', arr: '-5' }, 'negative-arr'],
    ['contacts', { name: 'N', active: 'yes', leftOn: '2027-01-01' }, 'active-but-left'],
    ['contracts', { startDate: '2027-02-01', endDate: '2027-01-01' }, 'ends-before-it-starts'],
    ['contracts', { isChurned: 'true', endDate: '' }, 'churned-without-end'],
    ['contracts', { mrr: '10', value: '500' }, 'arr-is-not-twelve-mrr'],
    ['contracts', { startDate: '2026-01-01', endDate: '2026-12-31', termMonths: '24' }, 'term-disagrees-with-dates'],
    ['contracts', { startDate: '2027-02-01', noticeGivenOn: '2027-01-01' }, 'notice-before-start'],
    ['opportunities', { openedOn: '2027-02-01', closeDate: '2027-01-01' }, 'closed-before-opened'],
    ['opportunities', { stage: 'Won', closeDate: '' }, 'won-without-close-date'],
    ['opportunities', { stage: 'Won', closeDate: '2027-12-01' }, 'closed-in-the-future'],
    ['tickets', { createdAt: '2027-02-01T10:00:00Z', resolvedAt: '2027-01-01T10:00:00Z' }, 'closed-before-opened'],
    [
      'tickets',
      { createdAt: '2027-02-01T10:00:00Z', resolvedAt: '2027-02-01T12:00:00Z', resolutionHours: '9' },
      'resolution-time-disagrees',
    ],
    [
      'tickets',
      { createdAt: '2027-02-01T10:00:00Z', resolvedAt: '2027-02-01T12:00:00Z', status: 'open' },
      'resolved-but-open',
    ],
    ['tickets', { createdAt: '2027-04-01T10:00:00Z' }, 'opened-in-the-future'],
    ['engagements', { at: '2027-04-01', kind: 'call' }, 'in-the-future'],
    ['invoices', { date: '2027-02-01', dueDate: '2027-01-01' }, 'due-before-issued'],
    ['invoices', { status: 'paid', paidAt: '' }, 'paid-without-date'],
    ['invoices', { status: 'open', paidAt: '2027-01-01' }, 'unpaid-with-date'],
    ['renewals', { date: '2027-01-01', decisionDate: '2027-02-01' }, 'decision-after-renewal'],
    ['surveys', { score: '11', at: '2027-01-01' }, 'nps-beyond-0-10'],
    ['products', { name: 'P', listPrice: '-1' }, 'negative-price'],
  ])('%s %j: %s', (kind, cells, code) => {
    expect(contradictions(kind, cells)).toContain(code)
  })

  test.each<[Kind, Record<string, unknown>]>([
    ['customers', { name: 'B', arr: '5', customerSince: '2026-01-01', renewalDate: '2027-12-31', status: 'active' }],
    ['contracts', { startDate: '2026-01-01', endDate: '2026-12-31', termMonths: '12', mrr: '10', value: '120' }],
    ['opportunities', { openedOn: '2026-01-01', closeDate: '2027-01-01', stage: 'Won' }],
    [
      'tickets',
      { createdAt: '2027-02-01T10:00:00Z', resolvedAt: '2027-02-01T12:00:00Z', resolutionHours: '2', status: 'solved' },
    ],
    ['invoices', { date: '2027-01-01', dueDate: '2027-01-31', status: 'paid', paidAt: '2027-01-20' }],
    ['surveys', { score: '10', at: '2027-01-01' }],
  ])('%s %j: nothing', (kind, cells) => {
    expect(contradictions(kind, cells)).toEqual([])
  })
})
