import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetQueue } from '../../../views/queue.contract.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const row = (name: string, more: object = {}) => ({
  customer: { name, arr: 80_000, currency: 'USD' },
  workflow: { title: 'Urgent renewal', family: 'renewal' as const },
  priorityScore: 42,
  ...more,
})
const cells = async (name: string) =>
  within(await screen.findByRole('row', { name: new RegExp(name) }))
    .getAllByRole('cell')
    .map(({ textContent }) => textContent)

describe('a row of the queue', () => {
  it('writes a dash for what is unknown, and 0 for what is 0', async () => {
    const unknown = { healthScore: null, riskScore: null, daysUntilRenewal: null }
    server().answers(GetQueue, {
      workflows: [
        row('Elm', { ...unknown, customer: { name: 'Elm', arr: null, currency: 'USD' }, csm: null }),
        row('Larch', {
          healthScore: 0,
          riskScore: 0.4,
          daysUntilRenewal: 0,
          customer: { name: 'Larch', arr: 0, currency: 'EUR' },
          csm: { name: 'Bo Oak' },
          workflow: { family: 'risk', stage: 'emergency' },
        }),
      ],
    })
    opened(server(), '/queue', 'manager')
    expect(await cells('Elm')).toEqual(['1', '', '–', '–', '–', '–', 'Nobody', '42.0'])
    expect(await cells('Larch')).toEqual(['2', 'Emergency', '0 days', '€0', '0', '0', 'Bo Oak', '42.0'])
  })

  it.each([
    ['Held', { held: true, status: 'snoozed' }],
    ['Snoozed', { status: 'snoozed' }],
    ['Escalated', { status: 'escalated' }],
    ['Begun', { status: 'in_progress' }],
  ])('says that it is %s', async (word, more) => {
    server().answers(GetQueue, { workflows: [row('Elm', more)] })
    opened(server(), '/queue')
    within(await screen.findByRole('row', { name: /Elm/ })).getByText(word)
  })

  it('keeps the place that it has in the whole when others are left out', async () => {
    server().answers(GetQueue, { workflows: [row('Elm'), row('Oak'), row('Larch')] })
    opened(server(), '/queue?text=larch')
    expect((await cells('Larch'))[0]).toBe('3')
  })

  it('of a hostile name is text, and leads to its customer', async () => {
    const name = `"><img src=x onerror=alert(1)> ${'W'.repeat(200)}`
    server().answers(GetQueue, { workflows: [row(name)] })
    opened(server(), '/queue')
    expect((await screen.findByRole('link', { name })).getAttribute('href')).toMatch(/^\/customers\/[0-9a-f-]{36}$/)
    expect(document.querySelector('img[src="x"]')).toBeNull()
  })
})

describe('what the queue says of itself', () => {
  it.each([
    [1, {}, 'One customer, 1 open.'],
    [2, { inProgress: 1, snoozed: 2, escalated: 3 }, 'Two customers, 2 open, 1 begun, 2 snoozed, 3 escalated.'],
    [2, { completedToday: 1 }, 'Two customers, 2 open. One done today.'],
  ])('with %i rows and %j', async (count, stats, says) => {
    const workflows = Array.from({ length: count }, (_, index) => row(`Customer ${String(index)}`))
    server().answers(GetQueue, { workflows, stats: { totalWorkflows: count, ...stats } })
    opened(server(), '/queue')
    await screen.findByText(says)
  })

  it('is that only the first are shown, where there may be more', async () => {
    server().answers(GetQueue, {
      workflows: Array.from({ length: 200 }, (_, index) => row(`Customer ${String(index)}`)),
    })
    opened(server(), '/queue?text=customer%20199')
    await screen.findByText(/^The first 200 are shown\./)
    expect(await cells('Customer 199')).toContain('200')
  })
})

describe('what is shown of the queue', () => {
  const mixed = [
    row('Elm'),
    row('Larch', { workflow: { title: 'Risk before a renewal', family: 'risk' }, csm: { name: 'Bo Oak' } }),
  ]
  const chips = () =>
    within(screen.getByRole('group', { name: 'Kind' }))
      .getAllByRole('button')
      .map((chip) => [chip.textContent, chip.getAttribute('aria-pressed')])

  it('stands in the address: whose, what kind and which words', async () => {
    server().answers(GetQueue, { workflows: mixed })
    const user = opened(server(), '/queue')
    await screen.findByRole('row', { name: /Elm/ })
    await user.click(screen.getByRole('button', { name: 'Everybody' }))
    await waitFor(() => expect(server().asked(GetQueue)).toHaveLength(2))
    expect(
      server()
        .asked(GetQueue)
        .map(({ query }) => query['csm']),
    ).toEqual([ME, undefined])
    await user.click(screen.getByRole('button', { name: /^Risks/ }))
    await user.type(screen.getByRole('searchbox'), 'oak risk')
    await screen.findByRole('row', { name: /Larch/ })
    await waitFor(() => expect(new URLSearchParams(window.location.search).get('text')).toBe('oak risk'))
    expect(Object.fromEntries(new URLSearchParams(window.location.search))).toEqual({
      whose: 'everybody',
      kind: 'risk',
      text: 'oak risk',
    })
    expect(chips()).toEqual([
      ['All 2', 'false'],
      ['Renewals 1', 'false'],
      ['Risks 1', 'true'],
    ])
  })

  it('of a kind that is no longer there can be left again', async () => {
    server().answers(GetQueue, { workflows: [row('Elm')] })
    const user = opened(server(), '/queue?kind=cadence')
    await screen.findByRole('heading', { name: 'Nothing fits.' })
    expect(chips()).toContainEqual(['Cadence 0', 'true'])
    await user.click(screen.getByRole('button', { name: 'All 1' }))
    await screen.findByRole('row', { name: /Elm/ })
  })

  it('by an address that somebody made up is everything', async () => {
    server().answers(GetQueue, { workflows: mixed })
    opened(server(), '/queue?kind=nonsense&whose=nobody')
    await screen.findByRole('row', { name: /Elm/ })
    screen.getByRole('row', { name: /Larch/ })
    expect(server().asked(GetQueue)).toMatchObject([{ query: { csm: ME } }])
  })

  it('of everybody that comes late is not shown in place of one’s own', async () => {
    server().answers(GetQueue, { workflows: [row('Elm')] })
    const user = opened(server(), '/queue')
    await screen.findByRole('row', { name: /Elm/ })
    const letGo = server().isSlow(GetQueue, { workflows: [row('Of others')] })
    await user.click(screen.getByRole('button', { name: 'Everybody' }))
    await user.click(screen.getByRole('button', { name: 'Mine' }))
    letGo()
    await waitFor(() => expect(server().asked(GetQueue)).toHaveLength(2))
    await screen.findByRole('row', { name: /Elm/ })
    expect(screen.queryByRole('row', { name: /Of others/ })).toBeNull()
  })
})
