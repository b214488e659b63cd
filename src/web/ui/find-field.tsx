import { Search } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import styles from './find-field.module.css'
import { Kbd } from './kbd.tsx'
import { useKeys } from './use-keys.ts'

type FindFieldProps = {
  readonly label: string
  readonly placeholder: string
  /** What is asked for. */
  readonly text: string
  readonly onText: (text: string) => void
  readonly className?: string | undefined
}

const TYPING_MS = 150

/** Narrows what the page shows. What is typed shows at once and is asked when the fingers rest; `/` leads here, Escape empties it. */
export function FindField({ label, placeholder, text, onText, className }: FindFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(text)
  const [seen, setSeen] = useState({ text, sent: text })
  if (text !== seen.text) {
    setSeen({ text, sent: text })
    // Asked elsewhere, by a link or the way back: then that stands here too.
    if (text !== seen.sent) setTyped(text)
  }
  const ask = useEffectEvent((words: string) => {
    setSeen({ text, sent: words })
    onText(words)
  })
  useEffect(() => {
    if (typed === text) return undefined
    const timer = setTimeout(() => ask(typed), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, text])
  const [keys] = useState(() => ({
    '/': (event: KeyboardEvent) => {
      event.preventDefault()
      field.current?.focus()
    },
  }))
  useKeys(keys)
  return (
    <label className={`${styles.find ?? ''} ${className ?? ''}`}>
      <Search size={16} strokeWidth={1.75} aria-hidden="true" />
      <span className="unseen">{label}</span>
      <input
        ref={field}
        type="search"
        placeholder={placeholder}
        value={typed}
        maxLength={200}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('')
        }}
      />
      <Kbd>/</Kbd>
    </label>
  )
}
