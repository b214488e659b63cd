import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Card } from '../../views/card.contract.ts'
import { CallFailed } from '../api.ts'
import { actOnExecution, taskModeQuery } from './taskmode.ts'

type Startable = Pick<Card, 'executionId' | 'status'>

/** Begins a workflow, where it has not begun, and opens it full screen. */
export function useStart() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  // Two hits of Enter in one moment begin once.
  const begun = useRef(false)
  const open = (executionId: string, step?: string): void =>
    void navigate({ to: '/work/$executionId', params: { executionId }, search: step === undefined ? {} : { step } })
  const begin = async ({ executionId, status }: Startable): Promise<void> => {
    if (begun.current) return
    begun.current = true
    setBusy(true)
    setFault(null)
    try {
      if (status === 'pending') await actOnExecution(executionId, { act: 'start', body: null })
      await client.invalidateQueries({ queryKey: taskModeQuery(executionId).queryKey })
      void client.invalidateQueries({ queryKey: ['today'] })
      open(executionId)
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      // Somebody began it meanwhile: it is as open as it was meant to be.
      if (error.problem?.status === 409) open(executionId)
      else setFault(error.message)
    } finally {
      begun.current = false
      setBusy(false)
    }
  }
  return { begin, open, busy, fault }
}
