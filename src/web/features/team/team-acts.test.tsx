import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS, GiveBackMany, ReassignMany, STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetTeam } from '../../../views/team.contract.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const ADA = '01890000-0000-7000-8000-0000000002aa'
const BEN = '01890000-0000-7000-8000-0000000002bb'
const idOf = (name: string) => `01890000-0000-7000-8000-0000000001${String(name.length).padStart(2, '0')}`

const card = (name: string, more: object = {}) => ({
  executionId: idOf(name),
  customer: { name },
  workflow: { title: 'Renewal' },
  status: 'pending' as const,
  counts: true,
  can: ['reassign'],
  ...more,
})
const CARDS = [card('Elm'), card('Larch'), card('Birches'), card('Old Oak Inc')]

const team = (more: object = {}, ada: object = {}) => ({
  day: '2027-03-15',
  people: [
    { id: ADA, name: 'Ada Quill', capacity: 3, dueThisWeek: 4, open: 4, cards: CARDS, ...ada },
    { id: BEN, name: 'Ben Oake', capacity: 5 },
  ],
  ...more,
})
/** The team’s page, with Ada’s cards open. */
const onTeam = async (more: object = {}, ada: object = {}) => {
  server().answers(GetTeam, team(more, ada))
  const user = opened(server(), '/team', 'manager')
  await user.click(await screen.findByRole('button', { name: /^Ada Quill/ }))
  return user
}
const box = (name: string) => screen.findByRole('checkbox', { name: `Choose ${name}, Renewal` })
const away = (from: string, cover: object | null) => ({ from, to: '2027-03-21', now: from < '2027-03-15', cover })
const chosen = () => screen.queryByRole('region', { name: 'Chosen' })?.querySelector('b')?.textContent
const given = () =>
  server()
    .asked(ReassignMany)
    .map(({ body }) => body)

describe('choosing on the team’s page', () => {
  it('goes one by one, in a row with Shift, all at once, and none', async () => {
    const user = await onTeam()
    await user.click(await box('Elm'))
    await user.keyboard('{Shift>}')
    await user.click(await box('Birches'))
    await user.keyboard('{/Shift}')
    expect(chosen()).toBe('Three')
    await user.click(await box('Larch'))
    expect(chosen()).toBe('Two')
    const all = screen.getByRole('checkbox', { name: 'All 4 of Ada Quill' })
    expect(all).toHaveProperty('indeterminate', true)
    await user.click(all)
    expect(chosen()).toBe('Four')
    await user.click(all)
    expect(chosen()).toBeUndefined()
  })

  it('goes by the keyboard: arrows to a card, X, M, and Escape lets go of all', async () => {
    const user = await onTeam()
    await box('Elm')
    await user.keyboard('m')
    expect(screen.queryByRole('menu')).toBeNull()
    await user.keyboard('{ArrowDown}xjx')
    expect(chosen()).toBe('Two')
    await user.keyboard('m')
    await screen.findByRole('menu')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
    expect(chosen()).toBe('Two')
    ;(await box('Elm')).focus()
    await user.keyboard('{Escape}')
    expect(chosen()).toBeUndefined()
  })

  it('is of what may be given away alone', async () => {
    await onTeam({}, { cards: [card('Elm'), card('Larch', { can: ['read'] })] })
    await box('Elm')
    screen.getByRole('checkbox', { name: 'All 1 of Ada Quill' })
    expect(screen.queryByRole('checkbox', { name: /Larch/ })).toBeNull()
  })
})

describe('giving away', () => {
  const drag = (name: string, onto: string) => {
    const data = { setData: () => undefined, effectAllowed: '' }
    const at = (row: Element | null | undefined, type: 'dragStart' | 'dragOver' | 'drop') => {
      if (!row) throw new Error(`Nothing to ${type}`)
      const event = createEvent[type](row)
      Object.defineProperty(event, 'dataTransfer', { value: data })
      fireEvent(row, event)
    }
    at(screen.getByText(name).closest('li[draggable]'), 'dragStart')
    const row = screen.getByRole('button', { name: new RegExp(`^${onto}`) }).closest('li')
    at(row, 'dragOver')
    return () => at(row, 'drop')
  }

  it('by dragging says what it would come to, and sends it where it is let go', async () => {
    server().answers(ReassignMany, { reassigned: 1 })
    await onTeam()
    await box('Elm')
    const drop = drag('Elm', 'Ben Oake')
    await screen.findByText('5 free, then 4 free')
    drop()
    await screen.findByText('One workflow is with Ben Oake now.')
    expect(given()).toEqual([{ ids: [idOf('Elm')], to: BEN }])
  })

  it('by dragging takes along whatever is chosen with it', async () => {
    server().answers(ReassignMany, { reassigned: 2 })
    const user = await onTeam()
    await user.click(await box('Elm'))
    await user.click(await box('Larch'))
    drag('Larch', 'Ben Oake')()
    await waitFor(() => expect(given()).toEqual([{ ids: [idOf('Elm'), idOf('Larch')], to: BEN }]))
  })

  it('onto whoever has it already gives nothing', async () => {
    await onTeam()
    await box('Elm')
    drag('Elm', 'Ada Quill')()
    expect(given()).toEqual([])
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is shown at once, and taken back when it was refused', async () => {
    const user = await onTeam()
    await user.click(await box('Elm'))
    const letGo = server().isSlow(ReassignMany, { reassigned: 1 })
    await user.keyboard('m')
    await user.click(await screen.findByRole('menuitem', { name: /^Ben Oake/ }))
    await screen.findByRole('button', { name: /^Ben Oake.*1 open/ })
    letGo()
    await screen.findByText('One workflow is with Ben Oake now.')
    server().refuses(GiveBackMany, 409, 'Ben gave it on meanwhile.')
    await user.keyboard('z')
    expect((await screen.findByRole('alert')).textContent).toContain('Ben gave it on meanwhile.')
  })
})

describe('a proposal', () => {
  const propose = (more: object = {}) => ({
    proposals: [
      {
        from: { id: ADA, name: 'Ada Quill' },
        over: 2,
        to: { id: BEN, name: 'Ben Oake' },
        executionIds: CARDS.map(({ executionId }) => executionId),
        ...more,
      },
    ],
  })

  it('names what would go to whom, and is taken by one click', async () => {
    const letGo = server().isSlow(ReassignMany, { reassigned: 4 })
    const user = await onTeam(propose())
    const proposal = screen.getByRole('region', { name: 'A proposal for Ada Quill' })
    expect(proposal.textContent).toContain(
      'Ada has 2 more than agreed. Ben has most room. Move Elm, Larch, Birches and Old Oak Inc; nobody has begun them.',
    )
    await user.dblClick(within(proposal).getByRole('button', { name: 'Move four to Ben' }))
    await waitFor(() => expect(screen.queryByRole('region', { name: /^A proposal/ })).toBeNull())
    letGo()
    await screen.findByText('Four workflows are with Ben Oake now.')
    expect(given()).toHaveLength(1)
  })

  it.each([
    [{ to: null }, 'Ada has 2 more than agreed. Nobody of the team has room.'],
    [{ executionIds: [] }, 'Ben has most room, but everything that counts is begun. Ask before you move it.'],
    [{ executionIds: [idOf('Elm')] }, 'Move Elm; nobody has begun it.'],
  ])('of %j says: %s', async (more, says) => {
    await onTeam(propose(more))
    expect(screen.getByRole('region', { name: /^A proposal/ }).textContent).toContain(says)
  })
})

describe('what was handed up', () => {
  const escalation = (more: object = {}) => ({
    executionId: idOf('Elm'),
    customer: { name: 'Elm' },
    workflow: 'Renewal',
    owner: { id: ADA, name: 'Ada Quill' },
    reason: 'A discount',
    by: 'Ada Quill',
    at: '2020-03-13T09:00:00.000Z',
    can: ['act', 'reassign'],
    ...more,
  })
  const onEscalation = (more: object = {}) => onTeam({ escalations: [escalation(more)] })
  const aside = () => screen.getByRole('complementary', { name: 'For whoever leads' })

  it('says why, who, when and for how long, and leads to its step', async () => {
    await onEscalation({ step: { id: 'call', name: 'Call them' }, to: { name: 'Mo Tarn' } })
    const words = aside().textContent
    expect(words).toContain('A discount')
    expect(words).toContain('Call them, Renewal. Ada Quill, Fri, March 13, to Mo Tarn.')
    expect(words).toMatch(/Waiting for [\d,]+ days/)
    const link = within(aside()).getByRole('link', { name: 'Elm' })
    expect(link.getAttribute('href')).toBe(`/work/${idOf('Elm')}?step=call`)
  })

  it.each([
    [null, ACT_ENDPOINTS.resume, ACT_ENDPOINTS.escalate],
    [{ id: 'call', name: 'Call them' }, STEP_ENDPOINTS.resume, STEP_ENDPOINTS.escalate],
  ])('(step %j) is handed back once, and up again by undo', async (step, resume, escalate) => {
    const letGo = server().isSlow(resume, {})
    server().answers(escalate, {})
    const user = await onEscalation({ step })
    await user.dblClick(within(aside()).getByRole('button', { name: 'Hand back to Ada' }))
    letGo()
    await screen.findByText('Elm goes on with Ada Quill.')
    expect(server().asked(resume)).toHaveLength(1)
    await user.keyboard('z')
    await waitFor(() => expect(server().asked(escalate)).toMatchObject([{ body: { to: null, reason: 'A discount' } }]))
  })

  it('is given on, and comes back by undo to whom it was with', async () => {
    server().answers(ReassignMany, { reassigned: 1 })
    server().answers(GiveBackMany, { givenBack: 1 })
    server().answers(ACT_ENDPOINTS.resume, {})
    server().answers(ACT_ENDPOINTS.escalate, {})
    const user = await onEscalation()
    await user.click(within(aside()).getByRole('button', { name: /^Give to/ }))
    await user.click(await screen.findByRole('menuitem', { name: /^Ben Oake/ }))
    await screen.findByText('Elm goes on with Ben Oake.')
    expect(given()).toEqual([{ ids: [idOf('Elm')], to: BEN }])
    await user.keyboard('z')
    await waitFor(() => expect(server().asked(GiveBackMany)).toHaveLength(1))
    expect(server().asked(ACT_ENDPOINTS.escalate)).toHaveLength(1)
  })

  it.each([
    [{ reason: '' }, 'No reason was given.'],
    [{ owner: null }, 'Take it up'],
  ])('of %j says: %s', async (more, says) => {
    await onEscalation(more)
    within(aside()).getByText(says)
  })

  it('offers nothing to whoever may not act', async () => {
    await onEscalation({ can: [] })
    expect(within(aside()).queryByRole('button')).toBeNull()
  })

  it('and what was not: both say so', async () => {
    await onTeam()
    within(aside()).getByText('Nothing was handed up. What a CSM cannot decide alone comes here.')
    within(aside()).getByText('Nothing was put off with a reason.')
  })
})

describe('a person of the team', () => {
  it.each([
    [{ capacity: 0 }, /Ada Quill4 open––$/],
    [{ capacity: 4 }, /full/],
    [{ late: 2 }, /2 late/],
    [{ oldestOn: '2027-03-15' }, /new today/],
    [{ oldestOn: '2027-03-14' }, /oldest 1 day/],
    [{ completedToday: 3, minutesToday: 75 }, /3 done, 75 min/],
    [{ away: away('2027-03-10', null) }, /Away until Sun, March 21, nobody covers/],
    [{ away: away('2027-03-18', { name: 'Ben Oake' }) }, /Away from Thu, March 18, Ben Oake covers/],
  ])('with %j reads %s', async (ada, says) => {
    server().answers(GetTeam, team({}, ada))
    opened(server(), '/team', 'manager')
    expect((await screen.findByRole('button', { name: /^Ada Quill/ })).textContent).toMatch(says)
  })

  it('shows a card with a dash for what is unknown, and how it stands', async () => {
    const cards = [
      card('Elm', { days: null, arr: { amount: null, currency: 'USD' }, late: true, dueOn: '2027-03-12' }),
      card('Larch', { days: 0, arr: { amount: 0, currency: 'USD' }, status: 'snoozed' }),
    ]
    await onTeam({}, { cards, open: 5 })
    const rows = (await box('Elm')).closest('ul')?.querySelectorAll('li') ?? []
    expect([...rows].map(({ textContent }) => textContent)).toEqual([
      'Elm Renewal Was due Fri, March 12 ––',
      'Larch Renewal  Snoozed0 days$0',
    ])
    screen.getByRole('button', { name: 'Show all 5' })
  })

  it('is left out of what is late, where nothing is', async () => {
    const late = { late: 1, cards: [card('Elm', { late: true, dueOn: '2027-03-12' }), card('Larch')] }
    server().answers(GetTeam, team({}, late))
    const user = opened(server(), '/team', 'manager')
    await user.click(await screen.findByRole('button', { name: 'Late 1' }))
    await screen.findByText('Elm')
    expect(window.location.search).toBe('?show=late')
    expect(screen.queryByText('Larch')).toBeNull()
    expect(screen.queryByText('Ben Oake')).toBeNull()
  })
})
