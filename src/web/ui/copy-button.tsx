import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'

/** Takes a text along exactly as it stands. On a page without TLS browsers lend no clipboard: there is no button then, and the text is marked by hand. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [tried, setTried] = useState({ text: '', copied: false })
  const here = tried.text === text ? tried.copied : null
  if (!window.isSecureContext) return null
  return (
    <Button
      aria-label={`Copy: ${label}`}
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => setTried({ text, copied: true }),
          () => setTried({ text, copied: false }),
        )
      }
    >
      {here ? <Check size={16} strokeWidth={1.75} /> : <Copy size={16} strokeWidth={1.75} />}
      <span role="status">{here ? 'Copied' : here === null ? 'Copy' : 'Mark it by hand'}</span>
    </Button>
  )
}
