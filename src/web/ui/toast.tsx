import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import styles from './toast.module.css'

type ToastProps = {
  readonly says: string
  /** Takes it back; null: that is not possible. */
  readonly undo: (() => Promise<unknown>) | null
  readonly onClose: () => void
}

const SHOWN_MS = 10_000

/** What was done, for ten seconds; it stays while the pointer or the focus is on it. */
export function Toast({ says, undo, onClose }: ToastProps) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(onClose, SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, onClose])
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
        <Button look="plain" size="small" onClick={() => void undo().then(onClose)}>
          Undo
        </Button>
      )}
      <button type="button" aria-label="Close" onClick={onClose}>
        <X size={16} strokeWidth={1.75} />
      </button>
    </div>
  )
}
