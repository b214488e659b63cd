import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { DoAction, STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { ExecutionRecord } from '../../../stages/execute/executions.contract.ts'
import { GetTaskMode, SaveDraft } from '../../../stages/execute/taskmode.contract.ts'
import { filled } from '../../testing/filled.ts'
import {
  CLOSING,
  HAND_IN,
  STEPS,
  acted,
  composed,
  execution,
  here,
  onWork,
  step,
  taskMode,
} from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

const said = (text: string, more: object = {}) => ({ parts: [{ text }], ...more })
const log = () => screen.findByRole('log')
const completed = () => server().asked(STEP_ENDPOINTS.complete)

type Said = Parameters<typeof composed>[2]
/** A run whose first step is said like this. */
const speaking = (more: Said, run = {}, mode = {}) =>
  onWork(
    server(),
    taskMode(
      {
        composition: {
          steps: [composed('call', 'Call them', more), composed('quote', 'Write the quote')],
          closing: CLOSING,
        },
        ...mode,
      },
      run,
    ),
  )

const talk = (branches: object): Said => ({
  chat: {
    opening: [said('How did it go?')],
    buttons: [
      { value: 'reached', label: 'I reached them', action: null },
      { value: 'missed', label: 'Nobody answered', action: null },
    ],
    branches,
  },
})

describe('the conversation', () => {
  it('answers what was chosen, offers what follows from it, and keeps it', async () => {
    const user = speaking(talk({ reached: { response: [said('Good. What did they say?')], buttons: [HAND_IN] } }))
    await user.click(await screen.findByRole('button', { name: /I reached them/ }))
    await within(await log()).findByText('Good. What did they say?')
    within(await log()).getByText('I reached them')
    screen.getByRole('button', { name: /I did it/ })
    expect(screen.queryByRole('button', { name: /Nobody answered/ })).toBeNull()
    await waitFor(() => expect(server().asked(SaveDraft)).toMatchObject([{ body: { data: { chat: ['reached'] } } }]))
  })

  it('goes on where it was left, as its draft has it', async () => {
    const drafts = [{ stepId: 'call', version: 4, data: { chat: ['missed'] } }]
    speaking(talk({ missed: { response: [said('Try again tomorrow.')], buttons: [] } }), {}, { drafts })
    await within(await log()).findByText('Try again tomorrow.')
    expect(screen.queryByRole('button', { name: /Nobody answered/ })).toBeNull()
    screen.getByRole('button', { name: /I reached them/ })
  })

  it('writes the task that an answer leads to', async () => {
    server().answers(DoAction, acted())
    const task = { title: 'Send the numbers', dueOn: '2027-03-19' }
    const user = speaking(talk({ reached: { response: [said('I write that down.')], task } }))
    await user.click(await screen.findByRole('button', { name: /I reached them/ }))
    await waitFor(() =>
      expect(server().asked(DoAction)).toMatchObject([
        { params: { action: 'create-task' }, body: { stepId: 'call', ...task } },
      ]),
    )
  })

  it.each([
    ['snoozeStep', 'Snooze'],
    ['skipStep', 'Skip'],
    ['escalateStep', 'Escalate'],
  ])('leads by %s to the menu of the step, where words are asked for', async (action, part) => {
    const user = speaking(talk({ missed: { response: [said('Then later.')], actions: [action] } }))
    await user.click(await screen.findByRole('button', { name: /Nobody answered/ }))
    expect((await screen.findByRole('tab', { selected: true })).textContent.trim()).toBe(part)
  })

  it('says only what holds while another step stands so', async () => {
    const opening = (['waiting', 'settled', 'open'] as const).map((is) =>
      said(`The quote is ${is}.`, { when: { stepId: 'quote', is } }),
    )
    const gone = said('It never was.', { when: { stepId: 'gone', is: 'settled' } })
    const quote = step('quote', 'Write the quote', 1, { status: 'escalated' })
    speaking({ chat: { opening: [...opening, gone] } }, { steps: [STEPS[0], quote] })
    await within(await log()).findByText('The quote is waiting.')
    for (const not of ['The quote is settled.', 'The quote is open.', 'It never was.'])
      expect(screen.queryByText(not)).toBeNull()
  })

  it('rests on sources, with their age in words', async () => {
    const parts = [{ text: 'Usage fell' }, { text: ' by a third', strong: true, source: 1 }, { text: '.' }]
    const sources = [
      { number: 1, label: 'Product usage', on: '2027-03-14' },
      { number: 2, label: 'The contract', on: null },
    ]
    speaking({ chat: { opening: [{ parts }] }, sources })
    const notes = await screen.findByRole('list', { name: 'Sources' })
    expect(
      within(notes)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['1 Product usage, yesterday', '2 The contract'])
    expect((await log()).textContent).toContain('by a third, source 1')
  })

  it('shows hostile words as words', async () => {
    const words = '<script>document.title = "taken"</script>{{ 7 * 7 }} ' + 'x'.repeat(3_000)
    speaking({ chat: { opening: [said(words)] } }, { customer: { name: '"><b>Elm</b>' } })
    expect(within(await log()).getByText(words)).toBeDefined()
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('"><b>Elm</b> Urgent renewal')
    expect(document.title).toBe('"><b>Elm</b>, Urgent renewal · Renubu')
  })
})

describe('handing a step in', () => {
  const next = acted({ steps: [step('call', 'Call them', 0, { status: 'completed' }), STEPS[1]] })

  it('is sent once by two clicks, with what came out of it, and goes on', async () => {
    const letGo = server().isSlow(STEP_ENDPOINTS.complete, { ...next, nextStep: 'quote' })
    const user = onWork(server())
    await user.dblClick(await screen.findByRole('button', { name: /I did it/ }))
    letGo()
    await here('2. Write the quote')
    expect(completed()).toMatchObject([{ params: { stepId: 'call' }, body: { version: 3, duration: 0, outcomes: {} } }])
  })

  it('waits for every tick, and leads to the first that is missing', async () => {
    const items = [
      { key: 'read', label: 'Tickets read' },
      { key: 'asked', label: 'Owner asked' },
    ]
    const ticks = { id: 'ticks', type: 'checklist' as const, items }
    server().answers(STEP_ENDPOINTS.complete, { ...next, nextStep: 'quote' })
    const user = speaking({ artifacts: [ticks], buttons: [HAND_IN] })
    await screen.findByText('2 points beside this are still to be ticked.')
    await user.click(screen.getByRole('checkbox', { name: 'Tickets read' }))
    await screen.findByText('One point beside this is still to be ticked.')
    await user.click(screen.getByRole('button', { name: /I did it/ }))
    expect(completed()).toEqual([])
    const left = screen.getByRole('checkbox', { name: 'Owner asked' })
    expect(document.activeElement).toBe(left)
    await user.click(left)
    await user.click(screen.getByRole('button', { name: /I did it/ }))
    await waitFor(() =>
      expect(completed()).toMatchObject([{ body: { outcomes: { ticks: ['Tickets read', 'Owner asked'] } } }]),
    )
  })

  it('that somebody else was quicker with shows how it stands now', async () => {
    const newer = { version: 4, steps: [step('call', 'Call them', 0, { status: 'escalated' }), STEPS[1]] }
    server().refuses(STEP_ENDPOINTS.complete, 409, 'This step was handed up meanwhile.', {
      current: filled(ExecutionRecord, execution(newer)),
    })
    const user = onWork(server())
    await here('1. Call them')
    server().answers(GetTaskMode, taskMode({}, newer))
    await user.click(screen.getByRole('button', { name: /I did it/ }))
    expect((await screen.findByRole('alert')).textContent).toBe(
      'This step was handed up meanwhile. This is how it stands now. What you typed is kept.',
    )
    await screen.findByText('It was handed up.')
    screen.getByRole('button', { name: /Take it up again/ })
  })

  it('without a line changes nothing, and can be tried again', async () => {
    server().isDown(STEP_ENDPOINTS.complete)
    const user = onWork(server())
    await user.click(await screen.findByRole('button', { name: /I did it/ }))
    expect((await screen.findByRole('alert')).textContent).toBe('The server cannot be reached. Nothing was changed.')
    server().answers(STEP_ENDPOINTS.complete, { ...next, nextStep: 'quote' })
    await user.click(screen.getByRole('button', { name: /I did it/ }))
    await here('2. Write the quote')
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('a step that is not open', () => {
  const standing = (status: 'completed' | 'skipped' | 'snoozed' | 'escalated', lastAct: object, until?: string) => {
    const first = step('call', 'Call them', 0, { status, ...(until === undefined ? {} : { snoozedUntil: until }) })
    const lastActs = [{ stepId: 'call', by: 'Bo Elm', at: '2020-03-13T09:00:00.000Z', ...lastAct }]
    return onWork(server(), taskMode({ lastActs }, { steps: [first, STEPS[1]] }), '?step=call')
  }

  it.each([
    ['completed', { action: 'complete' }, 'This step is done.by Bo Elm, Fri, March 13'],
    ['skipped', { reason: 'Not needed' }, 'This step was left out.Not needed · by Bo Elm, Fri, March 13'],
    ['escalated', { to: 'Mo Tarn', reason: 'A discount' }, 'It is with Mo Tarn.A discount · by Bo Elm, Fri, March 13'],
    ['escalated', {}, 'It was handed up.by Bo Elm, Fri, March 13'],
  ] as const)('%s says who, why and when', async (status, lastAct, says) => {
    standing(status, lastAct)
    await waitFor(async () => {
      const lines = within(await log()).getAllByRole('status')
      expect(lines.map(({ textContent }) => textContent)).toEqual([says])
    })
  })

  it.each([
    ['comes back', '2099-03-20T09:00:00.000Z', /^It comes back Fri, Mar 20, /],
    ['is back', '2020-03-14T09:00:00.000Z', /^It is back, as of Sat, Mar 14, /],
  ])('put off says when it %s', async (_, until, says) => {
    standing('snoozed', { reason: 'Waiting for legal' }, until)
    const line = await within(await log()).findByRole('status')
    expect(line.textContent).toMatch(says)
    expect(line.textContent).toContain('Waiting for legal')
  })

  it.each([
    ['completed', /Open it again/, 'reopen'],
    ['snoozed', /Take it up again/, 'resume'],
  ] as const)('%s can be worked on again, by one call', async (status, button, act) => {
    const letGo = server().isSlow(STEP_ENDPOINTS[act], { ...acted(), nextStep: 'call' })
    const user = standing(status, {})
    await user.dblClick(await screen.findByRole('button', { name: button }))
    server().answers(GetTaskMode, taskMode())
    letGo()
    await screen.findByRole('button', { name: /I did it/ })
    expect(server().asked(STEP_ENDPOINTS[act])).toMatchObject([{ params: { stepId: 'call' }, body: { version: 3 } }])
  })

  it('is gone on from, to what is still open', async () => {
    const user = standing('completed', { action: 'complete' })
    await user.click(await screen.findByRole('button', { name: /Go on/ }))
    await here('2. Write the quote')
  })
})
