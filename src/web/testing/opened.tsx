import { cleanup, configure, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { GetSession, type SignedIn } from '../../access/session.contract.ts'
import { App } from '../app.tsx'
import { closeAtHand } from '../at-hand/state.ts'
import { fakeServer, type FakeServer } from './fake-server.ts'
import { FakeUpload } from './fake-upload.ts'

// Only a test that fails waits it out; a page that is wrong is not printed whole.
configure({ asyncUtilTimeout: 20_000, getElementError: (message) => new Error(message ?? 'Nothing is found') })

const WINDOW = { clientWidth: { configurable: true, value: 1280 }, clientHeight: { configurable: true, value: 900 } }

/** A wide window of somebody who wants nothing to move. */
const stillMedia = (media: string) => ({
  media,
  matches: media.includes('reduced-motion'),
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})

export const ME = '01890000-0000-7000-8000-0000000000aa'
const MEADOW = '01890000-0000-7000-8000-0000000000bb'

type Role = SignedIn['person']['role']

/** For the tests of one file: a server before each, and after each no page left and nothing asked that no contract knows. */
export function givenServer(): () => FakeServer {
  let server = fakeServer()
  beforeEach(() => {
    server = fakeServer()
    vi.stubGlobal('fetch', server.fetch)
    vi.stubGlobal('XMLHttpRequest', FakeUpload)
    vi.stubGlobal('matchMedia', stillMedia)
    // Nothing is laid out here, and what hangs under something that takes no room is hidden.
    vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(100, 100, 80, 24))
    Object.defineProperties(document.documentElement, WINDOW)
  })
  afterEach(() => {
    cleanup()
    // What is open over the page outlives it.
    closeAtHand()
    document.body.replaceChildren()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
    window.localStorage.clear()
    expect(server.faults()).toEqual([])
  })
  return () => server
}

/** The whole app at an address, as somebody who is signed in; answers what works it as a person would. */
export function opened(server: FakeServer, path: string, role: Role = 'csm') {
  server.answers(GetSession, {
    signedIn: { person: { id: ME, name: 'Ida Nord', role }, company: { id: MEADOW, name: 'Meadow' } },
  })
  return openedAsIs(path)
}

/** The same before a test has said who is signed in, or where nobody is. */
export function openedAsIs(path: string) {
  window.history.replaceState(null, '', path)
  render(<App />)
  return userEvent.setup()
}

/** The page is left, and opened anew at the address that it has left behind. */
export function reopened(): void {
  cleanup()
  render(<App />)
}
