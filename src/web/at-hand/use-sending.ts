import { useState } from 'react'
import { keyOfClick } from '../api.ts'
import { useOnce } from '../use-once.ts'

/** Sends a form once, however often it is clicked; sent again after a line that was down, it is the same request. */
export function useSending() {
  const [key] = useState(keyOfClick)
  const { run, busy, fault } = useOnce()
  return { send: (work: (key: string) => Promise<void>) => run(() => work(key)), busy, fault }
}
