import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS, CommentOnStep } from '../../../stages/execute/acts.contract.ts'
import { GetTaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import type { execution } from '../../testing/given-work.ts'
import { LEAD, acted, here, onWork, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

const menu = () => screen.findByRole('button', { name: 'The whole workflow' })
const asked = (act: keyof typeof ACT_ENDPOINTS) => server().asked(ACT_ENDPOINTS[act])
const onToday = () => screen.findByRole('heading', { name: 'Nothing has been read yet.' })

async function opened(run: Parameters<typeof execution>[0] = {}) {
  server().answers(GetToday, {})
  const user = onWork(server(), taskMode({}, run))
  await user.click(await menu())
  await screen.findByRole('dialog')
  return user
}

describe('the whole workflow', () => {
  it('is put off with a reason, and left', async () => {
    server().answers(ACT_ENDPOINTS.snooze, acted({ status: 'snoozed' }))
    const user = await opened()
    await user.type(await screen.findByLabelText(/^Reason/), 'They are away')
    await user.click(screen.getByRole('button', { name: 'Snooze workflow' }))
    await onToday()
    expect(asked('snooze')).toMatchObject([{ body: { for: '2 days', reason: 'They are away', version: 3 } }])
  })

  it('is handed up to whoever leads, and stays open', async () => {
    server().answers(ACT_ENDPOINTS.escalate, acted({ status: 'escalated' }))
    const user = await opened()
    await user.click(screen.getByRole('tab', { name: 'Escalate' }))
    await user.click(screen.getByRole('button', { name: 'Escalate workflow' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Say what you need.')
    await user.type(screen.getByLabelText(/^What you need/), 'A discount{Enter}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(asked('escalate')).toMatchObject([{ body: { to: LEAD, reason: 'A discount' } }])
    await here('1. Call them')
  })

  it('is given up once, however often it is clicked, with its reason and a line', async () => {
    const letGo = server().isSlow(ACT_ENDPOINTS.cancel, acted({ status: 'cancelled' }))
    const user = await opened()
    await user.click(screen.getByRole('tab', { name: 'Give up' }))
    await user.selectOptions(screen.getByLabelText('Why'), 'The data are wrong')
    await user.type(screen.getByLabelText('Which field, and what is wrong with it'), '  ARR is of last year  ')
    await user.dblClick(screen.getByRole('button', { name: 'Give it up' }))
    letGo()
    await onToday()
    const body = { version: 3, reason: 'bad-data', note: 'ARR is of last year' }
    expect(asked('cancel').map((each) => each.body)).toEqual([body])
  })

  it('that could not be given up says why, and keeps the line', async () => {
    server().refuses(ACT_ENDPOINTS.cancel, 409, 'Somebody changed this workflow meanwhile.')
    const user = await opened()
    await user.click(screen.getByRole('tab', { name: 'Give up' }))
    await user.type(screen.getByLabelText('A line about it'), 'They were bought{Enter}')
    const dialog = screen.getByRole('dialog')
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Somebody changed this workflow meanwhile.')
    expect(screen.getByLabelText('A line about it')).toHaveProperty('value', 'They were bought')
    server().answers(ACT_ENDPOINTS.cancel, acted({ status: 'cancelled' }))
    await user.click(screen.getByRole('button', { name: 'Give it up' }))
    await onToday()
    expect(asked('cancel')[1]).toMatchObject({ body: { note: 'They were bought' } })
  })

  it('that is handed up already can but be given up', async () => {
    await opened({ status: 'escalated' })
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent.trim())).toEqual(['Give up'])
  })

  it.each([
    ['of somebody else', { can: ['comment'] }],
    ['that is over', { status: 'completed' as const }],
  ])('%s offers nothing of the kind', async (_, run) => {
    onWork(server(), taskMode({}, run))
    await here('1. Call them')
    expect(screen.queryByRole('button', { name: 'The whole workflow' })).toBeNull()
  })
})

describe('a workflow that is not under way', () => {
  it('is begun once by Enter, and then worked on', async () => {
    const letGo = server().isSlow(ACT_ENDPOINTS.start, acted())
    const user = onWork(server(), taskMode({}, { status: 'pending' }))
    await screen.findByText('This has not been begun.')
    expect(screen.queryByRole('button', { name: 'I did it' })).toBeNull()
    await user.keyboard('{Enter}{Enter}')
    server().answers(GetTaskMode, taskMode())
    letGo()
    await screen.findByRole('button', { name: 'I did it' })
    expect(asked('start')).toMatchObject([{ body: { version: 3 } }])
    expect(screen.queryByText('This has not been begun.')).toBeNull()
  })

  it('says why it could not be begun, and lets that be read and closed', async () => {
    server().refuses(ACT_ENDPOINTS.start, 422, 'Its customer has left.')
    const user = onWork(server(), taskMode({}, { status: 'pending' }))
    await user.click(await screen.findByRole('button', { name: 'Let’s begin' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toBe('Its customer has left. Nothing was changed.')
    await user.click(within(alert).getByRole('button', { name: 'Close this message' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('is taken up again before its time', async () => {
    server().answers(ACT_ENDPOINTS.resume, acted())
    const user = onWork(server(), taskMode({}, { status: 'snoozed', snoozedUntil: '2099-03-20T09:00:00.000Z' }))
    await screen.findByText(/^Snoozed until Fri, Mar 20, /)
    await user.click(screen.getByRole('button', { name: 'Resume' }))
    await waitFor(() => expect(asked('resume')).toMatchObject([{ body: { version: 3 } }]))
  })

  it.each([
    ['pending', 'This has not been begun.'],
    ['snoozed', 'Snoozed until later.'],
    ['completed', /^Completed Mon, March 16\./],
    ['cancelled', 'This was given up.'],
    ['superseded', 'A newer workflow took its place.'],
    ['escalated', /^Only its owner and whoever leads or covers for them act here\./],
  ] as const)('that is %s and not the reader’s says how it stands, and offers no act', async (status, says) => {
    const completedAt = '2020-03-16T09:00:00.000Z'
    onWork(server(), taskMode({}, { status, completedAt, can: [], csm: null }))
    await screen.findByText(says)
    for (const name of ['Let’s begin', 'Resume', 'I did it']) expect(screen.queryByRole('button', { name })).toBeNull()
  })
})

describe('a comment', () => {
  const onComments = async (comments: readonly object[] = []) => {
    const user = onWork(server(), taskMode({ comments }))
    await here('1. Call them')
    await user.keyboard('c')
    return { user, field: await screen.findByRole('textbox', { name: /^Comment/ }), form: screen.getByRole('tabpanel') }
  }

  it('is sent once by two clicks, and its field is free again', async () => {
    const letGo = server().isSlow(CommentOnStep, { action: 'comment' })
    const { user, field, form } = await onComments()
    await user.type(field, '  Ask Noor first ')
    await user.dblClick(within(form).getByRole('button', { name: 'Comment' }))
    letGo()
    await waitFor(() => expect(field).toHaveProperty('value', ''))
    expect(server().asked(CommentOnStep)).toMatchObject([
      { params: { stepId: 'call' }, body: { text: 'Ask Noor first' } },
    ])
  })

  it('of nothing is not sent', async () => {
    const { user, field, form } = await onComments()
    await user.type(field, '   ')
    await user.click(within(form).getByRole('button', { name: 'Comment' }))
    expect(server().asked(CommentOnStep)).toEqual([])
  })

  it('without a line stays in its field, with why', async () => {
    server().isDown(CommentOnStep)
    const { user, field, form } = await onComments()
    await user.type(field, 'Ask Noor first')
    await user.click(within(form).getByRole('button', { name: 'Comment' }))
    expect((await within(form).findByRole('alert')).textContent).toBe('The server cannot be reached.')
    expect(field).toHaveProperty('value', 'Ask Noor first')
  })

  it('stands with its step alone, as text and nothing else', async () => {
    const hostile = '<img src=x onerror="document.title=1"> ' + 'long'.repeat(400)
    const comments = [
      { stepId: 'call', by: 'Bo Elm', text: hostile, at: '2027-03-14T09:00:00.000Z' },
      { stepId: 'quote', by: 'Mo Tarn', text: 'Of the other step' },
    ]
    const { form } = await onComments(comments)
    expect(within(form).getByText(hostile)).toBeDefined()
    expect(document.querySelector('img[src="x"]')).toBeNull()
    expect(within(form).queryByText('Of the other step')).toBeNull()
  })
})
