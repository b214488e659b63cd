import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetTaskMode, type TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import type { Partly } from '../../testing/filled.ts'
import { CLOSING, CUSTOMER, RUN, acted, composed, here, onWork, step, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

const OTHER = '01890000-0000-7000-8000-0000000007aa'
type Standing = NonNullable<Parameters<typeof step>[3]>

/** A run of which nothing is left to do now; its second step stands as is said. */
const atEnd = (second: Standing = { status: 'completed' }, more: Partly<TaskMode> = {}) => {
  const steps = [step('call', 'Call them', 0, { status: 'completed' }), step('quote', 'Write the quote', 1, second)]
  return onWork(server(), taskMode(more, { steps }))
}
const finish = () => screen.findByRole('button', { name: /Complete the workflow/ })
const heading = async () => (await screen.findByRole('heading', { level: 1 })).textContent
const facts = async () => (await screen.findByRole('heading', { level: 1 })).nextElementSibling?.textContent

/** A day whose first card is of the same customer, and the next of another. */
const dayWithNext = (more: object = {}) => {
  server().answers(GetTaskMode, ({ params }) => taskMode({}, params['id'] === OTHER ? { id: OTHER } : {}))
  return {
    one: { executionId: RUN, customer: { id: CUSTOMER, name: 'Elm' } },
    next: [
      {
        executionId: OTHER,
        customer: { name: 'Larch' },
        workflow: { title: 'Risk' },
        arr: { amount: 50_000, currency: 'USD' },
        renewal: { days: 3 },
        why: { first: 'Usage fell.', rest: '' },
        ...more,
      },
    ],
  }
}

describe('the end of a workflow', () => {
  it.each([
    [{ status: 'completed' }, 'Elm is done.', 'All two steps are done. Everything is on record.'],
    [
      { status: 'snoozed', snoozedUntil: '2099-03-20T09:00:00.000Z' },
      'Elm waits for one step.',
      'One of two steps is done. It stays in progress, and leaves Today until then.',
    ],
    [
      { status: 'escalated' },
      'Elm waits for one step.',
      'One of two steps is done. It stays in progress, and leaves Today until then.',
    ],
  ] as const)('where the other step is %j says: %s', async (second, title, says) => {
    server().answers(GetToday, {})
    const user = atEnd(second)
    await user.click(await finish())
    expect(await heading()).toBe(title)
    expect(document.activeElement?.textContent).toBe(title)
    expect(await facts()).toBe(says)
  })

  it('says what returns and when, and what is with somebody else', async () => {
    server().answers(GetToday, {})
    const user = atEnd({ status: 'snoozed', snoozedUntil: '2099-03-20T09:00:00.000Z' })
    await user.click(await finish())
    const [returns] = within(await screen.findByRole('list', { name: 'What returns' })).getAllByRole('listitem')
    expect(returns?.textContent).toMatch(/^Write the quote comes back Fri, Mar 20, /)
  })

  it('counts the minutes of all its steps, and makes tasks of what was left wanted', async () => {
    server().answers(GetToday, {})
    server().answers(ACT_ENDPOINTS.complete, { ...acted(), completed: true })
    const drafts = [
      { stepId: 'call', version: 1, data: { seconds: 100 } },
      { stepId: 'quote', version: 1, data: { seconds: 140 } },
    ]
    const suggestions = [
      { key: 'thank', title: 'Thank Noor', dueOn: '2027-03-22' },
      { key: 'ask', title: 'Ask for a reference', dueOn: null },
    ]
    const outcomes = [
      { value: 'success', label: 'It went well' },
      { value: 'failed', label: 'It did not work' },
    ]
    const closing = { ...CLOSING, artifacts: [{ type: 'summary' as const, id: 'summary', suggestions, outcomes }] }
    const steps = [composed('call', 'Call them'), composed('quote', 'Write the quote')]
    const user = atEnd({ status: 'completed' }, { drafts, composition: { steps, closing } })
    await user.click(await screen.findByRole('checkbox', { name: /^Ask for a reference/ }))
    screen.getByText('1 of 2 become tasks')
    await user.click(screen.getByRole('radio', { name: 'It did not work' }))
    await user.type(screen.getByLabelText('A line about it'), ' They chose another ')
    await user.click(await finish())
    expect(await facts()).toBe('All two steps are done in 4 minutes. One task is yours now.')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() =>
      expect(server().asked(ACT_ENDPOINTS.complete)).toMatchObject([
        {
          params: { id: RUN },
          body: {
            version: 3,
            totalDuration: 240,
            outcomes: {
              status: 'failed',
              note: 'They chose another',
              nextSteps: [{ title: 'Thank Noor', dueOn: '2027-03-22' }],
            },
          },
        },
      ]),
    )
  })

  it('taken back has every word that was entered', async () => {
    server().answers(GetToday, {})
    const user = atEnd()
    await user.type(await screen.findByLabelText('A line about it'), 'They signed')
    await user.click(await finish())
    await screen.findByRole('heading', { name: 'Elm is done.' })
    await user.click(screen.getByRole('button', { name: /^Undo/ }))
    expect(await screen.findByLabelText('A line about it')).toHaveProperty('value', 'They signed')
    expect(server().asked(ACT_ENDPOINTS.complete)).toEqual([])
  })
})

describe('what comes after it', () => {
  it('is the next of another customer, begun once by Enter', async () => {
    server().answers(GetToday, dayWithNext())
    const letGo = server().isSlow(ACT_ENDPOINTS.start, acted({ id: OTHER }))
    const user = atEnd()
    await user.click(await finish())
    const next = await screen.findByRole('region', { name: 'The next one' })
    within(next).getByRole('heading', { name: 'Larch' })
    within(next).getByText('Risk · $50,000 · 3 days left')
    server().answers(GetTaskMode, taskMode({}, { id: OTHER, customer: { name: 'Larch' } }))
    await user.keyboard('{Enter}{Enter}')
    letGo()
    await here('1. Call them')
    screen.getByRole('heading', { name: 'Larch Urgent renewal' })
    expect(server().asked(ACT_ENDPOINTS.start)).toMatchObject([{ params: { id: OTHER } }])
  })

  it('that somebody began meanwhile is opened as it is', async () => {
    server().answers(GetToday, dayWithNext())
    server().refuses(ACT_ENDPOINTS.start, 409, 'It is begun already.')
    const user = atEnd()
    await user.click(await finish())
    await screen.findByRole('region', { name: 'The next one' })
    server().answers(GetTaskMode, taskMode({}, { id: OTHER, customer: { name: 'Larch' } }))
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { name: 'Larch Urgent renewal' })
  })

  it('that cannot be begun says why, in its place', async () => {
    server().answers(GetToday, dayWithNext({ arr: { amount: null, currency: 'USD' }, renewal: null }))
    server().isDown(ACT_ENDPOINTS.start)
    const user = atEnd()
    await user.click(await finish())
    const next = await screen.findByRole('region', { name: 'The next one' })
    within(next).getByText('Risk')
    await user.click(within(next).getByRole('button', { name: /Let’s begin/ }))
    expect((await within(next).findByRole('alert')).textContent).toBe('The server cannot be reached.')
  })

  it('is the quiet, where nothing else is due; Escape leads to Today', async () => {
    server().answers(GetToday, { readAt: '2027-03-15T05:00:00.000Z' })
    const user = atEnd()
    await user.click(await finish())
    await screen.findByText('Nothing else is due. Enjoy the quiet.')
    await user.keyboard('{Escape}')
    await screen.findByRole('heading', { name: 'Nothing is due. Enjoy the quiet.' })
  })
})
