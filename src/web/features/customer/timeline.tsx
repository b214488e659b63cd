import { Activity, CircleCheck, Mail, NotebookPen, Phone, Ticket, UserX, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { Moment } from '../../../views/customer-page.contract.ts'
import { plainDay } from '../../format.ts'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import styles from './timeline.module.css'

const ICONS: Readonly<Record<Moment['kind'], LucideIcon>> = {
  ticket: Ticket,
  talk: Phone,
  mail: Mail,
  note: NotebookPen,
  left: UserX,
  event: Activity,
  workflow: CircleCheck,
}

const SHOWN = 8

/** What happened, the newest first. */
export function Timeline({ moments, day }: { readonly moments: readonly Moment[]; readonly day: string }) {
  const [all, setAll] = useState(false)
  const shown = all ? moments : moments.slice(0, SHOWN)
  return (
    <Panel title="Timeline" aside={moments.length > 0 ? `The last ${String(moments.length)}` : undefined}>
      {moments.length === 0 && <p className="dim">Nothing has been recorded yet.</p>}
      <ol className={styles.moments}>
        {shown.map(({ id, at, kind, says, more }) => {
          const Icon = ICONS[kind]
          return (
            <li key={id}>
              <time dateTime={at}>{plainDay(at.slice(0, 10), day)}</time>
              <span className={styles.icon}>
                <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
              </span>
              <p>
                <b>{says}.</b> {more}
              </p>
            </li>
          )
        })}
      </ol>
      {shown.length < moments.length && (
        <Button look="plain" size="small" className={styles.more ?? ''} onClick={() => setAll(true)}>
          {moments.length - shown.length} more
        </Button>
      )}
    </Panel>
  )
}
