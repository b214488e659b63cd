import { X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { Kbd } from './kbd.tsx'
import styles from './toast.module.css'
import { useKeys } from './use-keys.ts'

/** What was done in words, and how to take it back; `undo` null: that is not possible. */
export type Done = { readonly says: string; readonly undo: (() => Promise<unknown>) | null }

type ToastProps = Done & { readonly onClose: () => void }

const NO_KEYS = {}
const SHOWN_MS = 10_000
// Those that stand there and can be taken back, the newest last.
const standing: object[] = []

/** What was done, for ten seconds; it stays while the pointer or the focus is on it. Z takes the newest back. */
export function Toast({ says, undo, onClose }: ToastProps) {
  const [held, setHeld] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (held || fault !== null) return undefined
    const timer = setTimeout(() => close(), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [held, fault, undo])
  // Two hits of a key in one moment take it back once.
  const taken = useRef(false)
  async function takeBack(): Promise<void> {
    if (!undo || taken.current) return
    taken.current = true
    try {
      await undo()
      onClose()
    } catch (error) {
      taken.current = false
      setFault(error instanceof Error ? error.message : String(error))
    }
  }
  const me = useRef({})
  const undoable = undo !== null
  useEffect(() => {
    if (!undoable) return undefined
    const toast = me.current
    standing.push(toast)
    return () => void standing.splice(standing.indexOf(toast), 1)
  }, [undoable])
  useKeys(undo ? { z: () => standing.at(-1) === me.current && void takeBack() } : NO_KEYS)
  return (
    <div
      className={styles.toast}
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {fault === null ? <span>{says}</span> : <span role="alert">It was not taken back. {fault}</span>}
      {undo && (
        <Button look="plain" size="small" onClick={() => void takeBack()}>
          Undo <Kbd>Z</Kbd>
        </Button>
      )}
      <Button look="icon" aria-label="Close" onClick={onClose}>
        <X size={16} strokeWidth={1.75} />
      </Button>
    </div>
  )
}
