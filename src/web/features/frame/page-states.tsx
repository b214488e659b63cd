import { Link } from '@tanstack/react-router'
import { Notice } from '../../ui/notice.tsx'
import { LoadFailed } from '../../load-failed.tsx'
import styles from './page-states.module.css'

export function NotFound() {
  return (
    <main className={styles.page}>
      <Notice
        title="There is nothing at this address."
        act={
          <Link className={styles.link} to="/">
            Go to Today
          </Link>
        }
      >
        The link may be old, or it leads to something that you may not see.
      </Notice>
    </main>
  )
}

/** The whole page failed, before there was anything to keep. */
export function PageFailed({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <main className={styles.page}>
      <LoadFailed title="This page did not load." error={error} onRetry={reset} />
    </main>
  )
}
