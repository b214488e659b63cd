import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { GetSession } from '../../access/session.contract.ts'
import { GetToday } from '../../views/today.contract.ts'
import { LARCH, card, day } from '../testing/given-day.ts'
import { givenLine } from '../testing/given-line.ts'
import { givenServer, opened } from '../testing/opened.tsx'

const server = givenServer()
const line = givenLine()

const QUIET_MS = 5_000

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
afterEach(() => void vi.useRealTimers())

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const onToday = async () => {
  server().answers(GetToday, day())
  opened(server(), '/')
  await screen.findByRole('heading', { name: 'Elm' })
  act(line.isReady)
}

describe('a page that is open', () => {
  it('shows what others changed, without being asked', async () => {
    await onToday()
    server().answers(GetToday, day({ one: card(LARCH, 'Larch'), next: [] }))
    line.tells({ id: LARCH, object: 'execution' })
    await later(200)
    await screen.findByRole('heading', { name: 'Larch' })
    expect(screen.queryByRole('heading', { name: 'Elm' })).toBeNull()
  })

  it('says nothing of a line that is back within a moment', async () => {
    await onToday()
    act(() => line.breaks())
    await later(QUIET_MS - 500)
    act(line.isReady)
    await later(QUIET_MS)
    expect(screen.queryByText('The server cannot be reached.')).toBeNull()
  })

  it('says since when it hears nothing, and no more once it does', async () => {
    await onToday()
    act(() => line.breaks())
    await later(QUIET_MS)
    expect((await screen.findByText('The server cannot be reached.')).parentElement?.textContent).toMatch(
      /This is as of \d+:\d\d/,
    )
    act(line.isReady)
    await waitFor(() => expect(screen.queryByText('The server cannot be reached.')).toBeNull())
  })

  it('says that the reader is offline, and no more once he is back', async () => {
    await onToday()
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    act(() => void window.dispatchEvent(new Event('offline')))
    await later(0)
    await screen.findByText('You are offline.')
    online.mockReturnValue(true)
    act(() => void window.dispatchEvent(new Event('online')))
    await waitFor(() => expect(screen.queryByText('You are offline.')).toBeNull())
  })

  it('opens no line for whoever is not signed in', async () => {
    server().refuses(GetToday, 401, 'You are not signed in.')
    opened(server(), '/')
    server().answers(GetSession, { signedIn: null })
    await waitFor(() => expect(window.location.pathname).toBe('/sign-in'))
    await later(QUIET_MS)
    expect(line.open()).toBe(0)
  })
})
