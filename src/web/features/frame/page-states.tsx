import { Link, useRouter } from '@tanstack/react-router'
import { LoadFailed } from '../../load-failed.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import styles from './page-states.module.css'

export function NotFound() {
  return (
    <div className={styles.page}>
      <Mark />
      <main>
        <h1>There is nothing at this address.</h1>
        <p>The link may be old, or it leads to something that you may not see.</p>
        <Link className={buttonClass} to="/">
          Go to Today
        </Link>
      </main>
    </div>
  )
}

/** The whole page failed, before there was anything to keep. */
export function PageFailed({ error }: { readonly error: unknown }) {
  const router = useRouter()
  return (
    <div className={styles.page}>
      <Mark />
      <main>
        <LoadFailed title="This page did not load." error={error} onRetry={() => void router.invalidate()} />
      </main>
    </div>
  )
}
