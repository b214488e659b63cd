import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS, STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { Search } from '../../../views/search.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { STEPS, acted, execution, here, onWork, step, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

type User = ReturnType<typeof onWork>

async function openPalette(user: User): Promise<HTMLElement> {
  server().answers(Search, {})
  await user.keyboard('{Control>}k{/Control}')
  return screen.findByRole('group', { name: 'With Elm' })
}

/** What is offered, each with its key. */
async function offered(user: User): Promise<readonly string[]> {
  const options = within(await openPalette(user)).getAllByRole('option')
  const said = options.map((option) => {
    const key = option.querySelector('kbd')?.textContent.trim()
    const all = option.textContent.trim()
    return key === undefined ? all : `${all.slice(0, -key.length).trim()} [${key}]`
  })
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  return said
}

async function choose(user: User, words: string): Promise<void> {
  const group = await openPalette(user)
  await user.keyboard(words)
  await waitFor(() => expect(within(group).getAllByRole('option')).toHaveLength(1))
  await user.keyboard('{Enter}')
}

describe('the palette over a workflow', () => {
  it('offers by name, and with its key, all that can be done with the step and with the whole', async () => {
    const user = onWork(server(), taskMode({}, { can: ['act', 'reassign', 'comment'] }))
    await here('1. Call them')
    expect(await offered(user)).toEqual([
      'Complete this step',
      'Snooze this step [S]',
      'Skip this step [K]',
      'Escalate this step [E]',
      'Comment on this step [C]',
      'Snooze the whole workflow',
      'Escalate the whole workflow',
      'Reassign the whole workflow',
      'Give the workflow up',
      'Go to 1. Call them [1]',
      'Go to 2. Write the quote [2]',
      'Show the keys [?]',
      'Leave; everything is kept [Esc]',
      'Log a call [L]',
      'Start another workflow',
      'Add a task',
      'Note my impression',
      'Open Elm',
    ])
  })

  it('offers whoever may only read and comment nothing else', async () => {
    const user = onWork(server(), taskMode({}, { can: ['comment'] }))
    await here('1. Call them')
    expect((await offered(user)).slice(0, 3)).toEqual([
      'Comment on this step [C]',
      'Go to 1. Call them [1]',
      'Go to 2. Write the quote [2]',
    ])
  })

  it('offers of what is over to look at it and to leave', async () => {
    const steps = STEPS.map((each) => ({ ...each, status: 'completed' as const }))
    const user = onWork(server(), taskMode({}, { status: 'completed', steps }), '?step=call')
    await here('1. Call them')
    const acts = await offered(user)
    expect(acts[0]).toBe('Comment on this step [C]')
    expect(acts.join()).not.toMatch(/Complete|Snooze|Escalate|Give the workflow up/)
  })

  it('completes the step that is looked at', async () => {
    server().answers(STEP_ENDPOINTS.complete, { ...acted(), nextStep: 'quote' })
    const user = onWork(server())
    await here('1. Call them')
    await choose(user, 'complete')
    await waitFor(() => expect(server().asked(STEP_ENDPOINTS.complete)).toMatchObject([{ params: { stepId: 'call' } }]))
  })

  it.each([
    ['skip', 'Skip'],
    ['hand up help this', 'Escalate'],
  ])('“%s” opens what the act asks for at %s', async (words, tab) => {
    const user = onWork(server())
    await here('1. Call them')
    await choose(user, words)
    expect((await screen.findByRole('tab', { selected: true })).textContent.trim()).toBe(tab)
  })

  it('goes to a step by a word of its name', async () => {
    const user = onWork(server())
    await here('1. Call them')
    await choose(user, 'quote')
    await here('2. Write the quote')
  })

  it('takes up again what was put off', async () => {
    server().answers(STEP_ENDPOINTS.resume, { ...acted(), nextStep: 'call' })
    const steps = [step('call', 'Call them', 0, { status: 'snoozed' }), STEPS[1]]
    const user = onWork(server(), taskMode({}, { steps }), '?step=call')
    await here('1. Call them')
    await choose(user, 'take this step up')
    await waitFor(() => expect(server().asked(STEP_ENDPOINTS.resume)).toHaveLength(1))
  })

  it('gives the whole to somebody else, where that may be done, and leaves', async () => {
    server().answers(ACT_ENDPOINTS.reassign, { execution: execution() })
    server().answers(GetToday, {})
    const colleagues = [
      { id: '01890000-0000-7000-8000-0000000005c1', name: 'Bo Elm' },
      { id: '01890000-0000-7000-8000-0000000005c2', name: 'Cy Ash' },
    ]
    const csm = colleagues[0]
    const user = onWork(server(), taskMode({ colleagues }, { can: ['act', 'reassign'], csm }))
    await here('1. Call them')
    await choose(user, 'reassign')
    const to = await screen.findByLabelText('To')
    // Whoever has it already is not offered.
    expect(
      within(to)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Cy Ash'])
    await user.click(screen.getByRole('button', { name: 'Reassign it' }))
    await screen.findByRole('heading', { name: /Nothing has been read yet/ })
    expect(server().asked(ACT_ENDPOINTS.reassign)).toMatchObject([{ body: { to: colleagues[1]?.id, version: 3 } }])
  })

  it('finds giving up by other words for it', async () => {
    const user = onWork(server())
    await here('1. Call them')
    await choose(user, 'cancel')
    await screen.findByRole('button', { name: 'Give it up' })
  })
})
