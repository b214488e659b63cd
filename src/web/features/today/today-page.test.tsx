import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { ELM, day } from '../../testing/given-day.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const oneThing = () => screen.findByRole('article', { name: 'Your one thing' })
const alert = async () => (await screen.findByRole('alert')).textContent

describe('Today', () => {
  it('shows that it loads', async () => {
    server().isSilent(GetToday)
    opened(server(), '/')
    expect(await screen.findByText('Loading')).toBeDefined()
  })

  it('begins with the one thing and goes on with what is next', async () => {
    server().answers(GetToday, day())
    opened(server(), '/')
    within(await oneThing()).getByRole('heading', { name: 'Elm' })
    within(screen.getByRole('region', { name: 'Next' })).getByText('Larch')
  })

  it.each([
    ['Nothing has been read yet.', { one: null, next: [], readAt: null }],
    ['Nothing is due. Enjoy the quiet.', { one: null, next: [] }],
  ])('says “%s”', async (says, more) => {
    server().answers(GetToday, day(more))
    opened(server(), '/')
    await screen.findByRole('heading', { name: says })
  })

  it('says that the line is down, and loads when it is asked again', async () => {
    server().isDown(GetToday)
    const user = opened(server(), '/')
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().answers(GetToday, day())
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await oneThing()
  })

  it('of somebody else is not opened by everybody', async () => {
    server().refuses(GetToday, 403, 'Your own day is the one you can open.')
    opened(server(), `/?person=${ELM}`)
    await screen.findByRole('heading', { name: 'You cannot open this day.' })
    screen.getByText('Your own day is the one you can open.')
  })

  it('read of somebody else offers no acts', async () => {
    server().answers(GetToday, day({ mine: false }))
    opened(server(), '/', 'manager')
    await screen.findByRole('article', { name: 'The one thing' })
    expect(screen.queryByRole('button', { name: 'Done already' })).toBeNull()
  })

  it('offers a reader no log, by no key either', async () => {
    server().answers(GetToday, day({ mine: false }))
    const user = opened(server(), '/', 'viewer')
    await screen.findByRole('article', { name: 'The one thing' })
    await user.keyboard('l')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByRole('combobox')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('lets go at once of what is done already, and sends it once when its note is closed', async () => {
    server().answers(GetToday, day())
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    const user = opened(server(), '/')
    await user.click(within(await oneThing()).getByRole('button', { name: 'Done already' }))
    await user.type(await screen.findByLabelText('A line about it'), 'They signed')
    await user.click(screen.getByRole('button', { name: 'It is done' }))
    await waitFor(async () => within(await oneThing()).getByRole('heading', { name: 'Larch' }))
    expect(server().asked(ACT_ENDPOINTS['done-already'])).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() =>
      expect(server().asked(ACT_ENDPOINTS['done-already'])).toMatchObject([
        { params: { id: ELM }, body: { outcome: 'success', note: 'They signed' } },
      ]),
    )
  })

  it('has it back when that is taken back, and nothing was sent', async () => {
    server().answers(GetToday, day())
    const user = opened(server(), '/')
    await user.click(within(await oneThing()).getByRole('button', { name: 'Done already' }))
    await user.click(await screen.findByRole('button', { name: 'It is done' }))
    await user.click(await screen.findByRole('button', { name: /^Undo/ }))
    await waitFor(async () => within(await oneThing()).getByRole('heading', { name: 'Elm' }))
    expect(server().asked(ACT_ENDPOINTS['done-already'])).toEqual([])
  })

  it('says why what was done could not be sent, and shows it again', async () => {
    server().answers(GetToday, day())
    server().refuses(ACT_ENDPOINTS['done-already'], 409, 'This workflow is completed and cannot be changed any more.')
    const user = opened(server(), '/')
    await user.click(within(await oneThing()).getByRole('button', { name: 'Done already' }))
    await user.click(await screen.findByRole('button', { name: 'It is done' }))
    await user.click(await screen.findByRole('button', { name: 'Close' }))
    expect(await alert()).toContain('Elm was not completed. This workflow is completed')
    await waitFor(async () => within(await oneThing()).getByRole('heading', { name: 'Elm' }))
  })

  it('says in its place why an act was refused', async () => {
    server().answers(GetToday, day())
    server().refuses(ACT_ENDPOINTS.cancel, 409, 'Somebody changed this workflow meanwhile.')
    const user = opened(server(), '/')
    await user.click(within(await oneThing()).getByRole('button', { name: 'Wrong' }))
    await user.click(await screen.findByRole('button', { name: 'Take it out' }))
    expect(await alert()).toContain('Somebody changed this workflow meanwhile.')
  })

  it('says why something could not be taken back, and lets it be tried again', async () => {
    server().answers(GetToday, day())
    server().answers(ACT_ENDPOINTS.escalate, {})
    server().isDown(ACT_ENDPOINTS.resume)
    const user = opened(server(), '/')
    await user.click(within(await oneThing()).getByRole('button', { name: 'Not me' }))
    await user.click(await screen.findByRole('button', { name: 'Hand it up' }))
    await user.click(await screen.findByRole('button', { name: /^Undo/ }))
    expect(await alert()).toBe('It was not taken back. The server cannot be reached.')
    server().answers(ACT_ENDPOINTS.resume, {})
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull())
  })

  it('takes back by Z what was done last, and leaves alone what was done before', async () => {
    server().answers(GetToday, day())
    const user = opened(server(), '/')
    for (const name of ['Elm', 'Larch']) {
      await waitFor(async () => within(await oneThing()).getByRole('heading', { name }))
      await user.click(within(await oneThing()).getByRole('button', { name: 'Done already' }))
      await user.click(await screen.findByRole('button', { name: 'It is done' }))
    }
    await waitFor(() => expect(screen.getAllByRole('button', { name: /^Undo/ })).toHaveLength(2))
    await user.keyboard('z')
    await waitFor(async () => within(await oneThing()).getByRole('heading', { name: 'Larch' }))
    expect(screen.getByText('Elm is done.')).toBeDefined()
  })
})
