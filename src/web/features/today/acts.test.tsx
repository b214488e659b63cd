import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetTaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { GetWhyScore } from '../../../views/why.contract.ts'
import { ELM, LARCH, card, day } from '../../testing/given-day.ts'
import { taskMode } from '../../testing/given-work.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const onDay = (more: Parameters<typeof day>[0] = {}) => {
  server().answers(GetToday, day(more))
  return opened(server(), '/')
}
const oneThing = () => screen.findByRole('article', { name: 'Your one thing' })
const first = async (name: string) => {
  await waitFor(async () => within(await oneThing()).getByRole('heading', { name }))
}
const asked = (act: keyof typeof ACT_ENDPOINTS) => server().asked(ACT_ENDPOINTS[act])
const act = async (name: string) => within(await oneThing()).getByRole('button', { name })

describe('what can be said of a card', () => {
  it.each([
    [
      'Not me',
      'Whose is it?',
      'Hand it up',
      'escalate',
      { to: null, reason: 'It is not mine: Bo’s' },
      'Elm was handed up.',
    ],
    [
      'Wrong',
      'Which field, and what is wrong with it',
      'Take it out',
      'cancel',
      { reason: 'bad-data', note: 'Bo’s' },
      'Elm was taken out.',
    ],
    [
      'Not now',
      'Why',
      'Put it off',
      'snooze',
      { for: '1 day', reason: 'Bo’s', pastRenewal: false },
      'Elm comes back in 1 day.',
    ],
  ] as const)('%s, with a line, is sent once by two clicks, and said', async (label, field, verb, name, body, says) => {
    const letGo = server().isSlow(ACT_ENDPOINTS[name], {})
    const user = onDay()
    await user.click(await act(label))
    await user.type(await screen.findByLabelText(field), ' Bo’s ')
    await user.dblClick(screen.getByRole('button', { name: verb }))
    server().answers(GetToday, day({ one: card(LARCH, 'Larch'), next: [], total: 1 }))
    letGo()
    await screen.findByText(says)
    await first('Larch')
    expect(asked(name)).toMatchObject([{ params: { id: ELM }, body }])
    expect(screen.queryByRole('button', { name: /^Undo/ }) === null).toBe(name === 'cancel')
  })

  it.each([
    ['Not me', 'Hand it up', 'escalate', { reason: 'It is not mine.' }],
    ['Not now', 'Put it off', 'snooze', { reason: 'Not now' }],
  ] as const)('%s needs no line', async (label, verb, name, body) => {
    server().answers(ACT_ENDPOINTS[name], {})
    const user = onDay()
    await user.click(await act(label))
    await user.click(await screen.findByRole('button', { name: verb }))
    await waitFor(() => expect(asked(name)).toMatchObject([{ body }]))
  })

  it('Not now, past the renewal, is asked about once more and then sent knowingly', async () => {
    server().refuses(ACT_ENDPOINTS.snooze, 422, 'That is after the renewal.')
    const user = onDay()
    await user.click(await act('Not now'))
    await user.click(await screen.findByRole('radio', { name: '1 week' }))
    await user.type(screen.getByLabelText('Why'), 'They are away')
    await user.click(screen.getByRole('button', { name: 'Put it off' }))
    expect((await screen.findByRole('alert')).textContent).toBe('That is after the renewal.')
    screen.getByText('Whoever leads you sees the reason.')
    server().answers(ACT_ENDPOINTS.snooze, {})
    await user.click(screen.getByRole('button', { name: 'Put it off all the same' }))
    await screen.findByText('Elm comes back in 1 week.')
    expect(asked('snooze').map(({ body }) => body)).toEqual([
      { for: '1 week', reason: 'They are away', pastRenewal: false },
      { for: '1 week', reason: 'They are away', pastRenewal: true },
    ])
  })

  it('Not now of another length is no longer meant past the renewal', async () => {
    server().refuses(ACT_ENDPOINTS.snooze, 422, 'That is after the renewal.')
    const user = onDay()
    await user.click(await act('Not now'))
    await user.click(await screen.findByRole('button', { name: 'Put it off' }))
    await screen.findByRole('button', { name: 'Put it off all the same' })
    await user.click(screen.getByRole('radio', { name: '2 days' }))
    await user.click(screen.getByRole('button', { name: 'Put it off' }))
    await waitFor(() => expect(asked('snooze')[1]).toMatchObject({ body: { for: '2 days', pastRenewal: false } }))
  })

  it('without a line keeps what was typed, and takes it when the line is back', async () => {
    server().isDown(ACT_ENDPOINTS.escalate)
    const user = onDay()
    await user.click(await act('Not me'))
    await user.type(await screen.findByLabelText('Whose is it?'), 'Bo’s{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached.')
    expect(screen.getByLabelText('Whose is it?')).toHaveProperty('value', 'Bo’s')
    server().answers(ACT_ENDPOINTS.escalate, {})
    await user.click(screen.getByRole('button', { name: 'Hand it up' }))
    await screen.findByText('Elm was handed up.')
  })

  it('put off is taken back', async () => {
    server().answers(ACT_ENDPOINTS.snooze, {})
    server().answers(ACT_ENDPOINTS.resume, {})
    const user = onDay()
    await user.click(await act('Not now'))
    await user.click(await screen.findByRole('button', { name: 'Put it off' }))
    await screen.findByRole('button', { name: /^Undo/ })
    await user.keyboard('z')
    await waitFor(() => expect(asked('resume')).toMatchObject([{ params: { id: ELM } }]))
    await waitFor(() => expect(screen.queryByText('Elm comes back in 1 day.')).toBeNull())
  })
})

describe('the keys of Today', () => {
  it.each([
    ['d', 'Done already', 'Elm is done already'],
    ['m', 'Not me', 'Elm is not mine'],
    ['x', 'Wrong', 'Elm should not be here'],
    ['s', 'Not now', 'Not now: Elm'],
  ])('%s asks what “%s” asks, of the one thing, and Escape leads back there', async (key, label, title) => {
    const user = onDay()
    await oneThing()
    await user.keyboard(key)
    await screen.findByRole('heading', { name: title })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const button = await act(label)
    await waitFor(() => expect(document.activeElement).toBe(button))
  })

  it('of acts are about the row that has the focus', async () => {
    const user = onDay()
    await oneThing()
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    expect(document.activeElement?.textContent).toContain('Larch')
    await user.keyboard('s')
    await screen.findByRole('heading', { name: 'Not now: Larch' })
  })

  it('↓ and ↑ walk over the cards, and stop at the ends', async () => {
    const user = onDay()
    await oneThing()
    await user.keyboard('{ArrowUp}')
    expect(document.activeElement?.textContent).toContain('Larch')
    await user.keyboard('{ArrowDown}')
    expect(document.activeElement?.textContent).toContain('Larch')
    await user.keyboard('{ArrowUp}{ArrowUp}')
    expect(document.activeElement?.textContent).toContain('Urgent renewal')
  })

  it('W asks why, and closing it leads back to the question', async () => {
    server().answers(GetWhyScore, { figure: 'score', total: 40, totalLabel: 'points' })
    const user = onDay()
    await oneThing()
    await user.keyboard('w')
    await screen.findByRole('heading', { name: 'Why 40 points' })
    expect(server().asked(GetWhyScore)).toMatchObject([{ params: { id: ELM }, query: { against: LARCH } }])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toHaveProperty('dataset.why', 'score'))
  })

  it('Enter begins the one thing once, and opens it', async () => {
    const letGo = server().isSlow(ACT_ENDPOINTS.start, {})
    server().answers(GetTaskMode, taskMode({}, { id: ELM }))
    const user = onDay()
    await oneThing()
    await user.keyboard('{Enter}{Enter}')
    letGo()
    await screen.findByRole('button', { current: 'step', name: /^1\. Call them/ })
    expect(asked('start')).toMatchObject([{ params: { id: ELM } }])
    expect(window.location.pathname).toBe(`/work/${ELM}`)
  })

  it('Enter on what is begun goes on with it, and begins nothing', async () => {
    server().answers(GetTaskMode, taskMode({}, { id: ELM }))
    const user = onDay({ one: card(ELM, 'Elm', { status: 'in_progress' }) })
    await oneThing()
    await user.keyboard('{Enter}')
    await screen.findByRole('button', { current: 'step' })
    expect(asked('start')).toEqual([])
  })

  it('does nothing to a day that is read of somebody else', async () => {
    server().answers(GetToday, day({ mine: false }))
    const user = opened(server(), '/', 'manager')
    await screen.findByRole('article', { name: 'The one thing' })
    await user.keyboard('dmxs{Enter}')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('what was done', () => {
  const done = async (user: ReturnType<typeof onDay>) => {
    await user.click(await act('Done already'))
    await user.click(await screen.findByRole('button', { name: 'It is done' }))
  }

  it('does not come back for a moment when it was sent', async () => {
    const user = onDay()
    await done(user)
    await first('Larch')
    server().answers(ACT_ENDPOINTS['done-already'], { completed: true })
    const letGo = server().isSlow(GetToday, day({ one: card(LARCH, 'Larch'), next: [], total: 1 }))
    const seen: (string | null)[] = []
    const watch = new MutationObserver(() => {
      seen.push(document.querySelector('article h2')?.textContent ?? null)
    })
    watch.observe(document.body, { childList: true, subtree: true, characterData: true })
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(server().asked(GetToday)).toHaveLength(2))
    letGo()
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Next' })).toBeNull())
    watch.disconnect()
    expect(new Set(seen)).not.toContain('Elm')
  })

  it('waits on this device while the line is down, and says so', async () => {
    const user = onDay()
    await done(user)
    server().isDown(ACT_ENDPOINTS['done-already'])
    await user.click(await screen.findByRole('button', { name: 'Close' }))
    await screen.findByText('Elm is kept on this device, and sent when the line is back.')
    await first('Larch')
    expect(Object.keys(window.localStorage)).toContain(`renubu.held.${ELM}`)
  })
})
