import { cleanup, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { GetSession } from '../../../access/session.contract.ts'
import { GetTaskMode, SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { RUN, STEPS, onWork, showing, step } from '../../testing/given-work.ts'
import { givenLine } from '../../testing/given-line.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()
const line = givenLine()

const NOTES = {
  id: 'notes',
  type: 'form' as const,
  fields: [{ key: 'text', label: 'What they said', kind: 'line' as const, hint: '' }],
}
const field = () => screen.findByLabelText('What they said')
const saved = () => server().asked(SaveDraft).at(-1)
const holds = (text: string) => ({ body: { data: { panels: { notes: { text } } } } })
const ofHim = (text: string) => ({
  stepId: 'call',
  version: 7,
  savedBy: 'Bo Elm',
  data: { panels: { notes: { text } } },
})

describe('what is typed', () => {
  it('while the line is down is sent as soon as it is back', async () => {
    const user = onWork(server(), showing([NOTES]))
    server().isDown(SaveDraft)
    await user.type(await field(), 'They like it')
    await screen.findByText('Kept on this device')
    cleanup()
    const again = onWork(server(), showing([NOTES]))
    expect(await field()).toHaveProperty('value', 'They like it')
    await screen.findByText(/^Saved/)
    expect(saved()).toMatchObject(holds('They like it'))
    await again.type(await field(), ', much')
    await waitFor(() => expect(saved()).toMatchObject(holds('They like it, much')))
  })

  it('is sent when the browser says that the line is back', async () => {
    const user = onWork(server(), showing([NOTES]))
    server().isDown(SaveDraft)
    await user.type(await field(), 'They like it')
    await screen.findByText('Kept on this device')
    server().answers(SaveDraft, { stepId: 'call', version: 1 })
    window.dispatchEvent(new Event('online'))
    await screen.findByText(/^Saved/)
  })

  it('when the session has ended leads to the way in, and is there again after it', async () => {
    const user = onWork(server(), showing([NOTES]))
    const input = await field()
    server().refuses(SaveDraft, 401, 'You are not signed in.')
    server().refuses(GetTaskMode, 401, 'You are not signed in.')
    server().answers(GetSession, { signedIn: null })
    await user.type(input, 'They like it')
    await waitFor(() => expect(window.location.pathname).toBe('/sign-in'))
    cleanup()
    onWork(server(), showing([NOTES]))
    expect(await field()).toHaveProperty('value', 'They like it')
    await screen.findByText(/^Saved/)
    expect(saved()).toMatchObject(holds('They like it'))
  })

  it('is put over what somebody else wrote only knowingly', async () => {
    const user = onWork(server(), showing([NOTES]))
    server().refuses(SaveDraft, 409, 'Somebody wrote in this step.', { draft: ofHim('They hate it') })
    await user.type(await field(), 'They like it')
    await screen.findByText(/^Bo Elm wrote in this step/)
    screen.getByText('Not saved')
    expect(await field()).toHaveProperty('value', 'They like it')
    server().answers(SaveDraft, { stepId: 'call', version: 8 })
    await user.click(screen.getByRole('button', { name: 'Keep mine' }))
    await screen.findByText(/^Saved/)
    expect(saved()).toMatchObject(holds('They like it'))
    expect(saved()).toMatchObject({ body: { version: 7 } })
    expect(screen.queryByText(/^Bo Elm wrote/)).toBeNull()
  })

  it('keeps its focus and its letters while others change what is on the screen', async () => {
    const user = onWork(server(), showing([NOTES], { steps: STEPS }))
    const input = await field()
    line.isReady()
    await user.type(input, 'They ')
    const quote = step('quote', 'Write the quote', 1, { status: 'completed' })
    server().answers(GetTaskMode, {
      ...showing([NOTES], { version: 4, steps: [STEPS[0], quote] }),
      drafts: [ofHim('Not this')],
    })
    line.tells({ id: RUN, object: 'step', objectId: RUN })
    await screen.findByRole('button', { name: /^2\. Write the quote ?Done/ })
    expect(document.activeElement).toBe(input)
    await user.keyboard('like it')
    expect(input).toHaveProperty('value', 'They like it')
    await waitFor(() => expect(saved()).toMatchObject(holds('They like it')))
  })

  it('by somebody else stands in a field that nobody here has touched', async () => {
    onWork(server(), showing([NOTES]))
    await field()
    line.isReady()
    server().answers(GetTaskMode, { ...showing([NOTES]), drafts: [ofHim('They hate it')] })
    line.tells({ id: RUN, object: 'execution', objectId: RUN })
    await waitFor(async () => expect(await field()).toHaveProperty('value', 'They hate it'))
    expect(server().asked(SaveDraft)).toEqual([])
  })
})

describe('the screen of a run that could not be read anew', () => {
  it('stays, and says that the server cannot be reached', async () => {
    onWork(server(), showing([NOTES]))
    await field()
    line.isReady()
    server().isDown(GetTaskMode)
    line.mayHaveMissed()
    await screen.findByText('What you write is kept on this device and sent when the line is back.')
    expect(await field()).toBeDefined()
  })
})
