import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { onWork, showing } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

type Artifacts = Parameters<typeof showing>[0]
const onPanels = (artifacts: Artifacts, run = {}) => onWork(server(), showing(artifacts, run))
const panel = (name: string) => screen.findByRole('article', { name })

/** The value behind a name in a list of them. */
const valueOf = (label: string): string | null | undefined =>
  screen.getByText(label, { selector: 'dt' }).nextElementSibling?.textContent

/** What is kept of a panel, once it was sent. */
const kept = async (id: string, what: object): Promise<void> => {
  await waitFor(() =>
    expect(server().asked(SaveDraft).at(-1)).toMatchObject({ body: { data: { panels: { [id]: what } } } }),
  )
}

describe('a figure that is unknown is not 0', () => {
  it.each([
    [null, '–'],
    [{ kind: 'number', number: 0 }, '0'],
    [{ kind: 'percent', percent: 0 }, '0%'],
    [{ kind: 'percent', percent: -23.4 }, '−23%'],
    [{ kind: 'money', amount: 0, currency: 'USD' }, '$0'],
    [{ kind: 'days', days: 1 }, '1 day'],
    [{ kind: 'date', date: '2027-10-27' }, 'Wed, October 27'],
    [{ kind: 'words', words: 'Nobody' }, 'Nobody'],
  ] as const)('where a customer stands: %j is written %s', async (value, text) => {
    onPanels([
      { type: 'assessment', title: 'Where they stand', figures: [{ label: 'Usage', value, note: 'of 28 days' }] },
    ])
    await panel('Where they stand')
    expect(valueOf('Usage')).toBe(`${text}of 28 days`)
  })

  it.each([
    ['Worth', { value: null }, '–'],
    ['Worth', { value: 0, currency: 'EUR' }, '€0'],
    ['Term', { termMonths: null }, '–'],
    ['Notice', { noticeDays: null }, 'Not on record'],
    ['Notice', { noticeDays: 0 }, '0 days before the end'],
    ['Runs', { startDate: null, endDate: '2028-01-31' }, '– to Mon, Jan 31, 2028'],
    ['Renews by itself', { autoRenew: false }, 'No'],
  ] as const)('of a contract: %s of %j is written %s', async (label, contract, text) => {
    onPanels([{ type: 'contract', title: 'Contract', contracts: [{ currency: 'USD', ...contract }] }])
    await panel('Contract')
    expect(valueOf(label)).toBe(text)
  })

  it.each([
    [null, 'No comparison yet.'],
    [0, '0% in 28 days against the 28 before.'],
    [-31.2, '−31% in 28 days against the 28 before.'],
  ])('of usage that changed by %s: %s', async (changePercent, says) => {
    onPanels([{ type: 'usage', title: 'Usage', weekly: [null, 0, 3.4], changePercent }])
    await within(await panel('Usage')).findByText(says)
    screen.getByRole('img', { name: 'People on a working day, twelve weeks: unknown, 0, 3' })
  })

  it('of what the software is worth, until the customer has said all of it', async () => {
    const user = onPanels([{ type: 'worth', title: 'Worth', users: null, currency: 'USD' }])
    await panel('Worth')
    const worth = () => screen.getByText('Worth a year').nextElementSibling?.textContent
    expect(screen.getByLabelText('People who use it')).toHaveProperty('value', '')
    expect(worth()).toBe('–')
    await user.type(screen.getByLabelText('People who use it'), '10')
    await user.type(screen.getByLabelText('Hours saved a month, each'), '2')
    expect(worth()).toBe('–')
    await user.type(screen.getByLabelText('Cost of an hour'), '50')
    expect(worth()).toBe('$12,000')
    await user.clear(screen.getByLabelText('Cost of an hour'))
    expect(worth()).toBe('–')
    await user.type(screen.getByLabelText('Cost of an hour'), '0')
    expect(worth()).toBe('$0')
  })
})

describe('what is missing is said', () => {
  it.each([
    [{ type: 'contract', contracts: [] }, /^No contract is on record\./],
    [{ type: 'people', people: [] }, 'No contact is on record.'],
    [{ type: 'people', people: [{ name: 'Noor' }] }, 'No address, no number'],
    [{ type: 'people', people: [], missing: ['Nobody decides the budget.'] }, 'Nobody decides the budget.'],
    [{ type: 'assessment', ledger: null, remark: null }, 'Nothing is known that would make a risk.'],
    [{ type: 'email', people: [], versions: [{ body: 'Hello' }] }, /^Nobody here may be written to\./],
  ] as const)('in %j', async (artifact, says) => {
    onPanels([{ title: 'Panel', ...artifact }])
    await within(await panel('Panel')).findByText(says)
  })

  it('and who wants no mail is told', async () => {
    onPanels([{ type: 'people', title: 'People', people: [{ name: 'Noor', role: 'detractor', optedOut: true }] }])
    const row = within(await panel('People')).getByRole('listitem')
    expect(row.textContent).toContain('No mail')
    expect(row.textContent).toContain('Against us')
  })
})

describe('a plan', () => {
  const PLAN = {
    type: 'plan' as const,
    id: 'plan',
    title: 'Plan',
    items: [
      { key: 'a', title: 'Call Noor', dueOn: '2027-03-18', because: 'Usage fell' },
      { key: 'b', title: 'Train them', dueOn: null },
    ],
  }

  it('is changed line by line, and counts what is left to do', async () => {
    const user = onPanels([PLAN])
    await within(await panel('Plan')).findByText('2 to do')
    await user.click(screen.getByRole('checkbox', { name: 'Done: Call Noor' }))
    screen.getByText('1 to do')
    await user.click(screen.getByRole('button', { name: /Add a line/ }))
    await user.type(screen.getByLabelText('What, 3'), 'Send{Enter}numbers')
    fireEvent.change(screen.getByLabelText('By when, 2'), { target: { value: '2027-03-22' } })
    await user.click(screen.getByRole('button', { name: 'Take out: Call Noor' }))
    const own = { key: 'own-1', title: 'Send numbers', dueOn: null, because: '', done: false }
    await kept('plan', { items: [{ key: 'b', title: 'Train them', dueOn: '2027-03-22' }, own] })
  })

  it('that is not the reader’s is read', async () => {
    onPanels([PLAN], { can: [] })
    await panel('Plan')
    expect(screen.getByRole('checkbox', { name: 'Done: Call Noor' })).toHaveProperty('disabled', true)
    expect(screen.getByLabelText('What, 1')).toHaveProperty('readOnly', true)
    expect(screen.queryByRole('button', { name: /Add a line|Take out/ })).toBeNull()
  })
})

describe('a form', () => {
  const FIELDS = [
    { key: 'mood', label: 'How they are', kind: 'choice', options: [{ value: 'good', label: 'Good' }] },
    { key: 'words', label: 'In their words', kind: 'text', hint: '' },
    { key: 'who', label: 'Who decides', kind: 'line', hint: '' },
    { key: 'when', label: 'By when', kind: 'date', hint: '' },
  ] as const
  const FORM = { type: 'form' as const, id: 'form', title: 'Ask', fields: FIELDS }

  it('keeps every answer, with letters of all scripts and none that a text cannot hold', async () => {
    const user = onPanels([FORM])
    await user.click(await screen.findByRole('radio', { name: 'Good' }))
    await user.type(screen.getByLabelText('Who decides'), 'Zoë 日本 🙂')
    fireEvent.change(screen.getByLabelText('In their words'), { target: { value: 'Half \ud83d and \0 nothing' } })
    fireEvent.change(screen.getByLabelText('By when'), { target: { value: '2027-03-19' } })
    await kept('form', { mood: 'good', who: 'Zoë 日本 🙂', words: 'Half � and  nothing', when: '2027-03-19' })
  })

  it('that is not the reader’s is read', async () => {
    onPanels([FORM], { status: 'completed' })
    await panel('Ask')
    expect(screen.getByRole('group', { name: 'How they are' })).toHaveProperty('disabled', true)
    for (const label of ['In their words', 'Who decides', 'By when'])
      expect(screen.getByLabelText(label)).toHaveProperty('readOnly', true)
  })
})

describe('how health went', () => {
  it.each([
    [[60, 60.3], 'As it was on March 1.'],
    [[60, 71.6], '12 points gained since March 1.'],
    [[60, 54], '6 points lost since March 1.'],
  ])('from %j: %s', async ([before = 0, now = 0], says) => {
    const points = [
      { asOf: '2027-03-01', health: before },
      { asOf: '2027-03-14', health: now },
    ]
    onPanels([{ type: 'history', title: 'Health', points }])
    await within(await panel('Health')).findByText(says)
  })
})
