import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ACT_ENDPOINTS, CommentOnStep, STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { GetTaskMode, SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { GetToday } from '../../../views/today.contract.ts'
import {
  CLOSING,
  RUN,
  STEPS,
  composed,
  execution,
  here,
  onWork as onRun,
  step,
  taskMode,
} from '../../testing/given-work.ts'
import { givenServer, opened } from '../../testing/opened.tsx'

const server = givenServer()

const TICKS = {
  id: 'ticks',
  type: 'checklist' as const,
  title: 'Before the call',
  items: [{ key: 'read', label: 'Tickets read' }],
}
const TICKING = {
  composition: {
    steps: [composed('call', 'Call them', { artifacts: [TICKS] }), composed('quote', 'Write the quote')],
    closing: CLOSING,
  },
}
const onWork = (mode = taskMode(TICKING)) => onRun(server(), mode)

describe('the screen of a workflow', () => {
  it('opens at the step that is to be done, and walks by the arrows', async () => {
    const user = onWork(taskMode({}, { steps: [step('call', 'Call them', 0, { status: 'completed' }), STEPS[1]] }))
    await here('2. Write the quote')
    await user.keyboard('{ArrowLeft}')
    await here('1. Call them')
    await screen.findByText('This step is done.')
  })

  it('says that there is no such workflow', async () => {
    server().refuses(GetTaskMode, 404, 'There is nothing at this address that you may see.')
    opened(server(), `/work/${RUN}`)
    await screen.findByRole('heading', { name: 'There is no such workflow, or it is not yours to see.' })
  })

  it('says that the line is down, and loads when it is asked again', async () => {
    server().isDown(GetTaskMode)
    const user = opened(server(), `/work/${RUN}`)
    await screen.findByRole('heading', { name: 'The server cannot be reached.' })
    server().answers(GetTaskMode, taskMode())
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await here('1. Call them')
  })

  it('of somebody else is read and commented on', async () => {
    const user = onWork(taskMode({}, { can: ['comment'], csm: { name: 'Bo Elm' } }))
    await screen.findByText(/Only Bo Elm and whoever leads/)
    await user.keyboard('c')
    expect(
      (await screen.findAllByRole('tab', { name: /Snooze|Skip|Escalate|Comment/ })).map((tab) =>
        tab.textContent.trim(),
      ),
    ).toEqual(['Comment'])
  })
})

describe('the menu of a step', () => {
  it('snoozes by one of its lengths, with a reason, and goes on', async () => {
    server().answers(STEP_ENDPOINTS.snooze, {
      execution: execution({ steps: [step('call', 'Call them', 0, { status: 'snoozed' }), STEPS[1]] }),
      nextStep: 'quote',
    })
    const user = onWork()
    await here('1. Call them')
    await user.keyboard('s')
    await user.click(await screen.findByRole('radio', { name: /1 day/ }))
    await user.click(screen.getByRole('button', { name: 'Snooze step' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Say what you wait for.')
    expect(server().asked(STEP_ENDPOINTS.snooze)).toEqual([])
    await user.type(screen.getByLabelText(/^Reason/), 'Waiting for legal{Enter}')
    await here('2. Write the quote')
    expect(server().asked(STEP_ENDPOINTS.snooze)).toMatchObject([
      { params: { id: RUN, stepId: 'call' }, body: { for: '1 day', reason: 'Waiting for legal', version: 3 } },
    ])
  })

  it('skips with a reason', async () => {
    server().answers(STEP_ENDPOINTS.skip, { execution: execution(), nextStep: 'quote' })
    const user = onWork()
    await here('1. Call them')
    await user.keyboard('k')
    await user.type(await screen.findByLabelText('Reason'), 'Not needed{Enter}')
    await waitFor(() => expect(server().asked(STEP_ENDPOINTS.skip)).toMatchObject([{ body: { reason: 'Not needed' } }]))
  })

  it('says in its place why an act was refused, and shows how it stands now', async () => {
    server().refuses(STEP_ENDPOINTS.skip, 409, 'Somebody changed this workflow meanwhile.')
    const user = onWork()
    await here('1. Call them')
    await user.keyboard('k')
    await user.type(await screen.findByLabelText('Reason'), 'Not needed{Enter}')
    const alerts = await screen.findAllByRole('alert')
    expect(alerts.map(({ textContent }) => textContent).join()).toContain('Somebody changed this workflow meanwhile.')
  })

  it('takes a comment', async () => {
    server().answers(CommentOnStep, { action: 'comment' })
    const user = onWork()
    await here('1. Call them')
    await user.keyboard('c')
    const panel = await screen.findByRole('tabpanel')
    await user.type(within(panel).getByRole('textbox'), 'Ask Noor first')
    await user.click(within(panel).getByRole('button'))
    await waitFor(() => expect(server().asked(CommentOnStep)).toMatchObject([{ body: { text: 'Ask Noor first' } }]))
  })
})

describe('what is entered', () => {
  it('is sent a moment later and called saved when the server has said so', async () => {
    const user = onWork()
    await user.click(await screen.findByRole('checkbox', { name: 'Tickets read' }))
    await screen.findByText(/^Saved/)
    const [first] = server().asked(SaveDraft)
    expect(first).toMatchObject({ params: { stepId: 'call' }, body: { version: 0 } })
  })

  it('stays on this device while the line is down', async () => {
    const user = onWork()
    server().isDown(SaveDraft)
    await user.click(await screen.findByRole('checkbox', { name: 'Tickets read' }))
    await screen.findByText('Kept on this device')
    expect(screen.getByRole('checkbox', { name: 'Tickets read' })).toHaveProperty('checked', true)
  })

  it('is not put over what somebody else wrote meanwhile', async () => {
    const user = onWork()
    const draft = { stepId: 'call', version: 7, savedBy: 'Bo Elm', data: {} }
    server().refuses(SaveDraft, 409, 'Somebody wrote in this step.', { draft })
    await user.click(await screen.findByRole('checkbox', { name: 'Tickets read' }))
    await screen.findByText(/^Bo Elm wrote in this step/)
    await user.click(screen.getByRole('button', { name: 'Take theirs' }))
    await waitFor(() => expect(screen.getByRole('checkbox', { name: 'Tickets read' })).toHaveProperty('checked', false))
  })
})

describe('the end', () => {
  const done = taskMode({}, { steps: STEPS.map((each) => ({ ...each, status: 'completed' as const })) })
  const complete = () => server().asked(ACT_ENDPOINTS.complete)

  it('is shown at once, taken back by Z, and nothing was sent', async () => {
    server().answers(GetToday, {})
    const user = onWork(done)
    await user.click(await screen.findByRole('button', { name: /Complete/ }))
    await screen.findByRole('heading', { name: 'Elm is done.' })
    await user.keyboard('z')
    await screen.findByRole('button', { name: /Complete/ })
    expect(complete()).toEqual([])
  })

  it('is sent once, with the version that was looked at, when its note is closed', async () => {
    server().answers(GetToday, {})
    server().answers(ACT_ENDPOINTS.complete, { completed: true })
    const user = onWork(done)
    await user.dblClick(await screen.findByRole('button', { name: /Complete/ }))
    await user.click(await screen.findByRole('button', { name: 'Close' }))
    await waitFor(() => expect(complete()).toMatchObject([{ body: { version: 3, outcomes: { status: 'success' } } }]))
  })

  it('goes out with the page that is left', async () => {
    server().answers(GetToday, {})
    server().answers(ACT_ENDPOINTS.complete, { completed: true })
    const user = onWork(done)
    await user.click(await screen.findByRole('button', { name: /Complete/ }))
    await screen.findByRole('heading', { name: 'Elm is done.' })
    window.dispatchEvent(new Event('pagehide'))
    await waitFor(() => expect(complete()).toHaveLength(1))
    expect(complete()[0]?.key).not.toBeNull()
  })
})
