import { X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { fieldClass } from '../../ui/field.tsx'
import { shortDay } from '../../format.ts'
import styles from './members-page.module.css'

export type Link = {
  readonly name: string
  readonly link: string
  readonly expiresAt: string
  readonly mailed: boolean
}

/** The link of an invitation, the one time that it can be read. */
export function LinkCard({ link, onClose }: { readonly link: Link; readonly onClose: () => void }) {
  const { name, mailed, expiresAt } = link
  const says = mailed
    ? 'The mail with this link is on its way. You can hand it on yourself as well.'
    : 'This server sends no mails (SMTP_URL is not set): hand the link on yourself.'
  return (
    <section className={styles.link} aria-label="Invitation" role="status">
      <header>
        <h2>{name} is invited.</h2>
        <Button look="icon" aria-label="Close" onClick={onClose}>
          <X size={16} strokeWidth={1.75} />
        </Button>
      </header>
      <p className="small dim">
        {says} It holds until {shortDay(expiresAt)}, works once, and is shown only now.
      </p>
      <div className={styles.copy}>
        <input
          className={fieldClass}
          readOnly
          aria-label="Link"
          value={link.link}
          onFocus={(event) => event.target.select()}
        />
        <CopyButton text={link.link} label="Link" />
      </div>
    </section>
  )
}
