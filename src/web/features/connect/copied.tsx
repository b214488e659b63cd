import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import styles from './connect-page.module.css'

type CopiedProps = { readonly label: string; readonly text: string; readonly lines?: boolean }

/** A text that is to be taken elsewhere exactly as it stands. */
export function Copied({ label, text, lines = false }: CopiedProps) {
  const [copied, setCopied] = useState('')
  const here = copied === text
  return (
    <div className={styles.copied}>
      <pre data-lines={lines || undefined} tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <button
        type="button"
        aria-label={`Copy: ${label}`}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
      >
        {here ? <Check size={16} strokeWidth={1.75} /> : <Copy size={16} strokeWidth={1.75} />}
        <span role="status">{here ? 'Copied' : 'Copy'}</span>
      </button>
    </div>
  )
}
