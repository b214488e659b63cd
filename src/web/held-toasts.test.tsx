import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ACT_ENDPOINTS } from '../stages/execute/acts.contract.ts'
import { GetQueue } from '../views/queue.contract.ts'
import { GetToday } from '../views/today.contract.ts'
import { ELM, day } from './testing/given-day.ts'
import { givenServer, opened } from './testing/opened.tsx'

const server = givenServer()

const TO_TAKE_BACK_MS = 10_000
const RETRY_MS = 5_000

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => void vi.useRealTimers())

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const sent = () => server().asked(ACT_ENDPOINTS['done-already'])
const undo = () => screen.queryByRole('button', { name: /^Undo/ })

/** Elm was said to be done already, a moment ago. */
async function justDone() {
  server().answers(GetToday, day())
  opened(server(), '/')
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime })
  const one = await screen.findByRole('article', { name: 'Your one thing' })
  await user.click(within(one).getByRole('button', { name: 'Done already' }))
  await user.click(await screen.findByRole('button', { name: 'It is done' }))
  await screen.findByText('Elm is done.')
  return user
}

describe('what was just done', () => {
  it('can be taken back for ten seconds and is sent then, once', async () => {
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    await justDone()
    await later(TO_TAKE_BACK_MS - 1_500)
    expect(undo()).not.toBeNull()
    expect(sent()).toEqual([])
    await later(2_000)
    await waitFor(() => expect(sent()).toHaveLength(1))
    expect(undo()).toBeNull()
    await later(10 * RETRY_MS)
    expect(sent()).toHaveLength(1)
  })

  it('waits longer while the pointer is on it', async () => {
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    const user = await justDone()
    await user.hover(screen.getByText('Elm is done.'))
    await later(3 * TO_TAKE_BACK_MS)
    expect(sent()).toEqual([])
    await user.unhover(screen.getByText('Elm is done.'))
    await later(TO_TAKE_BACK_MS)
    await waitFor(() => expect(sent()).toHaveLength(1))
  })

  it('goes along to another page, and is taken back from there', async () => {
    server().answers(GetQueue, {})
    const user = await justDone()
    const [link] = screen.getAllByRole('link', { name: 'Queue' })
    if (link) await user.click(link)
    await screen.findByRole('heading', { name: 'Nothing is open.' })
    await user.keyboard('z')
    await waitFor(() => expect(screen.queryByText('Elm is done.')).toBeNull())
    await later(2 * TO_TAKE_BACK_MS)
    expect(sent()).toEqual([])
  })

  it('is not taken back by a z that is typed into a field', async () => {
    server().answers(GetQueue, {})
    const user = await justDone()
    const [link] = screen.getAllByRole('link', { name: 'Queue' })
    if (link) await user.click(link)
    await user.type(await screen.findByRole('searchbox'), 'zz')
    expect(screen.getByText('Elm is done.')).toBeDefined()
  })

  it('that was refused for good says why until that was read', async () => {
    server().refuses(ACT_ENDPOINTS['done-already'], 409, 'Somebody changed this workflow meanwhile.')
    const user = await justDone()
    await later(TO_TAKE_BACK_MS)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Elm was not completed. Somebody changed this workflow meanwhile.')
    await later(3 * TO_TAKE_BACK_MS)
    expect(sent()).toHaveLength(1)
    await user.click(within(alert).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('alert')).toBeNull()
    within(await screen.findByRole('article', { name: 'Your one thing' })).getByRole('heading', { name: 'Elm' })
  })

  it.each([503, 429])('is sent again with the same key after %i', async (status) => {
    server().refuses(ACT_ENDPOINTS['done-already'], status, 'Later.')
    await justDone()
    await later(TO_TAKE_BACK_MS)
    await screen.findByText('Elm is kept on this device, and sent when the line is back.')
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    await later(RETRY_MS)
    await waitFor(() => expect(screen.queryByText(/^Elm is kept on this device/)).toBeNull())
    expect(sent().length).toBeGreaterThan(1)
    expect(new Set(sent().map(({ key }) => key)).size).toBe(1)
  })

  it('and left on the device by a crash is sent when the same person is back', async () => {
    await justDone()
    const key = JSON.parse(window.localStorage.getItem(`renubu.held.${ELM}`) ?? '{}') as { readonly key: string }
    cleanup()
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    opened(server(), '/')
    await screen.findByRole('article', { name: 'Your one thing' })
    await later(30_000)
    await waitFor(() => expect(sent()).toMatchObject([{ params: { id: ELM }, key: key.key }]))
    expect(window.localStorage.getItem(`renubu.held.${ELM}`)).toBeNull()
  })
})
