import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { rejectionsAddress, undoImport, type ImportItem } from '../../calls/imports.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { useOnce } from '../../use-once.ts'
import styles from './data-page.module.css'

/** What can be done with an import of the list. Taking one back changes what everybody sees, so it is asked once more. */
export function ImportActs({ item }: { readonly item: ImportItem }) {
  const client = useQueryClient()
  const undoing = useOnce()
  const [asked, setAsked] = useState(false)
  const undo = (): void => void undoing.run(() => undoImport(client, item.id)).then(() => setAsked(false))
  const held = item.status === 'held'
  if (asked) {
    return (
      <span className={styles.ask}>
        <Button size="small" disabled={undoing.busy} onClick={undo}>
          {held ? `Discard ${item.name}` : `Take ${item.name} back`}
        </Button>
        <Button size="small" look="plain" onClick={() => setAsked(false)}>
          Not now
        </Button>
      </span>
    )
  }
  return (
    <span className={styles.ask}>
      {undoing.fault !== null && <span role="alert">{undoing.fault}</span>}
      {(item.counts?.rejected ?? 0) > 0 && (
        <a
          className={buttonClass}
          data-look="icon"
          href={rejectionsAddress(item.id)}
          download={`rejected-${item.id}.csv`}
          aria-label={`Download the rejected rows of ${item.name}`}
          title="Download the rejected rows"
        >
          <Download size={16} strokeWidth={1.75} aria-hidden="true" />
        </a>
      )}
      {held && (
        <Link to="/import/$importId" params={{ importId: item.id }} className={buttonClass} data-size="small">
          Go on
        </Link>
      )}
      {item.can.includes('undo') && (
        <Button size="small" look="plain" onClick={() => setAsked(true)}>
          {held ? 'Discard' : item.status === 'finished' || item.status === 'failed' ? 'Undo' : 'Stop'}
        </Button>
      )}
    </span>
  )
}
