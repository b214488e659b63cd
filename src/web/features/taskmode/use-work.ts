import { useRef, useState } from 'react'
import type { ComposedStep } from '../../../stages/compose/composition.contract.ts'
import type { TaskMode } from '../../../stages/execute/taskmode.contract.ts'
import { CallFailed, keyOfClick } from '../../api.ts'
import { useHeld } from '../../calls/held-acts.ts'
import { useExecutionAct, useStepAct, type StepAsked } from '../../calls/execution-acts.ts'
import { useCreateTask } from '../../calls/taskmode.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { textIn } from './draft.ts'
import { followUps, outcomesOf, unticked } from './outcomes.ts'
import { priceOf } from './price.ts'
import { CLOSING, isWaiting, nextOpen } from './steps.ts'

/** How it ended: whole, or with steps that return. */
export type Ending = {
  readonly completed: boolean
  readonly left: readonly { readonly stepId: string; readonly name: string; readonly returnsAt: string | null }[]
  readonly tasks: number
  readonly minutes: number
}

/** Why an act was refused: in words, and whether somebody else was quicker. */
export type Fault = { readonly says: string; readonly changed: boolean }

type WorkOptions = {
  readonly taskMode: TaskMode
  readonly readerId: string
  readonly keeper: DraftKeeper
  readonly composed: ComposedStep
  readonly stepId: string
  readonly onGo: (stepId: string) => void
}

export type Work = ReturnType<typeof useWork>

const SECONDS_A_MINUTE = 60

/** What somebody does on the screen, and where it leads: the next step, the end, or a refusal that says why. */
export function useWork({ taskMode, readerId, keeper, composed, stepId, onGo }: WorkOptions) {
  const { id, steps, version } = taskMode.execution
  const stepAct = useStepAct(id)
  const executionAct = useExecutionAct(id)
  const createTask = useCreateTask(id)
  const { holding } = useHeld()
  const [fault, setFault] = useState<Fault | null>(null)
  const [ended, setEnded] = useState<Ending | null>(null)
  // Two hits of a key in one moment are one act.
  const busy = useRef(false)
  const draft = keeper.read(stepId)

  async function once<T>(work: () => Promise<T>): Promise<T | null> {
    if (busy.current) return null
    busy.current = true
    setFault(null)
    try {
      return await work()
    } catch (error) {
      setFault(faultOf(error))
      return null
    } finally {
      busy.current = false
    }
  }

  const goOn = (from: number, after: TaskMode['execution']['steps']): void => onGo(nextOpen(after, from)?.id ?? CLOSING)

  async function complete(): Promise<void> {
    await keeper.flush()
    const done = await once(() =>
      stepAct.mutateAsync({
        act: 'complete',
        stepId,
        body: {
          version,
          duration: Math.round(draft.seconds),
          outcomes: outcomesOf(composed, draft, (from) => priceOf(taskMode, keeper, from)),
        },
      }),
    )
    if (!done) return
    const after = done.execution.steps
    // The last slide of a workflow is its end: one act, not two.
    if (stepId === 'summary' && nextOpen(after) === null) return finish(done.execution)
    goOn(
      after.findIndex((step) => step.id === stepId),
      after,
    )
  }

  /** Shown as done at once; sent when the time to take it back is over. */
  async function finish(execution = taskMode.execution): Promise<void> {
    const summary = composed.artifacts.find((artifact) => artifact.type === 'summary')
    if (!summary) return
    await keeper.flush()
    const panel = draft.panels[summary.id]
    const tasks = followUps(taskMode, { drafts: keeper, summary, draft: panel }).filter(({ wanted }) => wanted)
    const note = textIn(panel, 'note')?.trim() ?? ''
    const seconds = steps.reduce((sum, step) => sum + keeper.read(step.id).seconds, keeper.read(CLOSING).seconds)
    const outcomes = {
      status: textIn(panel, 'outcome') ?? summary.outcomes[0]?.value,
      ...(note === '' ? {} : { note }),
      nextSteps: tasks.map(({ title, dueOn }) => ({ title, dueOn })),
    }
    const left = execution.steps
      .filter((step) => step.required && isWaiting(step))
      .map(({ id: waiting, name, snoozedUntil }) => ({ stepId: waiting, name, returnsAt: snoozedUntil }))
    const body = { version: execution.version, totalDuration: Math.round(seconds), outcomes }
    holding.hold(
      {
        executionId: id,
        personId: readerId,
        says: left.length === 0 ? `${execution.customer.name} is done.` : `${execution.customer.name} is put down.`,
        customer: execution.customer.name,
        asked: { act: 'complete', body },
        key: keyOfClick(),
      },
      () => setEnded(null),
    )
    const minutes = Math.round(seconds / SECONDS_A_MINUTE)
    setEnded({ completed: left.length === 0, left, tasks: tasks.length, minutes })
  }

  return {
    fault,
    ended,
    busy: stepAct.isPending || executionAct.isPending,
    /** Nothing is left that could be done now. */
    closes: nextOpen(steps) === null,
    missing: unticked(composed, draft),
    dismiss: () => setFault(null),
    complete,
    finish: () => finish(),
    /** An act of the step's menu; null: it was done. */
    act: async (asked: StepAsked): Promise<string | null> => {
      let said = 'Something else is being done. Try again in a moment.'
      const done = await once(async () => {
        try {
          return await stepAct.mutateAsync(asked)
        } catch (error) {
          said = faultOf(error).says
          throw error
        }
      })
      if (!done) return said
      if (asked.act === 'snooze' || asked.act === 'skip' || asked.act === 'escalate') {
        const after = done.execution.steps
        goOn(
          after.findIndex((step) => step.id === asked.stepId),
          after,
        )
      }
      return null
    },
    /** Acts on the step that need no more words: take it up again, open it again. */
    move: (act: 'resume' | 'reopen') => once(() => stepAct.mutateAsync({ act, stepId, body: { version } })),
    begin: () => once(() => executionAct.mutateAsync({ act: 'start', body: { version } })),
    resume: () => once(() => executionAct.mutateAsync({ act: 'resume', body: { version } })),
    addTask: (task: { readonly title: string; readonly dueOn: string | null }) =>
      once(() => createTask.mutateAsync({ stepId, ...task })),
  }
}

export function faultOf(error: unknown): Fault {
  if (!(error instanceof CallFailed)) throw error
  return { says: error.message, changed: error.problem?.status === 409 }
}
