import { useEffect, useState } from 'react'

/** What was typed before a dialog was there. */
export type Typed = ReturnType<typeof createTyped>

export function createTyped() {
  let text = ''
  return {
    read: (): string => text,
    keep: (next: string): void => {
      text = next
    },
  }
}

/** It begins with what was typed already, which is then nobody's any more. */
export function useTyped(typed: Typed): string {
  const [text] = useState(() => typed.read())
  useEffect(() => typed.keep(''), [typed])
  return text
}
