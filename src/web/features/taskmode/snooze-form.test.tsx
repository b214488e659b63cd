import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { STEP_ENDPOINTS } from '../../../stages/execute/acts.contract.ts'
import { ExecutionRecord } from '../../../stages/execute/executions.contract.ts'
import { GetTaskMode, type TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { filled, type Partly } from '../../testing/filled.ts'
import { execution, here, onWork, step, STEPS, taskMode } from '../../testing/given-work.ts'
import { givenServer } from '../../testing/opened.tsx'

const server = givenServer()

// The clocks of Berlin go forward on 28 March 2027, and back on 31 October.
beforeEach(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterEach(() => void vi.unstubAllEnvs())

const SNOOZED = [step('call', 'Call them', 0, { status: 'snoozed' }), STEPS[1]]
const taken = () => {
  server().answers(STEP_ENDPOINTS.snooze, { execution: execution({ steps: SNOOZED }), nextStep: 'quote' })
}
const asked = () => server().asked(STEP_ENDPOINTS.snooze)

/** The form, with a reason written. */
async function onForm(more: Partly<TaskMode> = {}) {
  const user = onWork(server(), taskMode(more))
  await here('1. Call them')
  await user.keyboard('s')
  await user.type(await screen.findByLabelText(/^Reason/), 'Waiting for legal')
  const set = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  return { user, on: (day: string, time: string) => [set('Or a day', day), set('Time', time)] }
}
const send = () => screen.getByRole('button', { name: 'Snooze step' })

describe('putting a step off', () => {
  it.each([
    ['a Sunday', '2027-03-21', '10:00', '2027-03-21T09:00:00.000Z'],
    ['the day on which the clocks go forward', '2027-03-28', '09:00', '2027-03-28T07:00:00.000Z'],
    ['an hour that this day does not have', '2027-03-28', '02:30', '2027-03-28T01:30:00.000Z'],
    ['an hour that comes twice', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['the other side of midnight', '2027-12-31', '23:59', '2027-12-31T22:59:00.000Z'],
    ['a day without a time, which is nine', '2027-03-22', '', '2027-03-22T08:00:00.000Z'],
  ])('until %s is sent as that instant by the reader’s clock', async (_, day, time, until) => {
    taken()
    const { user, on } = await onForm()
    on(day, time)
    await user.click(send())
    await here('2. Write the quote')
    expect(asked()).toMatchObject([{ body: { until, reason: 'Waiting for legal', pastRenewal: false } }])
    expect(asked()[0]?.body).not.toHaveProperty('for')
  })

  it('by a length shows its day and time in the fields, and sends the length', async () => {
    taken()
    const { user } = await onForm()
    expect(screen.getByRole('radio', { name: /2 days/ })).toHaveProperty('checked', true)
    await user.click(screen.getByRole('radio', { name: /1 day/ }))
    expect(screen.getByLabelText('Or a day')).toHaveProperty('value', '2027-03-16')
    expect(screen.getByLabelText('Time')).toHaveProperty('value', '10:00')
    await user.click(send())
    await waitFor(() => expect(asked()).toMatchObject([{ body: { for: '1 day' } }]))
    expect(asked()[0]?.body).not.toHaveProperty('until')
  })

  it('without a day says so, and sends nothing', async () => {
    const { user, on } = await onForm()
    on('', '10:00')
    await user.click(send())
    expect((await screen.findByRole('alert')).textContent).toBe('Choose a day.')
    expect(asked()).toEqual([])
    expect(screen.getByLabelText(/^Reason/)).toHaveProperty('value', 'Waiting for legal')
  })

  it('until a time that has passed says why not, and keeps what was typed', async () => {
    server().refuses(STEP_ENDPOINTS.snooze, 422, 'That time has passed already.')
    const { user, on } = await onForm()
    on('2027-03-15', '00:01')
    await user.click(send())
    const alerts = await screen.findAllByRole('alert')
    expect(alerts.map(({ textContent }) => textContent).join()).toContain('That time has passed already.')
    expect(screen.getByLabelText(/^Reason/)).toHaveProperty('value', 'Waiting for legal')
    expect(screen.getByLabelText('Time')).toHaveProperty('value', '00:01')
  })

  it.each([
    ['renewal', '2027-03-17', 'That is after the renewal, Wed, March 17. Mo Tarn sees the reason.'],
    ['decision', '2027-03-17', 'That is after the last day for notice, Wed, March 17. Mo Tarn sees the reason.'],
  ] as const)('past the %s says who sees it, and is sent knowingly', async (kind, date, says) => {
    taken()
    const { user, on } = await onForm({ renewal: { date, days: 2, kind } })
    on('2027-03-17', '23:00')
    expect(screen.queryByText(/^That is after/)).toBeNull()
    on('2027-03-18', '00:00')
    await screen.findByText(says)
    await user.click(send())
    await waitFor(() => expect(asked()).toMatchObject([{ body: { pastRenewal: true } }]))
  })

  it('of one whose renewal has passed passes nothing', async () => {
    const { on } = await onForm({ renewal: { date: '2027-03-10', days: -5, kind: 'renewal' } })
    on('2027-04-18', '09:00')
    expect(screen.queryByText(/^That is after/)).toBeNull()
  })

  it('is sent once, however often it is clicked', async () => {
    const letGo = server().isSlow(STEP_ENDPOINTS.snooze, {
      execution: execution({ steps: SNOOZED }),
      nextStep: 'quote',
    })
    const { user } = await onForm()
    await user.dblClick(send())
    await user.click(send())
    letGo()
    await here('2. Write the quote')
    expect(asked()).toHaveLength(1)
  })

  it('that somebody else was quicker with shows how it stands now, and loses no word', async () => {
    const newer = { version: 4, steps: [STEPS[0], step('quote', 'Write the quote', 1, { status: 'completed' })] }
    server().refuses(STEP_ENDPOINTS.snooze, 409, 'Somebody changed this workflow meanwhile.', {
      current: filled(ExecutionRecord, execution(newer)),
    })
    const { user } = await onForm()
    server().answers(GetTaskMode, taskMode({}, newer))
    await user.click(send())
    await screen.findAllByText(/Somebody changed this workflow meanwhile\./)
    await screen.findByText('This is how it stands now. What you typed is kept.')
    await screen.findByRole('button', { name: /^2\. Write the quote ?Done/ })
    expect(screen.getByLabelText(/^Reason/)).toHaveProperty('value', 'Waiting for legal')
    taken()
    await user.click(send())
    await waitFor(() => expect(asked()).toHaveLength(2))
    expect(asked()[1]).toMatchObject({ body: { version: 4, reason: 'Waiting for legal' } })
  })
})
