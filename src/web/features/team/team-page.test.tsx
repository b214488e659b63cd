import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GiveBackMany, ReassignMany } from '../../../stages/execute/acts.contract.ts'
import { GetTeam } from '../../../views/team.contract.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const card = (name: string, more: object = {}) => ({
  executionId: `01890000-0000-7000-8000-0000000001${name.length.toString().padStart(2, '0')}`,
  customer: { name },
  status: 'pending' as const,
  counts: true,
  can: ['reassign'],
  ...more,
})

const ADA = '01890000-0000-7000-8000-0000000002aa'
const BEN = '01890000-0000-7000-8000-0000000002bb'

const team = (cards: readonly ReturnType<typeof card>[], more: object = {}) => ({
  people: [
    { id: ADA, name: 'Ada Quill', capacity: 1, dueThisWeek: cards.length, open: cards.length, cards },
    { id: BEN, name: 'Ben Oake', capacity: 5 },
  ],
  ...more,
})

describe('the team’s page', () => {
  it('shows that it loads', async () => {
    server().isSilent(GetTeam)
    opened(server(), '/team', 'manager')
    expect(await screen.findByText('Loading')).toBeDefined()
  })

  it('says what it found, with the load in words', async () => {
    server().answers(GetTeam, team([card('Elm'), card('Larch')]))
    opened(server(), '/team', 'manager')
    await screen.findByRole('heading', { name: 'One of two is over capacity.' })
    expect(screen.getByRole('img', { name: '0 in progress and 2 due this week, capacity 1' })).toBeDefined()
    expect(screen.getByText('Nothing was put off with a reason.')).toBeDefined()
  })

  it('says that nobody is there yet', async () => {
    server().answers(GetTeam, { people: [] })
    opened(server(), '/team', 'admin')
    await screen.findByRole('heading', { name: 'Nobody is here yet.' })
  })

  it('says that it did not load, and loads when it is asked again', async () => {
    server().refuses(GetTeam, 404, 'There is nothing at this address that you may see.')
    const user = opened(server(), '/team', 'manager')
    await screen.findByRole('heading', { name: 'The team did not load.' })
    server().answers(GetTeam, team([]))
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await screen.findByRole('heading', { name: 'Nobody is over capacity.' })
  })

  it('is not for a CSM, and asks nothing then', async () => {
    opened(server(), '/team')
    await screen.findByRole('heading', { name: 'This page is for those who lead.' })
    expect(server().asked(GetTeam)).toEqual([])
  })

  it('offers a reader nothing to choose', async () => {
    server().answers(GetTeam, team([card('Elm', { can: ['read'] })]))
    const user = opened(server(), '/team', 'viewer')
    await user.click(await screen.findByRole('button', { name: /^Ada Quill/ }))
    await screen.findByText('Elm')
    expect(screen.queryByRole('checkbox')).toBeNull()
  })

  it('gives what is chosen to somebody once, and takes it back', async () => {
    const cards = [card('Elm'), card('Larch'), card('Birches')]
    server().answers(GetTeam, team(cards))
    server().answers(ReassignMany, { reassigned: 2 })
    server().answers(GiveBackMany, { givenBack: 2 })
    const user = opened(server(), '/team', 'manager')
    await user.click(await screen.findByRole('button', { name: /^Ada Quill/ }))
    await user.click(await screen.findByRole('checkbox', { name: /Elm/ }))
    await user.click(screen.getByRole('checkbox', { name: /Larch/ }))
    const chosen = screen.getByRole('region', { name: 'Chosen' })
    await user.click(within(chosen).getByRole('button', { name: /^Move to/ }))
    await user.dblClick(await screen.findByRole('menuitem', { name: /^Ben Oake.*5 free, then 3 free/ }))
    await screen.findByText('Two workflows are with Ben Oake now.')
    const ids = [cards[0]?.executionId, cards[1]?.executionId]
    expect(
      server()
        .asked(ReassignMany)
        .map(({ body }) => body),
    ).toEqual([{ ids, to: BEN }])
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    expect(
      server()
        .asked(GiveBackMany)
        .map(({ body }) => body),
    ).toEqual([{ ids }])
  })

  it('says why it was refused, and shows what is', async () => {
    server().answers(GetTeam, team([card('Elm')], { proposals: [] }))
    server().refuses(
      ReassignMany,
      409,
      'Urgent renewal for Elm: This workflow is completed and cannot be changed any more.',
    )
    const user = opened(server(), '/team', 'manager')
    await user.click(await screen.findByRole('button', { name: /^Ada Quill/ }))
    await user.click(await screen.findByRole('checkbox', { name: /^Choose Elm/ }))
    await user.keyboard('m')
    await user.click(await screen.findByRole('menuitem', { name: /^Ben Oake/ }))
    expect((await screen.findByRole('alert')).textContent).toContain('Urgent renewal for Elm')
    expect(await screen.findByRole('checkbox', { name: /^Choose Elm/ })).toBeDefined()
  })
})
