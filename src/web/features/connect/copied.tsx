import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './connect-page.module.css'

type CopiedProps = { readonly label: string; readonly text: string }

/** A text that is to be taken elsewhere exactly as it stands. */
export function Copied({ label, text }: CopiedProps) {
  return (
    <div className={styles.copied}>
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  )
}
