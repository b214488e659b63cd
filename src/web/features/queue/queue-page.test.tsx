import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetTriedOrder } from '../../../views/order.contract.ts'
import { GetQueue } from '../../../views/queue.contract.ts'
import { GetWhyScore } from '../../../views/why.contract.ts'
import { ME, givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ELM = '01890000-0000-7000-8000-0000000004aa'
const LARCH = '01890000-0000-7000-8000-0000000004bb'
const ADA = '01890000-0000-7000-8000-0000000004cc'

const WHY = {
  figure: 'score' as const,
  total: 42,
  rows: [{ code: 'urgency', label: 'Time left', contribution: 42, slider: 'urgency' }],
  csm: { id: ADA, name: 'Ada Quill' },
}

const row = (name: string, family: 'renewal' | 'risk', more: object = {}) => ({
  customer: { name, arr: 80_000, currency: 'USD' },
  workflow: { id: 'urgent-action', title: 'Urgent renewal', family },
  csm: { name: 'Ida Nord' },
  priorityScore: 42,
  ...more,
})

const queue = {
  workflows: [row('Elm', 'renewal'), row('Larch', 'risk', { status: 'snoozed' as const })],
  stats: { totalWorkflows: 2, snoozed: 1 },
}

describe('the queue', () => {
  it('of a CSM is asked for as his own', async () => {
    server().answers(GetQueue, queue)
    opened(server(), '/queue')
    await screen.findByRole('row', { name: /Elm/ })
    expect(server().asked(GetQueue)).toMatchObject([{ query: { csm: ME } }])
    screen.getByText('Two customers, 2 open, 1 snoozed.')
    within(screen.getByRole('row', { name: /Larch/ })).getByText('Snoozed')
  })

  it('of who leads is everybody’s, with whose each is', async () => {
    server().answers(GetQueue, queue)
    opened(server(), '/queue', 'manager')
    await screen.findByRole('columnheader', { name: 'Owner' })
    expect(server().asked(GetQueue)[0]?.query).not.toHaveProperty('csm')
  })

  it('answers why a row has its points, beside what stands first, and what other weights would move', async () => {
    server().answers(GetQueue, { workflows: [row('Elm', 'renewal', { id: ELM }), row('Larch', 'risk', { id: LARCH })] })
    server().answers(GetWhyScore, { ...WHY, customer: 'Larch', against: { customer: 'Elm', total: 60, gap: -18 } })
    server().answers(GetTriedOrder, { cards: [{ customer: 'Elm' }, { customer: 'Larch' }], moved: 0 })
    const user = opened(server(), '/queue')
    await user.click(within(await screen.findByRole('row', { name: /Larch/ })).getByRole('button', { name: /^Why 42/ }))
    const panel = await screen.findByRole('dialog')
    await within(panel).findByRole('heading', { name: 'Why not Larch first?' })
    server().answers(GetTriedOrder, {
      cards: [
        { customer: 'Larch', from: 2, to: 1 },
        { customer: 'Elm', from: 1, to: 2 },
      ],
      moved: 5,
    })
    const slider = await within(panel).findByRole('slider', { name: 'Weight of Time left' })
    slider.focus()
    await user.keyboard('{ArrowRight}')
    await within(panel).findByText('Larch would stand first, Elm would go from 1st to 2nd; 3 more would move.')
    expect(server().asked(GetWhyScore)).toMatchObject([{ params: { id: LARCH }, query: { against: ELM } }])
    expect(server().asked(GetTriedOrder).at(-1)?.query).toEqual({ csm: ADA, weights: 'urgency:1.1' })
  })

  it('of several people counts and is weighed by the matter alone', async () => {
    server().answers(GetQueue, { workflows: [row('Elm', 'renewal', { id: ELM }), row('Larch', 'risk', { id: LARCH })] })
    server().answers(GetWhyScore, WHY)
    server().answers(GetTriedOrder, { cards: [{ customer: 'Elm' }, { customer: 'Larch' }], moved: 0 })
    const user = opened(server(), '/queue', 'manager')
    await screen.findByRole('row', { name: /Elm/ })
    await user.keyboard('w')
    await screen.findByText(/on everybody’s queue; nothing is saved/)
    expect(server().asked(GetWhyScore)).toMatchObject([
      { params: { id: ELM }, query: { against: LARCH, among: 'everybody' } },
    ])
    expect(server().asked(GetTriedOrder)[0]?.query).toEqual({ weights: '' })
  })

  it('shows that it loads', async () => {
    server().isSilent(GetQueue)
    opened(server(), '/queue')
    expect(await screen.findByText('Loading')).toBeDefined()
  })

  it('says that nothing is open', async () => {
    server().answers(GetQueue, { workflows: [] })
    opened(server(), '/queue')
    await screen.findByRole('heading', { name: 'Nothing is open.' })
  })

  it('is narrowed by kind, and says when nothing fits', async () => {
    server().answers(GetQueue, queue)
    const user = opened(server(), '/queue')
    await user.click(await screen.findByRole('button', { name: /^Risks/ }))
    await screen.findByRole('row', { name: /Larch/ })
    expect(screen.queryByRole('row', { name: /Elm/ })).toBeNull()
    await user.keyboard('/')
    await user.keyboard('nobody')
    await screen.findByRole('heading', { name: 'Nothing fits.' })
  })

  it('is whole again, its filter too, when it is gone to anew', async () => {
    server().answers(GetQueue, queue)
    const user = opened(server(), '/queue?text=larch')
    await screen.findByRole('row', { name: /Larch/ })
    expect(screen.queryByRole('row', { name: /Elm/ })).toBeNull()
    const [link] = screen.getAllByRole('link', { name: 'Queue' })
    if (link) await user.click(link)
    await screen.findByRole('row', { name: /Elm/ })
    expect(screen.getByRole('searchbox')).toHaveProperty('value', '')
  })

  it('says that it did not load, and loads when it is asked again', async () => {
    server().refuses(GetQueue, 404, 'There is nothing at this address that you may see.')
    const user = opened(server(), '/queue')
    await screen.findByRole('heading', { name: 'The queue did not load.' })
    server().answers(GetQueue, queue)
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('row', { name: /Elm/ })
  })
})
