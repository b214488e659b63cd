import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetCustomerPage } from '../../../views/customer-page.contract.ts'
import { GetWhyScore } from '../../../views/why.contract.ts'
import { faultsIn } from '../../testing/axe.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()
const RUN = '01890000-0000-7000-8000-0000000008bb'
const ELM = '01890000-0000-7000-8000-0000000008aa'
const DAY = '2027-03-15'

const row = (label: string, contribution: number, more: object = {}) => ({
  code: label,
  label,
  note: '',
  contribution,
  ...more,
})

const known = {
  day: DAY,
  customer: {
    id: ELM,
    name: 'Elm',
    segment: 'Enterprise',
    plan: 'invest' as const,
    since: '2021-03-02',
    owner: 'Ada Quill',
    parent: { name: 'Grove' },
    seats: 120,
  },
  stage: 'urgent' as const,
  arr: { amount: 185_000, currency: 'USD' },
  renewal: { date: '2027-03-18', days: 3, kind: 'renewal' as const },
  usageChange: -23.4,
  healthChange: -6.2,
  health: {
    value: 61.5,
    rows: [
      row('Where everybody begins', 70),
      row('Usage', -8.5, { note: 'Fell by 23 %', source: 'Usage', on: '2027-03-14' }),
    ],
    remark: 'Little is known of the people.',
  },
  risk: { value: 0, rows: [row('Nothing speaks against it', 0)] },
  can: ['read', 'act', 'override'],
}

/** The figure of a name, with the note under it. */
const figureOf = (name: string): string =>
  screen.getAllByRole('term').find(({ textContent }) => textContent === name)?.nextElementSibling?.textContent ?? 'none'

const opens = async (page: object, role?: 'viewer') => {
  server().answers(GetCustomerPage, { day: DAY, ...page })
  const user = opened(server(), `/customers/${ELM}`, role)
  await screen.findByRole('heading', { level: 1 })
  return user
}

const panel = (name: string) => within(screen.getByRole('article', { name }))

describe('a customer', () => {
  it('shows that it loads', async () => {
    server().isSilent(GetCustomerPage)
    opened(server(), `/customers/${ELM}`)
    expect(await screen.findByText('Loading')).toBeDefined()
    expect(server().asked(GetCustomerPage)).toMatchObject([{ params: { id: ELM } }])
  })

  it('answers why an open workflow has its points, beside what stands first with the same person', async () => {
    const open = [{ executionId: RUN, workflow: { title: 'Urgent renewal', steps: [] }, score: 41.6 }]
    server().answers(GetCustomerPage, { open })
    server().answers(GetWhyScore, { figure: 'score', total: 41.6, against: { customer: 'Larch', gap: -3 } })
    const user = opened(server(), `/customers/${ELM}`)
    await user.click(await screen.findByRole('button', { name: 'Why 42 points?' }))
    const panel = await screen.findByRole('dialog')
    await within(panel).findByRole('heading', { name: /^Why not .* first\?$/ })
    expect(server().asked(GetWhyScore)).toMatchObject([{ params: { id: RUN }, query: { against: 'first' } }])
  })

  it('that nobody knows is said to be none', async () => {
    server().refuses(GetCustomerPage, 404, 'There is nothing at this address that you may see.')
    opened(server(), `/customers/${ELM}`)
    await screen.findByRole('heading', { name: 'There is no such customer.' })
  })

  it('says that the line is down, with a way to try again', async () => {
    server().isDown(GetCustomerPage)
    const user = opened(server(), `/customers/${ELM}`)
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().answers(GetCustomerPage, { customer: { name: 'Elm' } })
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { level: 1, name: 'Elm' })
  })

  it('is told at a glance: who it is, and the figures that are asked for first', async () => {
    await opens(known)
    for (const words of ['Enterprise', 'Plan: invest', 'Customer since March 2021', 'Owner: Ada Quill', 'Urgent'])
      screen.getByText(words)
    expect(screen.getByRole('link', { name: 'Grove' }).getAttribute('href')).toMatch(/^\/customers\//)
    expect(figureOf('Health')).toContain('62')
    expect(figureOf('Health')).toContain('Down 6 in 4 weeks')
    expect(figureOf('Risk')).toContain('0')
    expect(figureOf('ARR')).toContain('$185,000')
    expect(figureOf('Renews in')).toContain('3 days')
    expect(figureOf('Usage')).toContain('−23%')
    await waitFor(() => expect(document.title).toBe('Elm · Renubu'))
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
  })

  it('of whom nothing is known has no figure that would be a nought, and says what is missing', async () => {
    await opens({ customer: { name: 'Larch' } })
    expect(figureOf('Health')).toBe('–Not analyzed yet')
    expect(figureOf('Risk')).toBe('–Not analyzed yet')
    expect(figureOf('ARR')).toBe('–Not known')
    expect(figureOf('Renews in')).toBe('–No date known')
    expect(figureOf('Usage')).toBe('–No comparison yet')
    screen.getByText('Nobody owns it')
    panel('In short').getByText(/^Nothing has been read of this customer yet/)
    panel('Who decides').getByText(/^Nobody is known here/)
    panel('Open now').getByText(/^No workflow is due here/)
    panel('Contract').getByText('No contract is known.')
    panel('Timeline').getByText('Nothing has been recorded yet.')
    panel('What people say').getByText('Nobody has noted an impression yet.')
    await screen.findByText('The first analysis begins this line.')
    screen.getByText('No usage has been read of this customer yet.')
    expect(screen.queryByRole('article', { name: /^Risk/ })).toBeNull()
    expect(await faultsIn(screen.getByRole('main'))).toEqual([])
  })

  it('with a hostile name is written as it is called', async () => {
    const name = `<script>alert(1)</script>${'A very long name '.repeat(30)}`
    await opens({ customer: { name, owner: '<b>Ada</b>' } })
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name)
    screen.getByText('Owner: <b>Ada</b>')
    expect(document.querySelector('main script')).toBeNull()
  })

  it.each([
    ['not enough to be sure', { uncertain: true }, 'Uncertain, little is known'],
    ['nothing to hold it against', { healthChange: null }, 'No comparison yet'],
    ['less than half a point', { healthChange: 0.4 }, 'Unchanged in 4 weeks'],
    ['a rise', { healthChange: 3 }, 'Up 3 in 4 weeks'],
    ['a value that a person has set', { health: { ...known.health, override: 80 } }, 'Set by a person'],
  ])('says of its health: %s', async (_what, more, note) => {
    await opens({ ...known, ...more })
    expect(figureOf('Health')).toContain(note)
  })

  it.each([
    ['a renewal to come', 3, 'renewal', 'Renews in', '3 days'],
    ['the day itself', 0, 'renewal', 'Renews in', 'Today'],
    ['a renewal that has passed', -5, 'renewal', 'Renewal passed', '5 days'],
    ['the last day to give notice', 20, 'decision', 'Notice day in', '20 days'],
    ['a notice day that has passed', -1, 'decision', 'Notice day passed', '1 day'],
  ] as const)('counts to %s', async (_what, days, kind, label, shown) => {
    await opens({ ...known, renewal: { date: '2027-03-18', days, kind } })
    expect(figureOf(label)).toContain(shown)
  })

  it('shows what makes a figure, with the source of each row and its age, down to the sum', async () => {
    await opens(known)
    const ledger = panel('Health 62')
    expect(ledger.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'Where everybody begins70.0',
      'UsageFell by 23 % · Usage, yesterday−8.5',
      'Health61.5',
    ])
    ledger.getByText('Little is known of the people.')
  })

  it('is said in short, each finding with its source and its age', async () => {
    const finding = { text: 'Usage fell.', tone: 'bad' as const, source: 'Usage', on: '2027-03-15' }
    await opens({
      ...known,
      inShort: {
        summary: 'Usage falls before the renewal.',
        findings: [finding, { ...finding, text: 'Nobody answers.', on: null, source: 'Mails' }],
        writtenBy: 'built-in analyst',
      },
    })
    const said = panel('In short')
    said.getByText('Usage falls before the renewal.')
    said.getByText('Written by the built-in analyst')
    const [first, second] = said.getAllByRole('listitem')
    expect(first?.textContent).toBe('1Usage fell.Usage, today')
    expect(second?.textContent).toBe('2Nobody answers.Mails')
  })

  it('says how fresh each source is', async () => {
    await opens({
      ...known,
      sources: [
        { name: 'Usage', newestOn: '2027-03-14', daysOld: 1, stale: false },
        { name: 'Tickets', newestOn: '2026-12-01', daysOld: 104, stale: true },
      ],
    })
    const fresh = panel('How fresh this is')
    expect(fresh.getAllByRole('definition').map(({ textContent }) => textContent)).toEqual([
      'yesterday',
      'December 1, 2026',
    ])
  })
})

describe('what a customer’s page holds', () => {
  it('are the people, with who is in place and who has gone', async () => {
    await opens({
      ...known,
      people: [
        { name: 'Noor', title: 'CFO', role: 'economic-buyer', active: true },
        { name: 'Sten', role: 'champion', active: false, leftOn: '2027-03-01' },
        { name: 'Wil', active: true },
      ],
    })
    const people = panel('Who decides')
    people.getByText('One who decides is in place')
    expect(people.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'NoorCFO · Economic buyerIn place',
      'StenChampionLeft on March 1',
      'WilNo part knownIn place',
    ])
  })

  it('are contracts with what of them is not known left open', async () => {
    await opens({
      ...known,
      contracts: [
        { end: '2027-03-18', value: { amount: 185_000, currency: 'USD' }, autoRenew: true, noticeDays: 30 },
        { end: '2025-01-31', value: { amount: null, currency: 'USD' } },
        { end: null },
      ],
    })
    const [next = '', old = '', open = ''] = [
      ...screen.getByRole('article', { name: 'Contracts' }).querySelectorAll('dl'),
    ].map(({ textContent }) => textContent)
    expect(next).toBe('EndsThu, March 18Value$185,000Renews by itselfYesNotice30 days')
    expect(old).toContain('EndedFri, Jan 31, 2025Value–')
    expect(open).toContain('EndsNo date known')
  })

  it('are the open workflows with their steps', async () => {
    const workflow = { title: 'Urgent renewal', steps: ['Prepare', 'Call'] }
    await opens({ ...known, open: [{ workflow, status: 'snoozed', dueOn: '2027-03-12', late: true, score: 41.7 }] })
    const open = panel('Open now')
    const [first] = open.getAllByRole('listitem')
    expect(first?.textContent).toContain('Snoozed · was due Fri, March 12 · 42 points')
    expect(open.getAllByRole('listitem').at(-1)?.textContent).toBe('2Call')
  })

  it('is what happened, the newest eight, and the rest when it is asked for', async () => {
    const timeline = Array.from({ length: 10 }, (_, index) => ({
      id: String(index),
      at: '2027-03-10T09:00:00.000Z',
      says: `Ticket ${String(index)} came`,
    }))
    const user = await opens({ ...known, timeline })
    const happened = panel('Timeline')
    happened.getByText('The last 10')
    expect(happened.getAllByRole('listitem')).toHaveLength(8)
    await user.click(happened.getByRole('button', { name: '2 more' }))
    expect(happened.getAllByRole('listitem')).toHaveLength(10)
    expect(happened.queryByRole('button')).toBeNull()
  })

  it('are twelve weeks of health and usage, in words for those who do not see them', async () => {
    await opens({
      ...known,
      history: [
        { on: '2027-01-04', health: 70 },
        { on: '2027-03-01', health: 61.5 },
      ],
      usage: { metric: 'activeUsers', weeks: [{ from: '2027-03-08', mean: null }] },
    })
    await screen.findByText('Health was 70 on Mon, January 4 and is 61.5 now.')
    await screen.findByRole('article', { name: 'Active users, mean of a day by week' })
    screen.getByText('The last four weeks changed by −23 percent against the four before.')
  })

  it('offers only what one may do', async () => {
    await opens({ ...known, can: ['read'] }, 'viewer')
    for (const name of [/^Log a call/, 'Start a workflow', 'Note my impression', 'Set health'])
      expect(screen.queryByRole('button', { name })).toBeNull()
  })
})
