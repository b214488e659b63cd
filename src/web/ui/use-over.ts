import { useRef, useState } from 'react'

/** What is open over the page, of the things that one button opens; null: nothing. The button (`from`) has the focus again when it is closed. */
export function useOver<T>() {
  const from = useRef<HTMLButtonElement>(null)
  const [over, setOver] = useState<T | null>(null)
  const close = (): void => {
    setOver(null)
    // Not before it is gone: it keeps the focus inside itself.
    window.setTimeout(() => from.current?.focus(), 0)
  }
  return { over, open: setOver, close, from }
}
