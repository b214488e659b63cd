import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Kbd } from './kbd.tsx'
import styles from './toast.module.css'
import { useKeys } from './use-keys.ts'

type ToastProps = {
  readonly says: string
  /** Takes it back; null: that is not possible. */
  readonly undo: (() => Promise<unknown>) | null
  readonly onClose: () => void
}

const NO_KEYS = {}
const SHOWN_MS = 10_000

/** What was done, for ten seconds; it stays while the pointer or the focus is on it. Z takes it back. */
export function Toast({ says, undo, onClose }: ToastProps) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(onClose, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, onClose])
  // Two hits of a key in one moment take it back once.
  const taken = useRef(false)
  function takeBack(): void {
    if (!undo || taken.current) return
    taken.current = true
    void undo().then(onClose)
  }
  useKeys(undo ? { z: takeBack } : NO_KEYS)
  return (
    <div
      className={styles.toast}
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{says}</span>
      {undo && (
        <Button look="plain" size="small" onClick={takeBack}>
          Undo <Kbd>Z</Kbd>
        </Button>
      )}
      <button type="button" aria-label="Close" onClick={onClose}>
        <X size={16} strokeWidth={1.75} />
      </button>
    </div>
  )
}
