import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import { CLOSING, composed, execution, here, onWork, showing, step, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

const NOTES = {
  id: 'notes',
  type: 'form' as const,
  fields: [{ key: 'text', label: 'What they said', kind: 'line' as const, hint: '' }],
}

/** Three steps, none of them done. */
const three = ['Call them', 'Write the quote', 'Send it']
const onThree = () => {
  const steps = three.map((name, index) => step(`s${String(index)}`, name, index))
  const said = steps.map(({ id, name }) => composed(id, name))
  return onWork(server(), taskMode({ composition: { steps: said, closing: CLOSING } }, { steps }))
}
const tabs = async () => (await screen.findAllByRole('tab')).map((tab) => tab.textContent.trim())
const shownTab = async () => (await screen.findByRole('tab', { selected: true })).textContent.trim()

describe('the keys of the full screen', () => {
  it('stand in a list that ? opens, and give the focus back to where it was', async () => {
    const user = onWork(server(), showing([NOTES]))
    await here('1. Call them')
    const button = screen.getByRole('button', { name: 'I did it' })
    button.focus()
    await user.keyboard('?')
    const list = await screen.findByRole('dialog', { name: 'Keys' })
    const told = within(list).getAllByRole('term')
    expect(told.map(({ textContent }) => textContent)).toEqual([
      'The filled button',
      'Step before, step after',
      'Snooze this step',
      'Skip this step',
      'Escalate this step',
      'Comment on this step',
      'Go to 1. Call them',
      'Show the keys',
      'Leave; everything is kept',
      'Log a call',
      'Take back what was done last',
      'Find or do anything',
    ])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(button))
    await here('1. Call them')
  })

  it.each([
    ['s', 'Snooze'],
    ['k', 'Skip'],
    ['e', 'Escalate'],
    ['c', 'Comment'],
    ['S', 'Snooze'],
  ])('%s opens what can be done with the step at %s', async (key, part) => {
    const user = onWork(server())
    await here('1. Call them')
    await user.keyboard(key)
    expect(await shownTab()).toBe(part)
    expect(await tabs()).toEqual(['Snooze', 'Skip', 'Escalate', 'Comment'])
  })

  it('→ and ← walk to the ends and no further, and a digit goes to its step', async () => {
    const user = onThree()
    await here('1. Call them')
    await user.keyboard('{ArrowLeft}')
    await here('1. Call them')
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}')
    await here('3. Send it')
    await user.keyboard('2')
    await here('2. Write the quote')
    await user.keyboard('9')
    await here('2. Write the quote')
  })

  it('Enter is the filled button, and not where the focus is on another one', async () => {
    server().answers(STEP_ENDPOINTS.complete, { execution: execution(), nextStep: null })
    const user = onWork(server(), showing([NOTES]))
    await here('1. Call them')
    screen.getByRole('button', { name: 'Keys' }).focus()
    await user.keyboard('{Enter}')
    await screen.findByRole('dialog', { name: 'Keys' })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(server().asked(STEP_ENDPOINTS.complete)).toEqual([])
    screen.getByRole('log').focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(server().asked(STEP_ENDPOINTS.complete)).toHaveLength(1))
  })

  it('Escape leaves, and what was typed a moment ago is sent', async () => {
    server().answers(GetToday, {})
    const user = onWork(server(), showing([NOTES]))
    await user.type(await screen.findByLabelText('What they said'), 'They like it')
    await user.keyboard('{Escape}')
    expect(document.activeElement).toBe(document.body)
    await here('1. Call them')
    await user.keyboard('{Escape}')
    await screen.findByRole('heading', { name: /Nothing has been read yet/ })
    await waitFor(() =>
      expect(server().asked(SaveDraft).at(-1)).toMatchObject({
        body: { data: { panels: { notes: { text: 'They like it' } } } },
      }),
    )
  })

  it('rest while somebody types in a field', async () => {
    const user = onWork(server(), showing([NOTES]))
    await user.type(await screen.findByLabelText('What they said'), 'skec?12')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByLabelText('What they said')).toHaveProperty('value', 'skec?12')
  })

  it('rest while the menu of a step is open, and with Ctrl', async () => {
    const user = onThree()
    await here('1. Call them')
    await user.keyboard('{Control>}s{/Control}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.keyboard('c')
    const dialog = await screen.findByRole('dialog')
    within(dialog).getByRole('tab', { name: 'Skip' }).focus()
    await user.keyboard('2')
    await here('1. Call them')
    expect(await shownTab()).toBe('Comment')
  })

  it('of letters and digits can be switched off on this device; arrows, Enter and Escape stay', async () => {
    const user = onThree()
    await here('1. Call them')
    await user.keyboard('?')
    await user.click(await screen.findByRole('checkbox', { name: 'Letters and digits act' }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('s3?')
    expect(screen.queryByRole('dialog')).toBeNull()
    await here('1. Call them')
    await user.keyboard('{ArrowRight}')
    await here('2. Write the quote')
    await user.click(screen.getByRole('button', { name: 'Keys' }))
    await user.click(await screen.findByRole('checkbox', { name: 'Letters and digits act' }))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('3')
    await here('3. Send it')
  })
})

describe('the menu of a step', () => {
  it('is opened by a second click on the step, and gives the focus back to it', async () => {
    const user = onThree()
    await here('1. Call them')
    await user.click(screen.getByRole('button', { name: /^2. Write the quote/ }))
    const second = await here('2. Write the quote')
    await user.click(second)
    await screen.findByRole('dialog', { name: /Write the quote/ })
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(second))
  })

  it.each([
    ['completed', ['Comment']],
    ['skipped', ['Comment']],
    ['snoozed', ['Snooze', 'Skip', 'Escalate', 'Comment']],
    ['escalated', ['Skip', 'Comment']],
    ['in_progress', ['Snooze', 'Skip', 'Escalate', 'Comment']],
  ] as const)('of a step that is %s offers what can be done with it then', async (status, offers) => {
    const steps = [step('call', 'Call them', 0, { status }), step('quote', 'Write the quote', 1)]
    const user = onWork(server(), taskMode({}, { steps }), '?step=call')
    await user.click(await here('1. Call them'))
    expect(await tabs()).toEqual(offers)
  })

  it('asks nothing of a step where nothing is left but the end', async () => {
    const steps = [step('call', 'Call them', 0, { status: 'completed' })]
    const user = onWork(server(), taskMode({}, { steps }))
    await screen.findByRole('button', { name: /Complete the workflow/ })
    await user.keyboard('s')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
