import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Card } from '../../views/card.contract.ts'
import { CallFailed } from '../api.ts'
import { actOnExecution, actOnStep, taskModeKey } from './execution-acts.ts'

type Startable = Pick<Card, 'executionId' | 'status'>
type Resumable = { readonly executionId: string; readonly stepId: string }
type Opening = { readonly executionId: string; readonly stepId?: string }

/** Begins a workflow, where it has not begun, or takes up one of its steps, and opens it full screen. */
export function useStart() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  // Two hits of Enter in one moment begin once.
  const begun = useRef(false)
  async function once({ executionId, stepId }: Opening, work: () => Promise<unknown>): Promise<void> {
    if (begun.current) return
    begun.current = true
    setBusy(true)
    setFault(null)
    const open = (): void =>
      void navigate({ to: '/work/$executionId', params: { executionId }, search: stepId ? { step: stepId } : {} })
    try {
      await work()
      await client.invalidateQueries({ queryKey: taskModeKey(executionId) })
      void client.invalidateQueries({ queryKey: ['today'] })
      open()
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      // Somebody did it meanwhile: it is as open as it was meant to be.
      if (error.problem?.status === 409) open()
      else setFault(error.message)
    } finally {
      begun.current = false
      setBusy(false)
    }
  }
  const begin = (card: Startable): Promise<void> =>
    once(card, async () => {
      if (card.status === 'pending') await actOnExecution(card.executionId, { act: 'start', body: null })
    })
  /** Takes up a step that was put off, and opens the workflow there. */
  const resume = (step: Resumable): Promise<void> =>
    once(step, () => actOnStep(step.executionId, { act: 'resume', stepId: step.stepId, body: null }))
  return { begin, resume, busy, fault }
}
