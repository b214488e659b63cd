import type { Card } from '../../../views/card.contract.ts'
import { useStart } from '../../calls/start.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import styles from './card-acts.module.css'

/** What can be done with a card: begin it, or go on with it. On the one thing it is the page’s filled button. */
export function CardActs({ card, main = false }: { readonly card: Card; readonly main?: boolean }) {
  const { begin, busy, fault } = useStart()
  const label = card.status === 'pending' ? 'Let’s begin' : 'Go on'
  return (
    <div className={styles.acts}>
      <Button
        look={main ? 'filled' : 'edged'}
        size={main ? 'body' : 'small'}
        data-primary={main || undefined}
        aria-disabled={busy || undefined}
        onClick={() => void begin(card)}
      >
        {label} {main && <Kbd>↵</Kbd>}
      </Button>
      {fault !== null && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
