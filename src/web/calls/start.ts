import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Card } from '../../views/card.contract.ts'
import { CallFailed } from '../api.ts'
import { useOnce } from '../use-once.ts'
import { actOnExecution, actOnStep, taskModeKey } from './execution-acts.ts'

type Startable = Pick<Card, 'executionId' | 'status'>
type Resumable = { readonly executionId: string; readonly stepId: string }
type Opening = { readonly executionId: string; readonly stepId?: string }

/** Begins a workflow, where it has not begun, or takes up one of its steps, and opens it full screen. */
export function useStart() {
  const client = useQueryClient()
  const navigate = useNavigate()
  // Two hits of Enter in one moment begin once.
  const { run, busy, fault } = useOnce()
  const open = ({ executionId, stepId }: Opening, work: () => Promise<unknown>): Promise<boolean> =>
    run(async () => {
      try {
        await work()
        await client.invalidateQueries({ queryKey: taskModeKey(executionId) })
        void client.invalidateQueries({ queryKey: ['today'] })
      } catch (error) {
        // Somebody did it meanwhile: it is as open as it was meant to be.
        if (!(error instanceof CallFailed) || error.problem?.status !== 409) throw error
      }
      void navigate({ to: '/work/$executionId', params: { executionId }, search: stepId ? { step: stepId } : {} })
    })
  const begin = (card: Startable): Promise<boolean> =>
    open(card, async () => {
      if (card.status === 'pending') await actOnExecution(card.executionId, { act: 'start', body: null })
    })
  /** Takes up a step that was put off, and opens the workflow there. */
  const resume = (step: Resumable): Promise<boolean> =>
    open(step, () => actOnStep(step.executionId, { act: 'resume', stepId: step.stepId, body: null }))
  return { begin, resume, busy, fault }
}
