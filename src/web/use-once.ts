import { useCallback, useRef, useState } from 'react'
import { CallFailed } from './api.ts'

/** Something that is sent once however often it is clicked, with whether it is on its way and why it was refused. */
export function useOnce() {
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  // Two clicks in one moment come before the next rendering.
  const sent = useRef(false)
  const run = useCallback(async (work: () => Promise<unknown>): Promise<boolean> => {
    if (sent.current) return false
    sent.current = true
    setBusy(true)
    setFault(null)
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      setFault(error.message)
      return false
    } finally {
      sent.current = false
      setBusy(false)
    }
  }, [])
  return { run, busy, fault, clear: () => setFault(null) }
}
