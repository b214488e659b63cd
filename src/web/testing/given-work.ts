import { screen } from '@testing-library/react'
import { GetTaskMode, SaveDraft, type TaskMode } from '../../stages/execute/taskmode.contract.ts'
import type { FakeServer } from './fake-server.ts'
import type { Partly } from './filled.ts'
import { opened } from './opened.tsx'

export const RUN = '01890000-0000-7000-8000-0000000005aa'
export const CUSTOMER = '01890000-0000-7000-8000-0000000005cc'
export const LEAD = '01890000-0000-7000-8000-0000000005bb'

type Run = TaskMode['execution']
type Composed = TaskMode['composition']['steps'][number]
export type Button = Composed['chat']['buttons'][number]

type Standing = { readonly status?: Run['steps'][number]['status']; readonly snoozedUntil?: string }

/** A step as it stands; put off it returns on Saturday the 20th, where nothing else is said. */
export const step = (id: string, name: string, index: number, { status, snoozedUntil }: Standing = {}) => ({
  id,
  name,
  index,
  status: status ?? ('not_started' as const),
  required: true,
  snoozedUntil: snoozedUntil ?? (status === 'snoozed' ? '2027-03-20T09:00:00.000Z' : null),
})

export const STEPS = [step('call', 'Call them', 0), step('quote', 'Write the quote', 1)] as const

/** Somebody’s run of two steps for Elm, under way at its third version. */
export const execution = (more: Partly<Run> = {}): Partly<Run> => ({
  id: RUN,
  customer: { id: CUSTOMER, name: 'Elm' },
  workflow: { title: 'Urgent renewal' },
  status: 'in_progress',
  version: 3,
  steps: STEPS,
  totalSteps: 2,
  can: ['act', 'start', 'escalate', 'comment'],
  ...more,
})

type Said = Partly<Composed> & { readonly buttons?: readonly Button[] }

/** What is said and shown in a step; it introduces itself by its name. */
export const composed = (id: string, name: string, { buttons = [], chat, ...more }: Said = {}): Partly<Composed> => ({
  id,
  name,
  kind: 'action',
  chat: { opening: [{ parts: [{ text: `This is ${name}.` }] }], buttons, ...chat },
  ...more,
})

const SUMMARY = { id: 'summary', type: 'summary' as const, outcomes: [{ value: 'success', label: 'It went well' }] }
const COMPLETE: Button = { value: 'complete', label: 'Complete the workflow', action: 'completeStep' }
export const HAND_IN: Button = { value: 'done', label: 'I did it', action: 'completeStep' }

/** What stands behind the last step. */
export const CLOSING = composed('closing', 'The end', { artifacts: [SUMMARY], buttons: [COMPLETE] })

/** The full screen of that run; `run` changes the run itself. */
export const taskMode = (more: Partly<TaskMode> = {}, run: Partly<Run> = {}): Partly<TaskMode> => ({
  execution: execution(run),
  today: '2027-03-15',
  minutes: 20,
  arr: { amount: 80_000, currency: 'USD' },
  composition: {
    steps: [composed('call', 'Call them', { buttons: [HAND_IN] }), composed('quote', 'Write the quote')],
    closing: CLOSING,
  },
  snoozes: [
    { for: '1 day', returnsAt: '2027-03-16T09:00:00.000Z' },
    { for: '2 days', returnsAt: '2027-03-17T09:00:00.000Z' },
  ],
  lead: { id: LEAD, name: 'Mo Tarn' },
  colleagues: [{ id: LEAD, name: 'Mo Tarn' }],
  ...more,
})

/** A run whose first step shows these panels, and whose other is untouched. */
export const showing = (artifacts: Said['artifacts'] & object, run: Partly<Run> = {}): Partly<TaskMode> =>
  taskMode(
    { composition: { steps: [composed('call', 'Call them', { artifacts, buttons: [HAND_IN] })], closing: CLOSING } },
    { steps: [step('call', 'Call them', 0)], ...run },
  )

/** The page of a run whose reading is answered by what is said, and whose drafts are kept. */
export function onWork(server: FakeServer, mode: Partly<TaskMode> = taskMode(), at = '') {
  server.answers(GetTaskMode, mode)
  const versions = new Map<string, number>()
  server.answers(SaveDraft, ({ params }) => {
    const stepId = params['stepId'] ?? ''
    versions.set(stepId, (versions.get(stepId) ?? 0) + 1)
    return { stepId, version: versions.get(stepId) ?? 1, savedBy: 'Ida Nord' }
  })
  return opened(server, `/work/${RUN}${at}`)
}

/** The step that is looked at. */
export const here = (name: string) => screen.findByRole('button', { current: 'step', name: new RegExp(name) })

/** A record of the run as an act left it. */
export const acted = (more: Partly<Run> = {}) => ({ execution: execution(more) })
