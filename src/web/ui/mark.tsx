import styles from './mark.module.css'

/** The product's sign and name. */
export function Mark() {
  return (
    <span className={styles.mark}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path
          d="M11.2 3.6a7.6 7.6 0 1 0 7.2 7.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
        />
        <circle cx="16.7" cy="5.3" r="2.9" fill="var(--accent-text)" />
      </svg>
      Renubu
    </span>
  )
}
