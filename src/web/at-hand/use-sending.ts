import { useRef, useState } from 'react'
import { CallFailed } from '../api.ts'

/** Sends a form once, however often it is clicked; sent again after a line that was down, it is the same request. */
export function useSending() {
  const [key] = useState(() => crypto.randomUUID())
  const [fault, setFault] = useState<CallFailed | null>(null)
  const [busy, setBusy] = useState(false)
  const sent = useRef(false)
  async function send(work: (key: string) => Promise<void>): Promise<void> {
    if (sent.current) return
    sent.current = true
    setBusy(true)
    setFault(null)
    try {
      await work(key)
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error
      setFault(error)
    } finally {
      sent.current = false
      setBusy(false)
    }
  }
  return { send, busy, fault }
}
