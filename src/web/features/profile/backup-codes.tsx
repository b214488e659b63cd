import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './profile-page.module.css'

/** Backup codes, the one time that they can be read. */
export function BackupCodes({ title, codes }: { readonly title: string; readonly codes: readonly string[] }) {
  return (
    <section className={styles.backup} aria-label="Backup codes">
      <h3>{title}</h3>
      <p className="small dim">Keep them where your phone is not. Each works once; they are shown only now.</p>
      <ul className={styles.codes}>
        {codes.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} label="Backup codes" />
    </section>
  )
}
