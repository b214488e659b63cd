import styles from './avatar.module.css'

/** Initials in a quiet circle; the name stands beside it. */
export function Avatar({ letters }: { readonly letters: string }) {
  return (
    <span className={styles.avatar} aria-hidden="true">
      {letters}
    </span>
  )
}
